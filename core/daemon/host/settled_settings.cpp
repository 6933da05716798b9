#include "daemon/host/settled_settings.hpp"

#include <chitty/json_schema.hpp>

namespace chitty::host::daemon {
namespace {

std::string key_of(std::string_view name, std::string_view setting) { return "chittyos.services." + std::string(name) + "." + std::string(setting); }

Error wrong(std::string_view name, std::string_view setting, const std::string& what) {
  const auto key = key_of(name, setting);
  return make_error(Code::configuration, "its setting " + key + " " + what + ".", "Set it, then restart the daemon: chitty config set " + key + " VALUE");
}

const json::object& properties_of(const json::object& schema) {
  static const json::object none;
  const auto* properties = schema.if_contains("properties");
  return properties && properties->is_object() ? properties->get_object() : none;
}

bool says(const json::value& shape, std::string_view member) {
  const auto* said = shape.is_object() ? shape.get_object().if_contains(member) : nullptr;
  return said && *said == true;
}

// "/retries/0": the setting that a departure is about.
std::string setting_at(const Departure& departure) {
  if (departure.at.size() < 2) return departure.member;
  const auto end = departure.at.find('/', 1);
  return departure.at.substr(1, end == std::string::npos ? std::string::npos : end - 1);
}

}  // namespace

Result<json::object> settled_settings(std::string_view name, const json::object& schema, const json::object& set, const ResolveSecret& resolve) {
  json::object settled, instance;
  for (const auto& [setting, shape] : properties_of(schema)) {
    const auto* value = set.if_contains(setting);
    const auto* usual = shape.is_object() ? shape.get_object().if_contains("default") : nullptr;
    json::value given = value ? *value : usual ? *usual
                                               : json::value();
    if (value && value->is_string() && says(shape, "secret") && resolve) {
      auto secret = resolve(std::string(value->get_string()));
      if (!secret) return wrong(name, setting, "cannot be resolved: " + std::string(secret.error().message.substr(0, secret.error().message.find_last_not_of('.') + 1)));
      given = std::move(*secret);
    }
    if (!given.is_null()) instance[setting] = given;
    settled[setting] = std::move(given);
  }
  const auto compiled = JsonSchema::compile(json::value(schema), {.draft = Draft::draft7, .show_values = false});
  if (!compiled) return make_error(Code::plugin_fault, "The settings that its manifest declares are no JSON Schema: " + compiled.error().message, "Update the plugin.");
  const auto departures = compiled->check(json::value(instance), 1);
  if (departures.empty()) return settled;
  const auto& first = departures.front();
  return wrong(name, setting_at(first), first.keyword == "required" && first.at.empty() ? "is missing" : first.message);
}

}  // namespace chitty::host::daemon
