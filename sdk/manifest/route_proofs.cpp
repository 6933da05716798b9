#include "content.hpp"
#include "members.hpp"
#include "proofs.hpp"
#include "reach.hpp"
#include "text_fields.hpp"

namespace chitty {

using namespace manifest_words;

namespace {

bool is_scalar(const json::value& schema, const json::value& whole) {
  return !may_be(schema, "object", whole) && !may_be(schema, "array", whole);
}

class RouteProof {
 public:
  RouteProof(const json::value& manifest, const json::object& route, std::string where, Lines& out)
      : whole_(manifest), route_(route), where_(std::move(where)), out_(out) {}

  void prove() {
    prove_parameters();
    prove_query();
    prove_body();
    prove_reply();
    prove_paging();
    prove_cost();
    prove_sight();
    prove_once();
    if (said("otherSites") && (!said("public") || text_at(route_, "method") == "GET"))
      wrong(".otherSites", "needs a `public` route that is not a GET");
  }

 private:
  void wrong(const std::string& place, const std::string& words) { out_.push_back(where_ + place + ": " + words); }
  const json::value* said(std::string_view word) const { return route_.if_contains(word); }

  void prove_parameters() {
    const auto* parameters = said("parameters");
    const auto variables = variables_of(text_at(route_, "path"));
    if (!parameters || !parameters->is_object()) return;
    for (const auto& name : variables)
      if (!parameters->get_object().contains(name)) wrong(".parameters", "has no " + name + ", which is in the path");
    for (const auto& [name, schema] : parameters->get_object()) {
      const std::string place = ".parameters." + std::string(name);
      if (!variables.contains(std::string(name))) wrong(place, "is not in the path " + text_at(route_, "path"));
      if (!is_scalar(schema, whole_)) wrong(place, "must have a `type` of one value: string, integer, number or boolean");
      const auto* object = followed(schema, whole_);
      if (object && object->if_contains("secret")) wrong(place, "is in the path, which is logged: a secret belongs in a body");
    }
  }

  void prove_query() {
    const auto* query = said("query");
    const auto* object = query ? followed(*query, whole_) : nullptr;
    const auto* properties = object ? object->if_contains("properties") : nullptr;
    if (!query) return;
    if (!object || text_at(*object, "type") != "object") return wrong(".query", "must be a schema for each name, or one of type object");
    if (properties && properties->is_object())
      prove_fields(".query", properties->get_object());
  }

  void prove_fields(const std::string& place, const json::object& properties) {
    for (const auto& [name, schema] : properties) {
      const auto* of = followed(schema, whole_);
      const auto* items = of && may_be(schema, "array", whole_) ? of->if_contains("items") : nullptr;
      if (!is_scalar(items ? *items : schema, whole_))
        wrong(place + "." + std::string(name), "must have a `type` of one value, or be an array of such: it comes as text");
    }
  }

  void prove_body() {
    const auto* words = said("body");
    if (!words) return;
    const auto content = content_of(*words);
    if (!content || content->kind == ContentKind::events)
      return wrong(".body", R"(must be a schema, {"ndjson": schema}, {"form": schema}, {"media": TYPE} or false)");
    if (content->kind != ContentKind::none && text_at(route_, "method") == "GET") return wrong(".body", "is not for a GET");
    const bool whole = content->kind == ContentKind::json || content->kind == ContentKind::form;
    const auto* limit = said("bodyLimit");
    if (whole && limit && *limit == json::value(0))
      wrong(".bodyLimit", "is 0 (no limit), but this body is read whole: set a limit");
    const auto* object = content->kind == ContentKind::form ? followed(content->schema, whole_) : nullptr;
    const auto* properties = object ? object->if_contains("properties") : nullptr;
    if (properties && properties->is_object()) prove_fields(".body.form", properties->get_object());
  }

  void prove_reply() {
    const auto* words = said("reply");
    const auto content = words ? content_of(*words) : std::nullopt;
    if (words && (!content || content->kind == ContentKind::form))
      wrong(".reply", R"(must be a schema, {"ndjson": schema}, {"sse": schema}, {"media": TYPE} or false)");
    if (!said("records")) return;
    if (!content || content->kind != ContentKind::json) return wrong(".records", "needs a `reply` that is a schema");
    const auto* list = reach(content->schema, text_at(route_, "records"), whole_);
    if (!list) return wrong(".records", "\"" + text_at(route_, "records") + "\" is not in the reply");
    if (!may_be(*list, "array", whole_)) wrong(".records", "\"" + text_at(route_, "records") + "\" is not an array in the reply");
  }

  void prove_paging() {
    const auto* paging = said("paging") ? said("paging")->if_object() : nullptr;
    if (!paging) return;
    if (!said("records")) return wrong(".paging", "needs `records`");
    const auto each = [&](std::string_view key, auto look) {
      if (const auto* next = paging->if_contains(key); next && next->is_array())
        for (const auto& one : next->get_array()) look(one.as_object());
      else if (next && next->is_object()) look(next->get_object());
    };
    each("next", [&](const json::object& step) { prove_source(text_at(step, "from")), prove_slot(text_at(step, "to")); });
    each("size", [&](const json::object& size) { prove_slot(text_at(size, "to")); });
    each("count", [&](const json::object& count) {
      prove_slot(text_at(count, "to"));
      const auto* end = count.if_contains("end");
      if (end && end->is_object())
        for (const auto* word : {"total", "pages"}) prove_source(text_at(end->get_object(), word));
    });
    prove_source(text_at(*paging, "more"));
  }

