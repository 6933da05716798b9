// What is listed here, published to the registry.
#include <chitty/answers.hpp>
#include <chittyregister_names.hpp>

#include "trail.hpp"

namespace chittyregister::routes {

using namespace chitty;

namespace {

constexpr const char* registry = "chittyregistry";
constexpr std::int64_t most = 1000;  // services in one sync

// Was this version there before? What cannot be told counts as new.
bool is_there(Service& service, const std::string& name, const std::string& version) {
  const auto found = service.ask(registry, get("/api/v1/services/discover/" + encode(name)), Service::As::service);
  if (!found || !found->is_object()) return false;
  const auto* inner = found->as_object().if_contains("service");
  const auto& entry = inner && inner->is_object() ? inner->get_object() : found->as_object();
  return text_in(entry, "version") == version;
}

json::object publish(Service& service, const Row& row) {
  const auto name = text_in(row, "name"), version = text_in(row, "version");
  json::object result{{"name", name}, {"version", version}};
  const bool before = is_there(service, name, version);
  const json::object entry{{"name", name},
                           {"url", row.at("endpoint")},
                           {"version", version},
                           {"healthEndpoint", "/health"},
                           {"description", row.at("description")},
                           {"environment", "production"}};
  const auto told = service.ask(registry, post("/api/v1/services", entry), Service::As::service);
  result["outcome"] = !told ? "refused" : before ? "unchanged"
                                                 : "new";
  if (!told) result["reason"] = told.error().message;
  return result;
}

// The services of this daemon are in the registry without being told.
json::object known_by_itself(const Row& row) {
  return {{"name", row.at("name")},
          {"version", row.at("version")},
          {"outcome", "unchanged"},
          {"reason", "A service of this ChittyOS, which the registry knows by itself."}};
}

}  // namespace

Result<Response> sync(Service& service) {
  CHITTY_TRY(const auto here, service.scopes_of_services());
  if (here && !here->contains(registry))
    return make_error(Code::not_found, "The service chittyregistry is not installed here.",
                      "Install the plugin chittyregistry, then start again: chitty os up");
  CHITTY_TRY(const auto rows,
             service.store().query(
                 "SELECT name, version, endpoint, description, holder FROM register_services ORDER BY name LIMIT :most",
                 {{"most", most}}));
  json::array results;
  std::int64_t fresh = 0, unchanged = 0, refused = 0;
  for (const auto& row : rows) {
    if (service.cancelled()) return make_error(Code::cancelled, "The sync was stopped.");
    const bool is_here = here && here->contains(text_in(row, "name"));
    auto result = is_here ? known_by_itself(row) : publish(service, row);
    const auto outcome = text_in(result, "outcome");
    (outcome == "new" ? fresh : outcome == "unchanged" ? unchanged
                                                       : refused) += 1;
    if (outcome == "new")
      CHITTY_DO(service.store().transaction([&] {
        return remember(service, text_in(row, "name"), text_in(row, "holder"), "service.published",
                        {{"version", row.at("version")}});
      }));
    results.push_back(std::move(result));
  }
  return answer(service, {{"new", fresh}, {"unchanged", unchanged}, {"refused", refused}, {"services", std::move(results)}});
}

}  // namespace chittyregister::routes
