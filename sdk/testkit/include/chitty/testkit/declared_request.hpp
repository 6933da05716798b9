// A command that is data, as requests: what the host does with the manifest's words, for those words that most commands
// need. A word that is not known here is said, never passed over: the command is then for a test with a real chittyd.
//
// Known: route, method, target; path, query, header, body of JSON members, each value an argument or {"arg"}
// (`as` csv, milliseconds), {"const"}; records, record, expect, stream ndjson; paging by a value of the reply that goes into a slot of the query.
#ifndef CHITTY_TESTKIT_DECLARED_REQUEST_HPP
#define CHITTY_TESTKIT_DECLARED_REQUEST_HPP

#include <algorithm>
#include <chitty/request.hpp>
#include <chitty/status.hpp>
#include <chitty/testkit/fake_host.hpp>
#include <chitty/testkit/request_values.hpp>
#include <functional>
#include <optional>

namespace chitty::testkit {

class DeclaredRequest {
 public:
  using Send = std::function<Answer(const Sent&)>;

  // `route` is the manifest's route that the request names, null when it names a target; `paging` the service's.
  DeclaredRequest(const json::object& request, const json::object* route, const json::object* paging)
      : request_(request), route_(route) {
    const auto* own = request.if_contains("paging");
    paging_ = own ? own->if_object() : route && route->contains("records") ? paging
                                                                           : nullptr;
  }

  // The records that come of these arguments, defaults in. PLUGIN_FAULT: a word that is not known here. The service's
  // refusal in its words, MALFORMED for a reply without what was promised.
  Result<json::array> run(const json::object& arguments, const Send& send) {
    for (const auto& [name, value] : request_)
      if (!known(name, value))
        return make_error(Code::plugin_fault, "testkit::World does not know '" + std::string(name) + "' of a request.",
                          "Test this command with a chittyd.");
    CHITTY_TRY(auto sent, fill(arguments));
    const auto limit = limit_of(arguments);
    json::array records;
    for (std::string cursor;;) {
      Sent page = sent;
      page.target += query(cursor);
      const auto answer = send(page);
      if (answer.status >= 400) return refusal(answer);
      if (detail::member(request_, "stream") == "ndjson") return lines(answer.body, limit);
      CHITTY_TRY(const auto reply, parsed(answer.body));
      CHITTY_DO(take(reply, records));
      cursor = is_list() ? next_of(reply) : std::string();
      if (cursor.empty() || (limit && records.size() >= *limit)) break;
    }
    if (limit && records.size() > *limit) records.resize(*limit);
    return records;
  }

 private:
  static bool known(std::string_view name, const json::value& value) {
    if (name == "stream") return value == json::value("ndjson");
    if (name == "body")
      return value.is_object() &&
             std::all_of(value.get_object().begin(), value.get_object().end(),
                         [](const auto& one) { return one.key().empty() || one.key().front() == '/'; });
    static constexpr std::string_view words[] = {"route", "method", "target", "path", "query", "header",
                                                 "records", "record", "expect", "paging", "note", "repeatable"};
    return std::find(std::begin(words), std::end(words), name) != std::end(words);
  }

  // Calls `set` with each name and value under the word `kind`.
  template <class Set>
  Result<void> each(std::string_view kind, const json::object& arguments, Set&& set) {
    const auto* sources = request_.if_contains(kind);
    if (!sources) return {};
    for (const auto& [name, source] : sources->as_object()) {
      CHITTY_TRY(const auto value, detail::value_of(source, arguments));
      if (value) CHITTY_DO(set(std::string(name), *value));
    }
    return {};
  }

  Result<Sent> fill(const json::object& arguments) {
    Sent sent;
    sent.method = route_ ? detail::member(*route_, "method") : detail::member(request_, "method");
    sent.target = route_ ? detail::member(*route_, "path") : detail::member(request_, "target");
    CHITTY_DO(each("path", arguments, [&](const std::string& name, const json::value& value) -> Result<void> {
      const auto at = sent.target.find("{" + name + "}");
      if (at == std::string::npos) return make_error(Code::plugin_fault, "The target has no {" + name + "}.");
      return sent.target.replace(at, name.size() + 2, encode(detail::plain(value))), Result<void>();
    }));
    if (sent.target.find('{') != std::string::npos) return usage_error("The target " + sent.target + " is not filled.");
    query_.clear();
    CHITTY_DO(each("query", arguments, [&](const std::string& name, const json::value& value) -> Result<void> {
      if (const auto* several = value.if_array())
        for (const auto& one : *several) query_.emplace_back(name, detail::plain(one));
      else
        query_.emplace_back(name, detail::plain(value));
      return {};
    }));
    CHITTY_DO(each("header", arguments, [&](const std::string& name, const json::value& value) -> Result<void> {
      return sent.headers[name] = detail::plain(value), Result<void>();
    }));
    json::value body;
    CHITTY_DO(each("body", arguments, [&](const std::string& pointer, const json::value& value) -> Result<void> {
      return detail::put(body, pointer, value);
    }));
    if (!body.is_null()) sent.body = json::serialize(body), sent.headers["content-type"] = "application/json";
    return sent;
  }

