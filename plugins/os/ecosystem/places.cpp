#include "places.hpp"

#include "installed.hpp"

#include <chitty/members.hpp>

#include <algorithm>

namespace os {

using namespace chitty;

namespace {

// A platform that is installed and that nobody has set up: on this machine's own environment nobody wants to hear of it, and its public
// address is not to be asked.
bool is_anybodys_default(Host& host, const std::string& kind, const Place& place, const Environment& environment) {
  if (kind != "service" || environment.name != "local") return false;
  const bool below = !environment.base_url.empty() && place.base_url.starts_with(environment.base_url + "/");
  return !below && !host.config("chittyos.services." + place.type) && !host.config("chittyos.environments.local.services." + place.type);
}

}  // namespace

Result<std::vector<Place>> places(Host& host) {
  CHITTY_TRY(const auto remotes, host.run({"remote", "list"}));
  const auto environment = environment_of(host);
  std::vector<Place> all;
  for (const auto& remote : remotes) {
    Place place{text_in(remote, "name"), text_in(remote, "type"), text_in(remote, "baseUrl"), "/health", text_in(remote, "plugin") == "installed", text_in(remote, "problem")};
    if (!is_anybodys_default(host, text_in(remote, "kind"), place, environment)) all.push_back(std::move(place));
  }
  std::sort(all.begin(), all.end(), [](const Place& a, const Place& b) { return a.name < b.name; });
  return all;
}

void find_health_pages(Host& host, std::vector<Place>& places) {
  if (places.empty()) return;
  const auto plugins = installed(host);
  for (auto& place : places)
    if (const auto plugin = plugins.find(place.type); plugin != plugins.end()) place.health = plugin->second.health;
}

Environment environment_of(Host& host) {
  if (const auto facts = host.remote("chittyd")) return {text_in(*facts, "environment"), text_in(*facts, "baseUrl")};
  const auto named = host.config("chittyos.environment");
  const auto* name = named ? named->if_string() : nullptr;
  return {name && !name->empty() ? std::string(*name) : "local", {}};
}

}  // namespace os
