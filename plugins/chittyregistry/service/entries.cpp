#include "entries.hpp"

#include <chitty/answers.hpp>

#include "own_services.hpp"

namespace chittyregistry {

using namespace chitty;

const std::string_view entry_columns =
    "e.number, e.id, e.chitty_id, e.kind, e.subtype, e.name, e.version, e.content, e.digest, e.own, e.registered_by, e.registered_at,"
    " e.updated_at, h.state, h.checked_at, h.error, h.reported_version";
const std::string_view entry_tables = "registry_entries e LEFT JOIN registry_health h ON h.entry = e.number";

std::string_view kind_of_path(std::string_view plural) { return plural.substr(0, plural.size() - 1); }

std::string hint_for(std::string_view kind) { return "List them: chitty registry " + std::string(kind) + "s list"; }

namespace {

// Three questions of one index each.
std::string statement() {
  const auto one = [](std::string_view condition) {
    return std::string("SELECT ").append(entry_columns).append(" FROM ").append(entry_tables).append(" WHERE ").append(condition);
  };
  return one("e.id = :id AND e.kind = :kind") + " UNION ALL " + one("e.chitty_id = :id AND e.kind = :kind") + " UNION ALL " + one("e.kind = :kind AND e.name = :id") +
         " LIMIT 1";
}

Result<std::optional<Row>> look(Service& service, std::string_view kind, const std::string& named) {
  return service.store().find(statement(), {{"id", named}, {"kind", kind}});
}

Error none_such(std::string_view kind, const std::string& named) { return make_error(Code::not_found, "No " + std::string(kind) + " named '" + named + "'.", hint_for(kind)); }

}  // namespace

Result<Row> find_entry(Service& service, std::string_view kind, const std::string& named) {
  if (kind == kinds::service) {
    CHITTY_TRY(const auto own, own_names(service));
    return find_service(service, named, own);
  }
  CHITTY_TRY(auto found, look(service, kind, named));
  if (!found) return none_such(kind, named);
  return *std::move(found);
}

Result<Row> find_service(Service& service, const std::string& named, const std::set<std::string>& own) {
  CHITTY_TRY(auto found, look(service, kinds::service, named));
  const auto name = found ? text_in(*found, "name") : named.starts_with("svc_") ? named.substr(4)
                                                                                : named;
  const bool entered = found && found->at("own").as_int64() == 1;
  if (own.contains(name) && !entered) return own_row(name);
  if (!found || (entered && !own.contains(name))) return none_such(kinds::service, named);  // its plugin is not installed any more
  return *std::move(found);
}

json::object shown(const Service& service, const Row& row, bool whole) {
  const auto kind = text_in(row, "kind");
  const bool own = row.at("own").as_int64() == 1;
  json::object record{{"id", row.at("id")}, {"chitty_id", row.at("chitty_id")}, {"entity_type", "T"}, {"subtype", row.at("subtype")}, {"name", row.at("name")}, {"version", own ? row.at("reported_version") : row.at("version")}};
  for (auto& [name, value] : object_in_text(row.at("content")))
    if (whole || name != "content") record.emplace(name, value);
  if (own) record["url"] = own_url(service, text_in(row, "name"));
  if (!own && !record.contains("sha256")) record["sha256"] = row.at("digest");
  record["status"] = "active";
  if (!own) {
    record["registeredBy"] = row.at("registered_by");
    for (const auto* column : {"registered_at", "updated_at"}) record[column] = row.at(column);
  }
  if (kind != kinds::service) return record;
  record["health"] = row.at("state").is_null() ? json::value("unknown") : row.at("state");
  record["last_health_check"] = row.at("checked_at");
  record["last_health_error"] = row.at("error");
  return record;
}

Result<void> may_change(const Service& service, const Row& row) {
  const auto whose = text_in(row, "registered_by");
  if (row.at("own").as_int64() == 1) return make_error(Code::permission_denied, "The service " + text_in(row, "name") + " is one of this ChittyOS and is not registered by anybody.");
  if (service.sees_all() || whose == service.caller().subject) return {};
  return make_error(Code::permission_denied, "The " + text_in(row, "kind") + " " + text_in(row, "name") + " was registered by somebody else.",
                    "Choose another name, or use a token with the scope chittyregistry:admin.");
}

}  // namespace chittyregistry
