// Steps between versions: declared, listed; and that documents were transformed by them, recorded.
#include <chitty/answers.hpp>
#include <chittyschema_names.hpp>

#include "schemas.hpp"

namespace chittyschema::routes {

using namespace chitty;

namespace {

Result<void> has_version(Service& service, const std::string& name, const std::string& version) {
  CHITTY_TRY(const auto row, service.store().find("SELECT 1 AS one FROM schema_versions WHERE name = :name AND version = :version", {{"name", name}, {"version", version}}));
  if (row) return {};
  return make_error(Code::not_found, "The schema " + name + " has no version " + version + ".", "List its versions: chitty schema versions " + name);
}

json::object shown_edge(const Row& row) {
  return {{"schema", row.at("name")}, {"from", row.at("from_version")}, {"to", row.at("to_version")}, {"steps", json::parse(text_in(row, "steps"))}, {"sha256", row.at("digest")}, {"publishedBy", row.at("published_by")}, {"publishedAt", row.at("published_at")}};
}

}  // namespace

Result<Response> register_steps(Service& service, const RegisterSteps& given) {
  CHITTY_TRY(const auto body, service.body());
  CHITTY_TRY(const auto name, full_name(service, given.path.name));
  if (given.body.from == given.body.to) return usage_error("Steps lead from one version to another, not from " + given.body.from + " to itself.");
  const auto* steps = body.if_contains("steps");
  const auto text = json::serialize(steps ? *steps : json::value(json::array())), digest = digest_of(service, text);
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(may_change(service, name));
    CHITTY_DO(has_version(service, name, given.body.from));
    CHITTY_DO(has_version(service, name, given.body.to));
    CHITTY_DO(service.store().execute(
        "INSERT INTO schema_steps (name, from_version, to_version, steps, digest, published_by, published_at) VALUES (:name, :from, :to, :steps, :digest, :by, :now)"
        " ON CONFLICT (name, from_version, to_version) DO UPDATE SET steps = excluded.steps, digest = excluded.digest, published_by = excluded.published_by, published_at = excluded.published_at",
        {{"name", name}, {"from", given.body.from}, {"to", given.body.to}, {"steps", text}, {"digest", digest}, {"by", service.caller().subject}, {"now", rfc3339(service.now())}}));
    return service.event("schema.steps_registered", name, {{"name", name}, {"from", given.body.from}, {"to", given.body.to}, {"sha256", digest}});
  }));
  CHITTY_TRY(const auto row, service.store().row("SELECT * FROM schema_steps WHERE name = :name AND from_version = :from AND to_version = :to", {{"name", name}, {"from", given.body.from}, {"to", given.body.to}}, "The steps have gone."));
  return answer(service, {{"edge", shown_edge(row)}});
}

Result<Response> list_steps(Service& service, const ListSteps& given) {
  CHITTY_TRY(const auto name, full_name(service, given.path.name));
  CHITTY_TRY(const auto rows, service.store().query("SELECT * FROM schema_steps WHERE name = :name ORDER BY from_version, to_version LIMIT 1000", {{"name", name}}));
  json::array all;
  for (const auto& row : rows) all.push_back(shown_edge(row));
  return answer(service, {{"steps", std::move(all)}});
}

Result<Response> record_migration(Service& service, const RecordMigration& given) {
  CHITTY_DO(service.store().transaction([&] {
    return service.event("schema.documents_migrated", given.body.schema, {{"name", given.body.schema}, {"from", given.body.from}, {"to", given.body.to}, {"documents", given.body.documents}});
  }));
  return answer(service, {{"recorded", true}});
}

}  // namespace chittyschema::routes
