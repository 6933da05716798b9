#include "known_scope.hpp"

#include <algorithm>
#include <chitty/nearest.hpp>

#include "../scope.hpp"
#include "rows.hpp"

namespace chitty::auth {

namespace {

// The services of ChittyOS, as its charter has them.
constexpr std::string_view charter[] = {"chittyid", "chittyauth", "chittyverify", "chittytrust",
                                        "chittycertify", "chittyregister", "chittyregistry", "chittygateway",
                                        "chittyportal", "chittyconnect", "chittyrouter", "chittychat",
                                        "chittycases", "chittycontextual", "chittyschema", "chittychronicle"};

bool is_called(std::string_view word, std::string_view name) {
  return word == name || (name.starts_with("chitty") && word == name.substr(6));
}

std::vector<std::string> all_of(const json::object& services) {
  std::vector<std::string> all;
  for (const auto& [name, scopes] : services)
    for (const auto& scope : list_of(scopes)) all.push_back(scope);
  for (const auto& [name, scopes] : services) all.push_back(std::string(name) + ":*");
  return all;
}

Error unknown_scope(const std::string& scope, const json::object& services) {
  const auto area = scope.substr(0, scope.find(':'));
  const auto near = nearest(scope, all_of(services));
  std::string hint = near.empty() ? "" : "Did you mean '" + near.front() + "'?";
  if (near.empty()) {
    const auto* own = services.if_contains(area);
    std::string names;
    for (const auto& name : own ? list_of(*own) : std::vector<std::string>())
      names.append(names.empty() ? "" : ", ").append(name);
    for (const auto& [name, scopes] : services)
      if (!own) names.append(names.empty() ? "" : ", ").append(name);
    hint = own ? "Its scopes: " + names : "Install the plugin of its service first; services here: " + names;
  }
  Error error = usage_error("No service here has the scope " + scope + ".", std::move(hint));
  error.details["scope"] = scope;
  return error;
}

bool is_known(const std::string& scope, const json::object& services, std::string_view for_service) {
  const auto area = scope.substr(0, scope.find(':'));
  if (is_about_identity(scope) || scope == "admin:*") return true;
  if (const auto* own = services.if_contains(area)) {
    const auto scopes = list_of(*own);
    return scope == area + ":*" || std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
  }
  return is_called(area, for_service) ||
         std::any_of(std::begin(charter), std::end(charter), [&](auto name) { return is_called(area, name); });
}

}  // namespace

Result<void> must_be_known(Service& service, const std::vector<std::string>& scopes, std::string_view for_service) {
  CHITTY_TRY(const auto services, service.scopes_of_services());
  if (!services) return {};
  for (const auto& scope : scopes)
    if (!is_known(scope, *services, for_service)) return unknown_scope(scope, *services);
  return {};
}

}  // namespace chitty::auth
