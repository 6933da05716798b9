#include "ecosystem.hpp"

#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>
#include <set>
#include <vector>

#include "../documents/schema_text.hpp"
#include "schemas.hpp"

namespace chittyschema {

using namespace chitty;

namespace {

constexpr std::string_view in_defs = "#/$defs/";

// The names among `$defs` that a schema refers to, at whatever depth.
void gather(const json::value& value, std::set<std::string>& names) {
  if (const auto* list = value.if_array())
    for (const auto& one : *list) gather(one, names);
  if (const auto* object = value.if_object())
    for (const auto& [name, member] : *object) {
      const auto* text = member.if_string();
      if (name == "$ref" && text && text->starts_with(in_defs)) {
        const auto rest = std::string(*text).substr(in_defs.size());
        names.insert(rest.substr(0, rest.find('/')));
      }
      gather(member, names);
    }
}

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

std::optional<json::object> record_schema(const json::object& shapes, std::string_view name) {
  const auto* shape = shapes.if_contains(name);
  const auto* object = shape ? shape->if_object() : nullptr;
  if (!object || !object->contains("title") || text_in(*object, "type") != "object") return {};
  std::set<std::string> needed, done;
  gather(*shape, needed);
  while (needed.size() != done.size())
    for (const auto& one : std::set<std::string>(needed))
      if (done.insert(one).second)
        if (const auto* other = shapes.if_contains(one)) gather(*other, needed);
  json::object document{{"$schema", "https://json-schema.org/draft/2020-12/schema"}};
  for (const auto& [key, value] : *object) document[key] = value;
  if (needed.empty()) return document;
  auto& defs = document["$defs"];
  if (!defs.is_object()) defs.emplace_object();
  for (const auto& one : needed)
    if (const auto* other = shapes.if_contains(one)) defs.get_object()[one] = *other;
  return document;
}

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
