// The settings that a test gives to the tested service, with the defaults of its manifest (service.settings).
#ifndef CHITTY_TESTKIT_DECLARED_SETTINGS_HPP
#define CHITTY_TESTKIT_DECLARED_SETTINGS_HPP

#include <boost/json/object.hpp>
#include <chitty/error.hpp>

namespace chitty::testkit {

// One member for each declared setting; null where nothing is set and there is no default.
inline json::object declared_settings(const json::object& manifest, const json::object& given) {
  json::object all = given;
  const auto* service = manifest.if_contains("service");
  const auto* schema = service && service->is_object() ? service->get_object().if_contains("settings") : nullptr;
  const auto* declared = schema && schema->is_object() ? schema->get_object().if_contains("properties") : nullptr;
  if (!declared || !declared->is_object()) return all;
  for (const auto& [name, shape] : declared->get_object()) {
    const auto* usual = shape.is_object() ? shape.get_object().if_contains("default") : nullptr;
    all.emplace(name, usual ? *usual : json::value());
  }
  return all;
}

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_DECLARED_SETTINGS_HPP