  std::string query(const std::string& cursor) const {
    auto all = query_;
    if (!cursor.empty()) all.emplace_back(slot_, cursor);
    std::string text;
    for (const auto& [name, value] : all) text += (text.empty() ? "?" : "&") + encode(name) + "=" + encode(value);
    return text;
  }

  std::optional<std::size_t> limit_of(const json::object& arguments) const {
    const auto* limit = arguments.if_contains("limit");
    const bool is_ours = is_list() || request_.contains("stream");
    if (!is_ours || !limit || !limit->is_int64()) return std::nullopt;
    for (const auto& [name, value] : query_)
      if (name == "limit") return std::nullopt;  // sent, so the service's
    return static_cast<std::size_t>(limit->get_int64());
  }

  bool is_list() const { return request_.contains("records") || (route_ && route_->contains("records")); }

  static Error refusal(const Answer& answer) {
    boost::system::error_code ec;
    const auto body = json::parse(answer.body, ec);
    const auto* object = ec ? nullptr : body.if_object();
    return make_error(code_of_status(answer.status), object ? detail::member(*object, "message") : answer.body);
  }
  static Result<json::value> parsed(const std::string& body) {
    boost::system::error_code ec;
    auto value = body.empty() ? json::value(json::object()) : json::parse(body, ec);
    if (ec) return make_error(Code::malformed, "The service's answer is not JSON: " + ec.message() + ".");
    return value;
  }
  static const json::value* at(const json::value& reply, const json::value& pointer) {
    boost::system::error_code ec;
    return pointer.is_string() ? reply.find_pointer(pointer.get_string(), ec) : nullptr;
  }

  Result<void> take(const json::value& reply, json::array& records) const {
    if (const auto* expected = request_.if_contains("expect"))
      for (const auto& pointer : expected->as_array())
        if (!at(reply, pointer))
          return make_error(Code::malformed, "The service's answer has no " + detail::plain(pointer) + ".");
    if (!is_list()) {
      const auto* one = request_.if_contains("record");
      const auto* inside = one ? at(reply, *one) : &reply;
      if (!inside) return make_error(Code::malformed, "The service's answer has no " + detail::plain(*one) + ".");
      return records.push_back(*inside), Result<void>();
    }
    const auto* own = request_.if_contains("records");
    const auto* list = at(reply, own ? *own : route_->at("records"));
    if (!list || !list->is_array()) return make_error(Code::malformed, "The service's answer has no list of records.");
    records.insert(records.end(), list->get_array().begin(), list->get_array().end());
    return {};
  }

  static Result<json::array> lines(std::string_view body, std::optional<std::size_t> limit) {
    json::array records;
    while (!body.empty() && (!limit || records.size() < *limit)) {
      const auto end = std::min(body.find('\n'), body.size());
      if (end > 0) {
        CHITTY_TRY(auto record, parsed(std::string(body.substr(0, end))));
        records.push_back(std::move(record));
      }
      body.remove_prefix(std::min(end + 1, body.size()));
    }
    return records;
  }

  // The cursor of the next page; empty: this was the last one.
  std::string next_of(const json::value& reply) {
    const auto* next = paging_ ? paging_->if_contains("next") : nullptr;
    if (!next || next->as_array().empty()) return {};
    const auto& rule = next->as_array().front().as_object();
    const auto slot = detail::member(rule, "to");
    slot_ = slot.starts_with("query:") ? slot.substr(6) : "cursor";
    const auto* cursor = at(reply, rule.at("from"));
    return !cursor || cursor->is_null() ? std::string() : detail::plain(*cursor);
  }

  const json::object& request_;
  const json::object* route_;
  const json::object* paging_;
  std::vector<std::pair<std::string, std::string>> query_;
  std::string slot_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_DECLARED_REQUEST_HPP
