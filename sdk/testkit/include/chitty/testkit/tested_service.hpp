// The tested plugin's service behind its routes and its gate: a request as it comes over the wire, and what chittyd
// would answer. On one thread, on the database of sqlite_store.hpp. Link what tested_plugin.hpp and route_shapes.hpp
// ask for.
#ifndef CHITTY_TESTKIT_TESTED_SERVICE_HPP
#define CHITTY_TESTKIT_TESTED_SERVICE_HPP

#include <algorithm>
#include <chitty/form.hpp>
#include <chitty/status.hpp>
#include <chitty/testkit/declared_quotas.hpp>
#include <chitty/testkit/declared_sight.hpp>
#include <chitty/testkit/route_shapes.hpp>
#include <chitty/testkit/tested_plugin.hpp>
#include <functional>
#include <optional>

namespace chitty::testkit {

// Who asks; nobody, without a subject.
struct Asking {
  std::string subject = "owner";
  std::vector<std::string> scopes{"*"};
  bool owner() const { return subject == "owner"; }
  bool has(std::string_view scope) const {
    const auto all = std::string(scope.substr(0, scope.find(':'))) + ":*";
    return owner() || std::any_of(scopes.begin(), scopes.end(), [&](const auto& one) {
             return one == "*" || one == "admin:*" || one == scope || one == all;
           });
  }
};

class TestedService {
 public:
  explicit TestedService(const json::object& manifest)
      : manifest_(manifest), shapes_(manifest), quotas_(manifest), sight_(manifest) {}

  // The service's answer to one request: 404 when no route fits method and path, 401 and 403 as the gate says, 400 when
  // it does not fit what the route takes. `complaints` gets what departs from the manifest, and what the plugin did
  // wrong. `prepare` may change the host before the handler runs.
  Answer ask(const Sent& sent, const Asking& who, std::int64_t now, std::vector<std::string>& complaints,
             const std::function<void(FakeHost&)>& prepare = {}) const {
    FakeHost host;
    host.now_ms = now;
    const auto question = sent.target.find('?');
    const auto path = sent.target.substr(0, question);
    json::object parameters;
    const auto* route = find_route(sent.method, path, parameters);
    if (!route) return refuse(404, "NOT_FOUND", "There is no route " + sent.method + " " + path + ".");
    if (auto refused = gate(*route, who)) return *refused;

    Incoming& in = host.incoming;
    in.handler = text(*route, "handler"), in.method = sent.method, in.path = path, in.body = sent.body;
    in.parameters = std::move(parameters);
    if (question != std::string::npos) in.query = query_of(sent.target.substr(question + 1));
    for (const auto& [name, value] : sent.headers)
      if (value.is_string()) in.headers[lower(name)] = value.get_string();
    if (const auto type = in.headers.find("content-type"); type != in.headers.end()) in.content_type = type->second;
    in.caller = {{"subject", who.subject},
                 {"scopes", json::array(who.scopes.begin(), who.scopes.end())},
                 {"owner", who.owner()}};
    in.target = "/" + std::string(plugin().name()) + sent.target;
    in.base_url = "http://127.0.0.1:4271/" + std::string(plugin().name());
    in.sees = sight_.of(in);
    host.quota = [&](std::string_view kind, std::uint64_t more, std::string_view holder) {
      return quotas_.hold(host, kind, more, holder, {});
    };
    if (prepare) prepare(host);
    if (auto fits = shapes_.fit(host); !fits) return refuse(400, "INVALID_REQUEST", fits.error().message);
    const auto done = plugin().handle(host);
    for (const auto& line : host.complaints()) complaints.push_back(line);
    if (!done) return refuse(status_of_code(done.error().code), "INTERNAL_ERROR", done.error().message);
    for (const auto& line : shapes_.departures(in, host.answer)) complaints.push_back(line);
    return host.answer;
  }

  // The manifest's route as `request` names it, by its handler or as "GET /path"; null: there is none.
  const json::object* route(std::string_view name) const {
    for (const auto* one : routes())
      if (text(*one, "handler") == name || text(*one, "method") + " " + text(*one, "path") == name) return one;
    return nullptr;
  }

 private:
  static std::string text(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
  }
  static std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
  }
  static Answer refuse(int status, std::string_view word, const std::string& message) {
    return {status, {}, json::serialize(json::object{{"success", false}, {"error", word}, {"message", message}})};
  }
  std::vector<const json::object*> routes() const {
    std::vector<const json::object*> all;
    if (const auto* service = manifest_.if_contains("service"))
      for (const auto& one : service->at("routes").as_array()) all.push_back(&one.as_object());
    return all;
  }
  static std::vector<std::string> segments(std::string_view path) {
    std::vector<std::string> all;
    while (!path.empty()) {
      path.remove_prefix(1);
      const auto end = std::min(path.find('/'), path.size());
      all.emplace_back(path.substr(0, end));
      path.remove_prefix(end);
    }
    return all;
  }
  // Of a path, where a + is one.
  static std::string decoded(const std::string& segment) {
    std::string text;
    for (const char c : segment) text += c == '+' ? "%2B" : std::string(1, c);
    return form_decoded(text).value_or(segment);
  }
  static bool is_open(const std::string& segment) { return segment.starts_with('{'); }

  // A literal segment goes before a parameter, from the left, as in chittyd.
  const json::object* find_route(std::string_view method, std::string_view path, json::object& parameters) const {
    const auto given = segments(path);
    const json::object* best = nullptr;
    std::vector<std::string> shape;
    for (const auto* one : routes()) {
      const auto declared = segments(text(*one, "path"));
      if (text(*one, "method") != method || declared.size() != given.size()) continue;
      bool fits = true, closer = !best;
      for (std::size_t i = 0; i < given.size() && fits; ++i)
        fits = is_open(declared[i]) ? !given[i].empty() : declared[i] == given[i];
      for (std::size_t i = 0; best && i < given.size() && !closer; ++i) {
        if (is_open(declared[i]) == is_open(shape[i])) continue;
        if (is_open(declared[i])) break;
        closer = true;
      }
      if (fits && closer) best = one, shape = declared;
    }
    for (std::size_t i = 0; best && i < given.size(); ++i)
      if (is_open(shape[i])) parameters[shape[i].substr(1, shape[i].size() - 2)] = decoded(given[i]);
    return best;
  }

  static std::optional<Answer> gate(const json::object& route, const Asking& who) {
    const auto scope = text(route, "scope");
    if (scope.empty()) return std::nullopt;  // public
    if (who.subject.empty()) return refuse(401, "UNAUTHORIZED", "A token is needed.");
    if (who.has(scope)) return std::nullopt;
    return refuse(403, "FORBIDDEN", "The token has not the scope " + scope + ".");
  }

  static json::object query_of(std::string_view encoded) {
    json::object query;
    while (!encoded.empty()) {
      const auto pair = encoded.substr(0, encoded.find('&'));
      encoded.remove_prefix(std::min(pair.size() + 1, encoded.size()));
      const auto equals = std::min(pair.find('='), pair.size());
      const auto name = form_decoded(pair.substr(0, equals)).value_or(std::string());
      const auto value =
          form_decoded(equals < pair.size() ? pair.substr(equals + 1) : std::string_view()).value_or(std::string());
      auto* before = query.if_contains(name);
      if (!before)
        query[name] = value;
      else if (before->is_array())
        before->get_array().emplace_back(value);
      else
        *before = json::array{*before, value};
    }
    return query;
  }

  const json::object& manifest_;
  RouteShapes shapes_;
  DeclaredQuotas quotas_;
  DeclaredSight sight_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_TESTED_SERVICE_HPP
