// Commands whose request is declared, against the route that they name and against themselves.
#include "content.hpp"
#include "declared_request.hpp"
#include "reach.hpp"
#include "request_sources.hpp"
#include "text_fields.hpp"

namespace chitty {

using namespace manifest_words;

namespace {

class RequestProof {
 public:
  explicit RequestProof(const DeclaredRequest& of) : of_(of), sources_(of.whole, of.command, remote_type(), of.where, of.out) {}

  void prove() {
    if (!of_.route_name.empty()) {
      if (!of_.route) return of_.wrong(".request.route", "the service has no route \"" + of_.route_name + "\"");
      for (const auto* word : {"method", "target", "graphql"})
        if (of_.request.contains(word)) of_.wrong(".request." + std::string(word), "is set by the route");
    }
    prove_remote();
    prove_path();
    prove_query();
    prove_body();
    prove_variables();
    prove_effect();
    prove_reply(of_);
    prove_paging(of_);
    prove_rest();
    sources_.prove_each_once(of_.has_records() || of_.request.contains("stream"));
  }

 private:
  const json::object& remote_type() const {
    const auto name = text_at(of_.request, "remote");
    return name.empty() ? object_at(of_.manifest, "remote") : object_at(object_at(of_.manifest, "uses"), name);
  }

  void prove_remote() {
    const auto name = text_at(of_.request, "remote");
    if (!name.empty() && !object_at(of_.manifest, "uses").contains(name)) of_.wrong(".request.remote", "`uses` does not name the type \"" + name + "\"");
    if (!name.empty() && of_.route) of_.wrong(".request.remote", "a route is of this plugin's own remote");
  }

  void prove_path() {
    auto variables = variables_of(of_.path);
    for (const auto& [name, said] : object_at(of_.request, "path")) {
      const std::string place = ".request.path." + std::string(name);
      if (!variables.erase(std::string(name))) of_.wrong(place, "is not in the path " + of_.path);
      sources_.prove(said, place, {.is_text = true, .is_seen = true});
      if (said.is_string() && !sources_.always_there(std::string(said.get_string())))
        of_.wrong(place, "is part of the path, so its argument must be required or have a default");
    }
    for (const auto& name : variables) of_.wrong(".request.path", "gives no value for {" + name + "} in " + of_.path);
  }

  void prove_query() {
    const auto* query = of_.route ? of_.route->if_contains("query") : nullptr;
    const auto& given = object_at(of_.request, "query");
    for (const auto& [name, said] : given) {
      const std::string place = ".request.query." + std::string(name);
      const auto* schema = query ? reach(*query, "/" + std::string(name), of_.whole) : nullptr;
      if (query && !schema) of_.wrong(place, "the route's query has no such name");
      sources_.prove(said, place, {schema, true, true});
    }
    for (const auto& [name, said] : object_at(of_.request, "header")) sources_.prove(said, ".request.header." + std::string(name), {.is_text = true});
    if (query && query->is_object())
      for (const auto& name : list_at(query->get_object(), "required"))
        if (!given.contains(name.as_string())) of_.wrong(".request.query", "gives no value for " + std::string(name.as_string()) + ", which the route requires");
  }

  void prove_body() {
    const auto& body = object_at(of_.request, "body");
    const auto content = of_.route && of_.route->contains("body") ? content_of(of_.route->at("body")) : std::nullopt;
    if (of_.request.contains("body") && (of_.method == "GET" || (content && content->kind == ContentKind::none)))
      return of_.wrong(".request.body", of_.method == "GET" ? "a GET has no body" : "the route takes no body");
    if (const auto& form = object_at(body, "form"); body.contains("form")) {
      for (const auto& [name, said] : form) {
        const auto* schema = content && content->kind == ContentKind::form ? reach(content->schema, "/" + std::string(name), of_.whole) : nullptr;
        if (content && !schema) of_.wrong(".request.body.form." + std::string(name), "the route's form has no such field");
        sources_.prove(said, ".request.body.form." + std::string(name), {schema, true});
      }
      return;
    }
    if (body.contains("file")) return (void)sources_.use(text_at(body, "file"), ".request.body.file");
    if (body.contains("parts")) return prove_parts(object_at(body, "parts"));
    for (const auto& [pointer, said] : body) prove_member(pointer, said, content);
    if (content && content->kind == ContentKind::json) prove_required_members(body, *content);
  }

