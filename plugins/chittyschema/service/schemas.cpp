#include "schemas.hpp"

#include <chitty/answers.hpp>
#include <chitty/hex.hpp>

#include "../documents/schema_text.hpp"

namespace chittyschema {

using namespace chitty;

const std::string_view version_columns =
    "v.name, v.version, s.origin, v.title, v.description, v.draft, v.digest AS sha256, v.published_by, v.published_at,"
    " CASE WHEN v.version = s.latest THEN 1 ELSE 0 END AS latest";

namespace {

constexpr const char* list_them = "List them: chitty schema list";

Result<bool> is_there(Service& service, const std::string& name) {
  CHITTY_TRY(const auto row, service.store().find("SELECT 1 AS one FROM schema_schemas WHERE name = :name", {{"name", name}}));
  return row.has_value();
}

Result<std::string> next_version(Service& service, const std::string& name) {
  CHITTY_TRY(const auto row, service.store().row("SELECT COUNT(*) AS n FROM schema_versions WHERE name = :name", {{"name", name}}, ""));
  for (auto number = row.at("n").as_int64() + 1;; ++number) {
    auto version = "v" + std::to_string(number);
    CHITTY_TRY(const auto taken, service.store().find("SELECT 1 AS one FROM schema_versions WHERE name = :name AND version = :version", {{"name", name}, {"version", version}}));
    if (!taken) return version;
  }
}

}  // namespace

std::string digest_of(Service& service, std::string_view text) { return hex(service.crypto().sha256(text)); }

Result<std::string> full_name(Service& service, const std::string& said) {
  CHITTY_TRY(const bool exact, is_there(service, said));
  if (exact) return said;
  CHITTY_TRY(const auto rows, service.store().query("SELECT name FROM schema_schemas WHERE origin = 'ecosystem' ORDER BY name"));
  std::string found, all;
  for (const auto& row : rows) {
    const auto name = text_in(row, "name");
    if (!name.ends_with("." + said)) continue;
    all += (all.empty() ? "" : ", ") + name;
    found = found.empty() ? name : std::string("-");
  }
  if (found == "-") return make_error(Code::conflict, "Several schemas are called '" + said + "': " + all + ".", "Name one of them in full.");
  if (found.empty()) return make_error(Code::not_found, "No schema named '" + said + "'.", list_them);
  return found;
}

Result<Row> find_version(Service& service, const std::string& said, const std::string& asked) {
  const auto at = said.find('@');
  CHITTY_TRY(const auto name, full_name(service, said.substr(0, at)));
  const auto version = at == std::string::npos ? asked : said.substr(at + 1);
  const std::string columns = "SELECT " + std::string(version_columns) + ", v.document FROM " + std::string(version_tables) + " WHERE v.name = :name AND ";
  if (version.empty() || version == "latest")
    return service.store().row(columns + "v.version = s.latest", {{"name", name}}, "No schema named '" + name + "'.", list_them);
  return service.store().row(columns + "v.version = :version", {{"name", name}, {"version", version}},
                             "The schema " + name + " has no version " + version + ".", "List its versions: chitty schema versions " + name);
}

Result<void> may_change(Service& service, const std::string& name) {
  CHITTY_TRY(const auto row, service.store().find("SELECT origin, registered_by FROM schema_schemas WHERE name = :name", {{"name", name}}));
  if (!row) return {};
  if (text_in(*row, "origin") == ecosystem)
    return make_error(Code::permission_denied, "The schema " + name + " is a service's own record, and is published by the service.");
  if (service.sees_all() || text_in(*row, "registered_by") == service.caller().subject) return {};
  return make_error(Code::permission_denied, "The schema " + name + " was registered by somebody else.",
                    "Choose another name, or use a token with the scope chittyschema:admin.");
}

Result<Made> put_version(Service& service, const NewVersion& given) {
  const auto text = json::serialize(given.document), digest = digest_of(service, text);
  CHITTY_TRY(const bool known, is_there(service, given.name));
  Made made{given.version, true};
  if (known) {
    CHITTY_TRY(const auto same, service.store().find("SELECT version, digest FROM schema_versions WHERE name = :name AND (version = :version OR (:version = '' AND digest = :digest)) ORDER BY number DESC",
                                                     {{"name", given.name}, {"version", given.version}, {"digest", digest}}));
    if (same && text_in(*same, "digest") == digest) return Made{text_in(*same, "version"), false};
    if (same)
      return make_error(Code::conflict, "Version " + given.version + " of the schema " + given.name + " is registered with other content.", "A version never changes; register another one.");
  }
  if (made.version.empty()) {
    CHITTY_TRY(made.version, next_version(service, given.name));
  }
  const auto now = rfc3339(service.now());
  CHITTY_TRY(const auto last, service.store().row("SELECT COALESCE(MAX(number), 0) AS n FROM schema_versions WHERE name = :name", {{"name", given.name}}, ""));
  CHITTY_DO(service.store().insert("schema_versions", {{"name", given.name}, {"version", made.version}, {"number", last.at("n").as_int64() + 1}, {"document", text}, {"digest", digest}, {"draft", draft_of(given.document)}, {"title", text_or_null(text_in(given.document, "title"))}, {"description", text_or_null(text_in(given.document, "description"))}, {"published_by", given.by}, {"published_at", now}}));
  CHITTY_DO(service.store().execute(
      "INSERT INTO schema_schemas (name, origin, latest, registered_by, registered_at) VALUES (:name, :origin, :latest, :by, :now)"
      " ON CONFLICT (name) DO UPDATE SET latest = excluded.latest",
      {{"name", given.name}, {"origin", given.origin}, {"latest", made.version}, {"by", given.by}, {"now", now}}));
  CHITTY_DO(service.event("schema.registered", given.name, {{"name", given.name}, {"version", made.version}, {"sha256", digest}}));
  return made;
}

}  // namespace chittyschema