  // Where in the reply something is read: what is no pointer is a header or a link.
  void prove_source(const std::string& from) {
    const auto* words = said("reply");
    const auto content = words ? content_of(*words) : std::nullopt;
    if (!content || content->kind != ContentKind::json) return;
    const bool of_last = from.starts_with("last:");
    if (from.empty() || (from.front() != '/' && !of_last)) return;
    const std::string pointer = of_last ? text_at(route_, "records") + "/0" + from.substr(5) : from;
    if (!reach(content->schema, pointer, whole_)) wrong(".paging", "\"" + from + "\" is not in the reply");
  }

  void prove_slot(const std::string& slot) {
    const auto colon = slot.find(':');
    if (colon == slot.npos) return;
    const auto kind = slot.substr(0, colon), name = slot.substr(colon + 1);
    const auto* words = kind == "query" ? said("query") : kind == "body" ? said("body")
                                                                         : nullptr;
    if (kind == "header") return;
    if (kind == "query" && words && reach(*words, "/" + name, whole_)) return;
    if (kind == "body" && words && reach(*words, name, whole_)) return;
    const std::string otherwise = kind == "query" ? " (write \"paging\": false if the list comes whole)" : "";
    wrong(".paging", "writes to " + slot + ", which this route does not take" + otherwise);
  }

  // What a request counts for is read from what the route takes.
  void prove_cost() {
    const auto* cost = said("cost") ? said("cost")->if_object() : nullptr;
    if (!cost) return;
    const auto per = text_at(*cost, "per");
    const auto colon = per.find(':');
    const auto kind = per.substr(0, colon), at = colon == per.npos ? std::string() : per.substr(colon + 1);
    const auto* words = said(kind == "query" ? "query" : "body");
    const auto content = words && kind != "query" ? content_of(*words) : std::nullopt;
    const auto wanted = kind == "line" ? ContentKind::lines : ContentKind::json;
    if (kind != "query" && (!content || content->kind != wanted))
      return wrong(".cost", kind == "line" ? "counts lines, and the body is not {\"ndjson\": schema}" : "needs a `body` that is a schema");
    const bool there = kind == "query" ? words && reach(*words, "/" + at, whole_) : at.empty() || reach(content->schema, at, whole_);
    if (!there) wrong(".cost", "\"" + per + "\" is not in what the route takes");
  }

  // Nobody is known on a public route, so it has nobody's own to show.
  void prove_sight() {
    const auto sees = text_at(route_, "sees");
    if (said("public") && !sees.empty() && sees != "public") wrong(".sees", "is \"" + sees + "\", and the route is public: nobody is known there");
    if (said("widens") && (sees.empty() || sees == "any")) wrong(".widens", "needs a `sees` that is own or public");
    if (said("widens") && said("public")) wrong(".widens", "is a scope, and the route is public");
  }

  // Answers are kept by the caller's key: of a GET there is nothing to keep, and on a public route callers are all alike.
  void prove_once() {
    const auto* once = said("once");
    if (!once || *once != json::value(true)) return;
    if (text_at(route_, "method") == "GET") wrong(".once", "is for what changes something, and the route is a GET");
    if (said("public")) wrong(".once", "keeps answers for each caller, and the route is public");
  }

  const json::value& whole_;
  const json::object& route_;
  const std::string where_;
  Lines& out_;
};

}  // namespace

Lines prove_routes(const json::object& manifest) {
  Lines out;
  const json::value whole = manifest;
  const auto* service = manifest.if_contains("service");
  const auto* routes = service && service->is_object() ? service->get_object().if_contains("routes") : nullptr;
  if (!routes || !routes->is_array()) return out;
  for (std::size_t i = 0; i < routes->get_array().size(); ++i)
    RouteProof(whole, routes->get_array()[i].as_object(), "service.routes[" + std::to_string(i) + "]", out).prove();
  return out;
}

Lines prove_columns(const json::object& manifest) {
  Lines out;
  const json::value whole = manifest;
  const auto* commands = manifest.if_contains("commands");
  if (!commands || !commands->is_array()) return out;
  for (std::size_t i = 0; i < commands->get_array().size(); ++i) {
    const auto& command = commands->get_array()[i].as_object();
    const auto* reply = command.if_contains("reply");
    boost::system::error_code ec;
    const auto* columns = commands->get_array()[i].find_pointer("/view/columns", ec);
    if (!reply || !columns || !columns->is_array()) continue;
    for (std::size_t c = 0; c < columns->get_array().size(); ++c)
      if (const auto value = text_at(columns->get_array()[c].as_object(), "value"); !reach(*reply, value, whole))
        out.push_back("commands[" + std::to_string(i) + "].view.columns[" + std::to_string(c) + "].value: \"" + value +
                      "\" is not in the reply");
  }
  return out;
}

}  // namespace chitty
