#include "own_services.hpp"

#include <chitty/answers.hpp>
#include <set>

#include "search_index.hpp"

namespace chittyregistry {

using namespace chitty;

namespace {

constexpr std::string_view daemon = "chittyd";

Result<std::set<std::string>> own_names(Service& service) {
  std::set<std::string> names;
  const auto told = service.scopes_of_services();
  if (!told && told.error().code != Code::not_supported) return told.error();
  if (told && *told)
    for (const auto& [name, scopes] : **told)
      if (std::string_view(name) != daemon) names.emplace(name);
  return names;
}

Result<std::set<std::string>> without_entered(Service& service, std::set<std::string> names) {
  CHITTY_DO(service.store().each("SELECT name FROM registry_entries WHERE kind = 'service' AND own = 1", {}, [&](const Row& row) {
    names.erase(text_in(row, "name"));
    return true;
  }));
  return names;
}

Result<void> enter(Service& service, const std::string& name) {
  const json::object content{{"description", "A service of this ChittyOS"}, {"category", "chittyos"}};
  const auto text = json::serialize(content);
  CHITTY_TRY(const auto number, next_number(service));
  CHITTY_TRY(const auto id, new_id(service, "svc_"));
  CHITTY_TRY(const auto row, service.store().row(
                                 "INSERT INTO registry_entries (number, id, kind, subtype, name, content, digest, own, registered_by, registered_at, updated_at)"
                                 " VALUES (:number, :id, 'service', 'service', :name, :content, '', 1, :daemon, :now, :now)"
                                 " ON CONFLICT (kind, name) DO UPDATE SET own = 1, version = NULL, content = excluded.content, digest = '', registered_by = excluded.registered_by,"
                                 " updated_at = excluded.updated_at RETURNING number",
                                 {{"number", number}, {"id", id}, {"name", name}, {"content", text}, {"daemon", daemon}, {"now", rfc3339(service.now())}},
                                 "The service was not entered."));
  CHITTY_DO(service.store().execute("DELETE FROM registry_versions WHERE entry = :number", {{"number", row.at("number")}}));
  return index_entry(service, row.at("number").as_int64(), {"service", "service", name, content});
}

}  // namespace

Result<bool> is_own(Service& service, std::string_view name) {
  CHITTY_TRY(const auto names, own_names(service));
  return names.contains(std::string(name));
}

Result<void> take_in_own(Service& service) {
  CHITTY_TRY(auto names, own_names(service));
  CHITTY_TRY(names, without_entered(service, std::move(names)));
  if (names.empty()) return {};
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto missing, without_entered(service, names));  // another daemon may have been here
    for (const auto& name : missing) CHITTY_DO(enter(service, name));
    return {};
  });
}

std::string own_url(const Service& service, std::string_view name) {
  const auto own = service.base_url();
  return std::string(own.substr(0, own.rfind('/') + 1)).append(name);
}

}  // namespace chittyregistry
