#include "installed.hpp"

#include <chitty/catalogue.hpp>
#include <chitty/members.hpp>

namespace os {

using namespace chitty;

namespace {

const json::object* object_at(const json::object& of, std::string_view member) {
  const auto* value = of.if_contains(member);
  return value ? value->if_object() : nullptr;
}

// Other plugins that its commands ask, that its service asks, and that its remote cannot do without.
void add_needs(const json::object& manifest, Installed& plugin) {
  const auto add = [&](std::string_view name, const char* why) {
    if (name != plugin.name && name != "chittyd") plugin.needs[std::string(name)].emplace_back(why);
  };
  if (const auto* uses = object_at(manifest, "uses"))
    for (const auto& [name, used] : *uses)
      if (!used.is_object() || !used.get_object().contains("defaults")) add(name, "commands");  // else a platform, at an address of its own
  if (const auto* service = object_at(manifest, "service"))
    if (const auto* uses = object_at(*service, "uses"))
      for (const auto& [name, scopes] : *uses) add(name, "service");
  const auto* remote = object_at(manifest, "remote");
  const auto* depends = remote ? remote->if_contains("depends") : nullptr;
  if (depends && depends->is_array())
    for (const auto& name : depends->get_array())
      if (name.is_string()) add(name.get_string(), "remote");
}

Installed plugin_of(const json::object& row, const json::object& manifest) {
  Installed plugin;
  plugin.name = text_in(row, "name");
  plugin.version = text_in(row, "version");
  plugin.sha256 = text_in(row, "sha256");
  const auto* remote = object_at(manifest, "remote");
  if (const auto health = remote ? text_in(*remote, "health") : std::string(); !health.empty()) plugin.health = health;
  const auto* service = object_at(manifest, "service");
  plugin.has_service = service != nullptr;
  add_needs(manifest, plugin);
  return plugin;
}

}  // namespace

std::map<std::string, Installed> installed(Host& host) {
  std::map<std::string, Installed> all;
  (void)host.catalogue().each([&](const json::object& row) -> Result<void> {
    if (const auto* manifest = object_at(row, "manifest")) all[text_in(row, "name")] = plugin_of(row, *manifest);
    return {};
  });
  return all;
}

}  // namespace os
