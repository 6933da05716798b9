// POST /api/v1/schemas, DELETE /api/v1/schemas/{name}/versions/{version}.
#include <chitty/answers.hpp>
#include <chittyschema_names.hpp>

#include "../documents/schema_text.hpp"
#include "schemas.hpp"

namespace chittyschema::routes {

using namespace chitty;

namespace {

// A name with a dot whose first part is an installed service's is that service's own.
Result<void> may_be_named(Service& service, const std::string& name) {
  const auto dot = name.find('.');
  if (dot == std::string::npos) return {};
  CHITTY_TRY(const auto services, service.scopes_of_services());
  if (!services || !services->contains(name.substr(0, dot))) return {};
  return make_error(Code::permission_denied, "The names that begin with '" + name.substr(0, dot + 1) + "' are those of the service's own records.", "Choose another name.");
}

Result<void> can_be_used(const json::object& document) {
  const auto made = compiled(document);
  if (made) return {};
  auto error = make_error(Code::invalid_argument, "The schema cannot be used: " + made.error().message + ".", "Check the place that is named; references lead to the schema itself, nothing is fetched.");
  error.details = made.error().details;
  return error;
}

}  // namespace

Result<Response> register_schema(Service& service, const RegisterSchema& given) {
  CHITTY_TRY(const auto body, service.body());
  CHITTY_TRY(const auto document, object_in(body, "schema"));
  if (given.body.name.empty() || document.empty()) return usage_error("A schema needs a name, and a document that says something.");
  CHITTY_DO(may_be_named(service, given.body.name));
  if (given.body.version == "latest") return usage_error("A version cannot be called latest.", "Leave the version out, or choose another word.");
  CHITTY_DO(can_be_used(document));
  const auto made = service.store().transaction([&]() -> Result<Made> {
    CHITTY_DO(may_change(service, given.body.name));
    CHITTY_TRY(auto put, put_version(service, {given.body.name, given.body.version, std::string(registered), document, service.caller().subject}));
    if (!put.is_new) return put;
    CHITTY_DO(service.quota("schemas", 0));
    CHITTY_DO(service.quota("versions", 0));
    CHITTY_DO(service.quota("bytes", 0));
    return put;
  });
  if (!made) return made.error();
  CHITTY_TRY(const auto row, find_version(service, given.body.name, made->version));
  return Response(made->is_new ? 201 : 200, envelope(service, {{"schema", record_of(row, shapes::schema)}}));
}

Result<Response> remove_version(Service& service, const RemoveVersion& given) {
  CHITTY_TRY(const auto row, find_version(service, given.path.name, given.path.version));
  const auto name = text_in(row, "name"), version = text_in(row, "version");
  const auto left = service.store().transaction([&]() -> Result<std::int64_t> {
    CHITTY_DO(may_change(service, name));
    const json::object which{{"name", name}, {"version", version}};
    CHITTY_DO(service.store().execute("DELETE FROM schema_versions WHERE name = :name AND version = :version", which));
    CHITTY_DO(service.store().execute("DELETE FROM schema_steps WHERE name = :name AND (from_version = :version OR to_version = :version)", which));
    CHITTY_TRY(const auto last, service.store().find("SELECT version FROM schema_versions WHERE name = :name ORDER BY number DESC LIMIT 1", {{"name", name}}));
    if (last)
      CHITTY_DO(service.store().execute("UPDATE schema_schemas SET latest = :latest WHERE name = :name", {{"name", name}, {"latest", last->at("version")}}));
    else
      CHITTY_DO(service.store().execute("DELETE FROM schema_schemas WHERE name = :name", {{"name", name}}));
    CHITTY_DO(service.event("schema.version_removed", name, {{"name", name}, {"version", version}}));
    CHITTY_TRY(const auto count, service.store().row("SELECT COUNT(*) AS n FROM schema_versions WHERE name = :name", {{"name", name}}, ""));
    return count.at("n").as_int64();
  });
  if (!left) return left.error();
  return answer(service, {{"name", name}, {"removed", version}, {"left", *left}});
}

}  // namespace chittyschema::routes
