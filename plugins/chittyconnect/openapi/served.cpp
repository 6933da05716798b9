#include "served.hpp"

#include <algorithm>

namespace chittyconnect::openapi {

const json::object& object_at(const json::object& from, std::string_view member) {
  static const json::object none;
  const auto* value = from.if_contains(member);
  return value && value->is_object() ? value->get_object() : none;
}

const json::array& array_at(const json::object& from, std::string_view member) {
  static const json::array none;
  const auto* value = from.if_contains(member);
  return value && value->is_array() ? value->get_array() : none;
}

std::string text_at(const json::object& from, std::string_view member) {
  const auto* value = from.if_contains(member);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::vector<ServedService> services_among(const json::array& plugins) {
  std::vector<ServedService> all;
  for (const auto& plugin : plugins) {
    if (!plugin.is_object() || plugin.get_object().contains("reason")) continue;
    const auto& manifest = object_at(plugin.get_object(), "manifest");
    const auto& service = object_at(manifest, "service");
    if (service.empty()) continue;
    all.push_back({text_at(manifest, "name"), text_at(manifest, "summary"), object_at(manifest, "$defs"), array_at(service, "routes")});
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

}  // namespace chittyconnect::openapi
