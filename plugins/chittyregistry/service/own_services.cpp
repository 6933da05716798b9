#include "own_services.hpp"

#include <algorithm>
#include <chitty/answers.hpp>

#include "search_index.hpp"

namespace chittyregistry {

using namespace chitty;

namespace {

constexpr std::string_view daemon = "chittyd";

json::object content_of_own() { return {{"description", "A service of this ChittyOS"}, {"category", "chittyos"}}; }

Result<void> enter(Service& service, const std::string& name) {
  const auto own = own_row(name);
  CHITTY_TRY(const auto number, next_number(service));
  CHITTY_TRY(const auto row, service.store().row(
                                 "INSERT INTO registry_entries (number, id, kind, subtype, name, content, digest, own, registered_by, registered_at, updated_at)"
                                 " VALUES (:number, :id, 'service', 'service', :name, :content, '', 1, :daemon, :now, :now)"
                                 " ON CONFLICT (kind, name) DO UPDATE SET id = excluded.id, chitty_id = NULL, own = 1, version = NULL, content = excluded.content, digest = '',"
                                 " registered_by = excluded.registered_by, updated_at = excluded.updated_at RETURNING number",
                                 {{"number", number}, {"id", own.at("id")}, {"name", name}, {"content", own.at("content")}, {"daemon", daemon}, {"now", rfc3339(service.now())}},
                                 "The service was not entered."));
  const json::object which{{"number", row.at("number")}};
  for (const auto* table : {"registry_versions", "registry_health", "registry_probes"})
    CHITTY_DO(service.store().execute(std::string("DELETE FROM ") + table + " WHERE entry = :number", which));
  return index_entry(service, row.at("number").as_int64(), {"service", "service", name, content_of_own()});
}

}  // namespace

Result<std::set<std::string>> entered_names(Service& service) {
  std::set<std::string> names;
  CHITTY_DO(service.store().each("SELECT name FROM registry_entries WHERE kind = 'service' AND own = 1", {}, [&](const Row& row) {
    names.insert(text_in(row, "name"));
    return true;
  }));
  return names;
}

Result<std::set<std::string>> own_names(Service& service) {
  std::set<std::string> names;
  const auto told = service.scopes_of_services();
  if (!told && told.error().code != Code::not_supported) return told.error();
  if (told && *told)
    for (const auto& [name, scopes] : **told)
      if (std::string_view(name) != daemon) names.emplace(name);
  return names;
}

Row own_row(const std::string& name) {
  Row row{{"number", 0}, {"id", "svc_" + name}, {"kind", "service"}, {"subtype", "service"}, {"name", name}, {"content", json::serialize(content_of_own())}, {"digest", ""}, {"own", 1}, {"registered_by", daemon}};
  for (const auto* column : {"chitty_id", "version", "state", "checked_at", "error", "reported_version"}) row[column] = nullptr;
  return row;
}

Result<void> take_in_own(Service& service) {
  CHITTY_TRY(const auto own, own_names(service));
  const auto all_in = [&](const std::set<std::string>& entered) { return std::includes(entered.begin(), entered.end(), own.begin(), own.end()); };
  CHITTY_TRY(const auto before, entered_names(service));
  if (all_in(before)) return {};
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto entered, entered_names(service));  // another daemon may have been here
    for (const auto& name : own)
      if (!entered.contains(name)) CHITTY_DO(enter(service, name));
    return {};
  });
}

std::string own_url(const Service& service, std::string_view name) {
  const auto own = service.base_url();
  return std::string(own.substr(0, own.rfind('/') + 1)).append(name);
}

}  // namespace chittyregistry
