#include "ecosystem.hpp"

#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>
#include <vector>

#include "../documents/record_schema.hpp"
#include "../documents/schema_text.hpp"
#include "schemas.hpp"

namespace chittyschema {

using namespace chitty;

namespace {

struct Published {
  std::string name, version;
  json::object document;
};

std::vector<Published> records_of(const json::object& plugin) {
  std::vector<Published> all;
  const auto* manifest = plugin.if_contains("manifest");
  const auto* shapes = manifest && manifest->is_object() ? manifest->get_object().if_contains("$defs") : nullptr;
  if (!shapes || !shapes->is_object() || !manifest->get_object().contains("service")) return all;
  for (const auto& [name, shape] : shapes->get_object())
    if (auto made = record_schema(shapes->get_object(), name); made && compiled(*made))
      all.push_back({text_in(plugin, "name") + "." + std::string(name), text_in(plugin, "version"), *std::move(made)});
  return all;
}

// A build of the same version may say something else than the one before: then its version carries the content's mark.
Result<void> publish(Service& service, const Published& one) {
  const auto digest = digest_of(service, json::serialize(one.document));
  CHITTY_TRY(const auto same, service.store().find("SELECT v.version FROM schema_versions v JOIN schema_schemas s ON s.name = v.name AND s.latest = v.version"
                                                   " WHERE v.name = :name AND v.digest = :digest",
                                                   {{"name", one.name}, {"digest", digest}}));
  if (same) return {};
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto taken, service.store().find("SELECT digest FROM schema_versions WHERE name = :name AND version = :version", {{"name", one.name}, {"version", one.version}}));
    const bool other = taken && text_in(*taken, "digest") != digest;
    const auto version = other ? one.version + "+" + digest.substr(0, 8) : one.version;
    CHITTY_DO(put_version(service, {one.name, version, std::string(ecosystem), one.document, std::string(service.name())}));
    CHITTY_DO(service.store().execute("UPDATE schema_schemas SET origin = 'ecosystem', registered_by = :by, latest = :latest WHERE name = :name",
                                      {{"name", one.name}, {"by", service.name()}, {"latest", version}}));
    return {};
  });
}

}  // namespace

Result<std::chrono::milliseconds> publish_ecosystem(Service& service) {
  CHITTY_DO(service.catalogue().each([&](const json::object& plugin) -> Result<void> {
    for (const auto& one : records_of(plugin)) {
      if (service.cancelled()) return {};
      CHITTY_DO(publish(service, one));
    }
    return {};
  }));
  return std::chrono::hours(24);
}

}  // namespace chittyschema