  void prove_parts(const json::object& parts) {
    for (const auto& [name, said] : parts) {
      const std::string place = ".request.body.parts." + std::string(name);
      const auto& part = said.as_object();
      if (part.contains("file")) sources_.use(text_at(part, "file"), place + ".file");
      if (part.contains("value")) sources_.prove(part.at("value"), place + ".value", {.is_text = true});
      for (const auto& [pointer, source] : object_at(part, "fields")) sources_.prove(source, place + ".fields" + std::string(pointer), {});
    }
  }

  void prove_member(std::string_view pointer, const json::value& said, const std::optional<Content>& content) {
    const std::string place = ".request.body." + std::string(pointer);
    const bool known = content && content->kind == ContentKind::json;
    const auto* schema = known ? reach(content->schema, pointer, of_.whole) : nullptr;
    if (known && !schema) of_.wrong(place, "the route's body has no such member");
    sources_.prove(said, place, {schema});
  }

  void prove_required_members(const json::object& body, const Content& content) {
    const auto* schema = followed(content.schema, of_.whole);
    if (!schema || body.contains("")) return;
    for (const auto& name : list_at(*schema, "required")) {
      const std::string pointer = "/" + std::string(name.as_string());
      bool given = false;
      for (const auto& [key, said] : body) given = given || std::string_view(key) == pointer || std::string_view(key).starts_with(pointer + "/");
      if (!given) of_.wrong(".request.body", "gives no value for " + pointer.substr(1) + ", which the route requires");
    }
  }

  void prove_variables() {
    const auto& variables = object_at(of_.request, "variables");
    if (!variables.empty() && !of_.request.contains("graphql")) of_.wrong(".request.variables", "need `graphql`");
    for (const auto& [pointer, said] : variables) sources_.prove(said, ".request.variables." + std::string(pointer), {});
  }

  // A read is asked again when it fails, and by MCP without a question: its method must allow that.
  void prove_effect() {
    const bool safe = of_.method == "GET" || of_.request.contains("graphql");
    const bool repeatable = says(of_.request, "repeatable") || (of_.route && says(*of_.route, "repeatable"));
    if (text_at(of_.command, "effect") == "read" && !safe && !repeatable) of_.wrong(".effect", "is read, but a " + of_.method + " is not `repeatable`");
    if (says(of_.request, "modify") && of_.method != "PUT" && of_.method != "PATCH") of_.wrong(".request.modify", "needs PUT or PATCH");
  }

  void prove_rest() {
    if (const auto name = text_at(of_.request, "download"); !name.empty()) sources_.use(name, ".request.download");
    if (const auto& lookup = object_at(of_.request, "lookup"); !lookup.empty()) {
      const auto name = text_at(lookup, "arg");
      if (!sources_.has(name)) of_.wrong(".request.lookup.arg", "this command has no argument \"" + name + "\"");
      if (const auto route = text_at(lookup, "route"); !route.empty() && !route_named(of_.manifest, route))
        of_.wrong(".request.lookup.route", "the service has no route \"" + route + "\"");
      for (const auto& [query, said] : object_at(lookup, "query")) sources_.prove(said, ".request.lookup.query." + std::string(query), {.is_text = true, .is_seen = true});
    }
    const auto& poll = object_at(object_at(of_.request, "wait"), "poll");
    auto variables = variables_of(text_at(poll, "target"));
    for (const auto& [name, said] : object_at(poll, "path"))
      if (!variables.erase(std::string(name))) of_.wrong(".request.wait.poll.path." + std::string(name), "is not in the target");
    for (const auto& name : variables) of_.wrong(".request.wait.poll.path", "gives no value for {" + name + "}");
  }

  const DeclaredRequest& of_;
  RequestSources sources_;
};

}  // namespace

Lines prove_requests(const json::object& manifest) {
  Lines out;
  const json::value whole = manifest;
  const auto& commands = list_at(whole.get_object(), "commands");
  for (std::size_t i = 0; i < commands.size(); ++i)
    if (commands[i].as_object().contains("request"))
      RequestProof(DeclaredRequest(whole, commands[i].as_object(), "commands[" + std::to_string(i) + "]", out)).prove();
  return out;
}

}  // namespace chitty
