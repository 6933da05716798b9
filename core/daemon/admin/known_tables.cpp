#include "daemon/admin/known_tables.hpp"

#include "plugin/catalogue.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace chitty::host::daemon {
namespace {

constexpr const char* own_open[] = {"chitty_migrations", "chitty_migration_tokens", "chitty_downs", "events_outbox", "chitty_database", "chitty_limits", "chitty_rates", "chitty_daemons", "chitty_health"};
constexpr std::string_view own_hidden = "chitty_answers";

// The next word of SQL, behind space and comments; quotes are taken off.
std::string next_word(std::string_view sql, std::size_t& at) {
  while (at < sql.size()) {
    if (std::isspace(static_cast<unsigned char>(sql[at]))) ++at;
    else if (sql.substr(at, 2) == "--") at = std::min(sql.find('\n', at), sql.size());
    else break;
  }
  std::string word;
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '"'; };
  for (; at < sql.size() && is_part(sql[at]); ++at)
    if (sql[at] != '"') word += sql[at];
  if (word.empty() && at < sql.size()) word = sql[at++];
  return word;
}

bool same(std::string_view word, std::string_view upper) {
  return word.size() == upper.size() && std::equal(word.begin(), word.end(), upper.begin(), [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; });
}

std::string behind_prefix(const std::string& table) {
  const auto line = table.find('_');
  return line == std::string::npos ? std::string() : table.substr(line + 1);
}

Error not_shown(const std::string& table) {
  return make_error(Code::permission_denied, "The table '" + table + "' holds secrets and is not shown.");
}

}  // namespace

std::vector<std::string> tables_made_by(std::string_view script) {
  std::vector<std::string> made;
  for (std::size_t at = 0; at < script.size();) {
    if (!same(next_word(script, at), "CREATE")) continue;
    if (!same(next_word(script, at), "TABLE")) continue;
    auto name = next_word(script, at);
    if (same(name, "IF")) next_word(script, at), next_word(script, at), name = next_word(script, at);
    if (!name.empty()) made.push_back(name);
  }
  return made;
}

KnownTables::KnownTables(std::vector<ServiceTables> services) : services_(std::move(services)) {
  for (const auto* table : own_open) owners_.emplace(table, "chittyd");
  owners_.emplace(own_hidden, "chittyd");
  for (const auto& service : services_)
    for (const auto& table : service.tables) owners_.emplace(table, service.service);
}

KnownTables KnownTables::of_plugins(const Paths& paths) {
  std::vector<ServiceTables> services;
  std::set<std::string> seen;
  const auto catalogue = Catalogue::open(paths);
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const auto row = catalogue.row(i);
    if (!row.reason.empty() || row.manifest.empty()) continue;
    auto manifest = parse_manifest(row.manifest);
    if (!manifest || !manifest->service || !seen.insert(manifest->name).second) continue;
    ServiceTables one{manifest->name, manifest->version, std::move(manifest->service->migrations), {}, std::move(manifest->service->private_tables)};
    for (const auto& step : one.migrations)
      for (auto& table : tables_made_by(step.up)) one.tables.push_back(std::move(table));
    services.push_back(std::move(one));
  }
  std::sort(services.begin(), services.end(), [](const auto& a, const auto& b) { return a.service < b.service; });
  return KnownTables(std::move(services));
}

const ServiceTables* KnownTables::service(std::string_view name) const {
  const auto found = std::find_if(services_.begin(), services_.end(), [&](const auto& one) { return one.service == name; });
  return found == services_.end() ? nullptr : &*found;
}

std::string KnownTables::owner_of(const std::string& table) const {
  const auto found = owners_.find(table);
  return found == owners_.end() ? std::string() : found->second;
}

bool KnownTables::is_shown(const std::string& table) const {
  const auto owner = owner_of(table);
  if (owner.empty() || table == own_hidden) return false;
  const auto* whose = service(owner);
  return !whose || std::find(whose->hidden.begin(), whose->hidden.end(), table) == whose->hidden.end();
}

std::vector<std::string> KnownTables::hidden_of(const std::vector<std::string>& there) const {
  std::vector<std::string> hidden;
  for (const auto& table : there)
    if (!is_shown(table)) hidden.push_back(table);
  return hidden;
}

Result<std::optional<std::string>> KnownTables::table_of(const std::string& noun, const std::vector<std::string>& there) const {
  if (std::find(there.begin(), there.end(), noun) != there.end()) {
    if (!is_shown(noun)) return not_shown(noun);
    return std::optional(noun);
  }
  std::vector<std::string> meant;
  for (const auto& table : there)
    if (!owner_of(table).empty() && owner_of(table) != "chittyd" && behind_prefix(table) == noun) meant.push_back(table);
  if (meant.empty()) return std::optional<std::string>();
  if (meant.size() > 1) {
    std::string names;
    for (const auto& table : meant) names += (names.empty() ? "" : ", ") + table;
    return make_error(Code::conflict, "Several tables are meant by '" + noun + "': " + names + ".", "Use one of these names.");
  }
  if (!is_shown(meant.front())) return not_shown(meant.front());
  return std::optional(meant.front());
}

}  // namespace chitty::host::daemon
