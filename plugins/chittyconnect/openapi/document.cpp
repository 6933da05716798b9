#include "document.hpp"

#include <algorithm>

#include "paths.hpp"

namespace chittyconnect::openapi {

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Paths gathered, with the operations of each.
class Paths {
 public:
  void add(const json::object& route, const ServedService& service, Schemas& schemas, bool oauth) {
    const auto local = text_at(route, "path");
    const auto path = "/" + service.name + (local == "/" ? "" : local);
    const auto [known, fresh] = by_form_.emplace(form_of(path), path);
    Renamed renamed;
    const auto ours = variables_of(path), theirs = variables_of(known->second);
    for (std::size_t i = 0; i < ours.size(); ++i) renamed.emplace(ours[i], theirs[i]);
    auto operation = operation_of(route, service, schemas, renamed, oauth);
    // Several paths may have one handler.
    const std::string id(operation.at("operationId").get_string());
    if (const auto times = ++ids_[id]; times > 1) operation["operationId"] = id + "-" + std::to_string(times);
    if (fresh) all_[known->second] = json::object();
    all_[known->second].as_object()[lower(text_at(route, "method"))] = std::move(operation);
  }
  json::object all() && { return std::move(all_); }

 private:
  json::object all_;
  std::map<std::string, std::string> by_form_;
  std::map<std::string, int> ids_;
};

json::object scopes_of(const std::vector<ServedService>& services) {
  std::map<std::string, std::string> all;
  for (const auto& service : services)
    for (const auto& route : service.routes)
      for (const auto* word : {"scope", "widens"})
        if (const auto scope = text_at(route.as_object(), word); !scope.empty()) {
          const auto colon = scope.find(':');
          all[scope] = "What " + scope.substr(0, colon) + " calls " + scope.substr(colon + 1) + ".";
        }
  json::object made;
  for (const auto& [scope, words] : all) made[scope] = words;
  return made;
}

json::object schemes_of(const std::vector<ServedService>& services, const Around& around) {
  json::object all{{bearer_scheme, json::object{{"type", "http"}, {"scheme", "bearer"}, {"description", "A token of this ChittyOS, as chitty auth register gives one."}}}};
  if (around.oauth)
    all[oauth_scheme] = json::object{
        {"type", "oauth2"},
        {"description", "OAuth 2.1: authorization code with PKCE."},
        {"flows", json::object{{"authorizationCode", json::object{{"authorizationUrl", around.oauth->authorize},
                                                                  {"tokenUrl", around.oauth->token},
                                                                  {"refreshUrl", around.oauth->token},
                                                                  {"scopes", scopes_of(services)}}}}}};
  return all;
}

json::object info_of(const Around& around) {
  return {{"title", "ChittyOS"},
          {"version", around.version},
          {"summary", "Every service of this ChittyOS."},
          {"description",
           "Each path begins with the name of its service. Made from what the services declare of themselves, and kept to by the daemon: "
           "a request that does not fit is refused before a service sees it."},
          {"contact", json::object{{"name", "ChittyOS"}, {"url", "https://chitty.cc"}}},
          {"license", json::object{{"name", "Apache License 2.0"}, {"identifier", "Apache-2.0"}}}};
}

}  // namespace

json::object document_of(const std::vector<ServedService>& services, const Around& around) {
  Schemas schemas;
  Paths paths;
  json::array tags;
  for (const auto& service : services) {
    tags.push_back(json::object{{"name", service.name}, {"description", service.summary + "."}});
    for (const auto& route : service.routes)
      if (route.is_object()) paths.add(route.get_object(), service, schemas, around.oauth.has_value());
  }
  auto components = schemas.components();
  components[refusal_name] = refusal_schema();
  json::object document{{"openapi", "3.1.0"},
                        {"info", info_of(around)},
                        {"servers", json::array{json::object{{"url", around.address}, {"description", "This ChittyOS"}}}},
                        {"tags", std::move(tags)},
                        {"paths", std::move(paths).all()}};
  document["components"] = json::object{{"schemas", std::move(components)}, {"responses", shared_responses()}, {"securitySchemes", schemes_of(services, around)}};
  return document;
}

}  // namespace chittyconnect::openapi
