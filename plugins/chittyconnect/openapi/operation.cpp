#include "operation.hpp"

#include <boost/json/serialize.hpp>
#include <optional>

#include "paths.hpp"

namespace chittyconnect::openapi {

namespace {

// What the route says of itself beside its shapes, in sentences.
std::string description_of(const json::object& route) {
  std::string words = text_at(route, "summary") + ".";
  const auto scope = text_at(route, "scope"), sees = text_at(route, "sees"), widens = text_at(route, "widens");
  if (!scope.empty()) words += " Needs a token with the scope " + scope + ".";
  if (route.contains("public")) words += " Needs no token.";
  if (sees == "own") words += " Covers what is the caller's own";
  if (sees == "public") words += " Covers what anybody may know";
  if (sees == "any") words += " Covers everybody's";
  if (!sees.empty()) words += widens.empty() ? "." : ", and with the scope " + widens + " everybody's.";
  if (const auto& limit = object_at(route, "limit"); !limit.empty()) {
    const auto window = text_at(limit, "window");
    words += " At most " + json::serialize(limit.at("requests")) + " times " + (window == "1m" ? "a minute" : window == "1h" ? "an hour"
                                                                                                                             : "a day") +
             " from one address.";
  }
  if (const auto* query = route.if_contains("query"); query && query->is_object() && query->get_object().contains("anyOf")) {
    std::string names;
    for (const auto& one : array_at(query->get_object(), "anyOf"))
      if (one.is_object())
        for (const auto& name : array_at(one.get_object(), "required"))
          if (name.is_string()) names += (names.empty() ? "" : ", ") + std::string(name.get_string());
    if (!names.empty()) words += " At least one of these parameters is needed: " + names + ".";
  }
  return words;
}

json::object parameter(std::string_view name, std::string_view in, bool required, json::value schema) {
  json::object made{{"name", name}, {"in", in}};
  if (required) made["required"] = true;
  // What a schema describes is the parameter's value: said where readers look for it.
  if (const auto* object = schema.if_object())
    if (const auto words = text_at(*object, "description"); !words.empty()) made["description"] = words;
  made["schema"] = std::move(schema);
  return made;
}

json::array parameters_of(const json::object& route, const ServedService& service, Schemas& schemas, const Renamed& renamed) {
  json::array all;
  const auto& declared = object_at(route, "parameters");
  for (const auto& name : variables_of(text_at(route, "path"))) {
    const auto* schema = declared.if_contains(name);
    const auto known = renamed.find(name);
    all.push_back(parameter(known == renamed.end() ? name : known->second, "path", true,
                            schema ? schemas.taken(*schema, service) : json::value(json::object{{"type", "string"}})));
  }
  const auto& query = Schemas::followed(object_at(route, "query"), service);
  std::set<std::string> required;
  for (const auto& name : array_at(query, "required"))
    if (name.is_string()) required.emplace(name.get_string());
  for (const auto& [name, schema] : object_at(query, "properties"))
    all.push_back(parameter(name, "query", required.contains(std::string(name)), schemas.taken(schema, service)));
  if (route.contains("once"))
    all.push_back(parameter("Idempotency-Key", "header", false,
                            json::object{{"type", "string"}, {"maxLength", 256}, {"description", "A request that comes again under its key is answered as before."}}));
  return all;
}

json::array security_of(const json::object& route, bool oauth) {
  const auto scope = text_at(route, "scope");
  if (scope.empty()) return {};
  json::array all{json::object{{bearer_scheme, json::array()}}};
  if (oauth) all.push_back(json::object{{oauth_scheme, json::array{scope}}});
  return all;
}

// JSON that is not sent counts as {}.
bool needs_a_body(const json::value& body, const ServedService& service) {
  const auto* object = body.if_object();
  if (!object) return false;
  if (object->size() == 1 && (object->contains("ndjson") || object->contains("media"))) return true;
  const auto* form = object->size() == 1 ? object->if_contains("form") : nullptr;
  const auto& schema = Schemas::followed(form && form->is_object() ? form->get_object() : *object, service);
  return !array_at(schema, "required").empty() || !array_at(*object, "required").empty();
}

std::optional<json::object> body_of(const json::object& route, const ServedService& service, Schemas& schemas) {
  const auto* body = route.if_contains("body");
  const auto method = text_at(route, "method");
  if (body ? *body == json::value(false) : method == "GET" || method == "DELETE") return std::nullopt;
  json::object made{{"content", content_of(body ? *body : json::value(), service, schemas)}};
  if (body && needs_a_body(*body, service)) made["required"] = true;
  return made;
}

std::string id_of(const json::object& route, const ServedService& service) { return service.name + "_" + text_at(route, "handler"); }

}  // namespace

json::object operation_of(const json::object& route, const ServedService& service, Schemas& schemas, const Renamed& renamed, bool oauth) {
  json::object made{{"tags", json::array{service.name}},
                    {"operationId", id_of(route, service)},
                    {"summary", text_at(route, "summary")},
                    {"description", description_of(route)}};
  if (auto parameters = parameters_of(route, service, schemas, renamed); !parameters.empty()) made["parameters"] = std::move(parameters);
  if (auto body = body_of(route, service, schemas)) made["requestBody"] = std::move(*body);
  made["responses"] = responses_of(route, service, schemas);
  made["security"] = security_of(route, oauth);
  return made;
}

}  // namespace chittyconnect::openapi
