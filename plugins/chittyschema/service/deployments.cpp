// What was put into which database: recorded before and after, by whoever does it.
#include <chitty/lists.hpp>
#include <chittyschema_names.hpp>

#include "schemas.hpp"

namespace chittyschema::routes {

using namespace chitty;

namespace {

constexpr const char* columns = "SELECT id, type, target, place, schemas, state, error, deployed_by, deployed_at, ended_at FROM schema_deployments";

}  // namespace

Result<Response> begin_deployment(Service& service, const BeginDeployment& given) {
  CHITTY_TRY(const auto body, service.body());
  const auto* schemas = body.if_contains("schemas");
  CHITTY_TRY(const auto id, new_ordered_id(service));
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(service.quota("deployments"));
    CHITTY_DO(service.store().insert("schema_deployments", {{"id", id}, {"type", given.body.type}, {"target", given.body.target}, {"place", given.body.place}, {"schemas", json::serialize(schemas ? *schemas : json::value(json::array()))}, {"state", "begun"}, {"error", nullptr}, {"deployed_by", service.caller().subject}, {"deployed_at", rfc3339(service.now())}, {"ended_at", nullptr}}));
    return service.event("schema.deployment_begun", id, {{"type", given.body.type}, {"target", given.body.target}, {"place", given.body.place}});
  }));
  CHITTY_TRY(const auto row, service.store().row(std::string(columns) + " WHERE id = :id", {{"id", id}}, "The deployment has gone."));
  return Response(201, envelope(service, {{"deployment", record_of(row, shapes::deployment)}}));
}

Result<Response> end_deployment(Service& service, const EndDeployment& given) {
  const Ownership whose(service, {"deployed_by"});
  const std::string none = "No deployment " + given.path.id + ".";
  CHITTY_TRY(const auto before, row_of_caller(service, std::string(columns) + " WHERE id = :id AND {own}", {{"id", given.path.id}}, whose, none, "List them: chitty schema deployments list"));
  if (text_in(before, "state") != "begun" && text_in(before, "state") != given.body.state)
    return make_error(Code::conflict, "The deployment " + given.path.id + " has ended already: " + text_in(before, "state") + ".");
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(service.store().execute("UPDATE schema_deployments SET state = :state, error = :error, ended_at = :now WHERE id = :id AND state = 'begun'",
                                      {{"id", given.path.id}, {"state", given.body.state}, {"error", text_or_null(given.body.error)}, {"now", rfc3339(service.now())}}));
    return service.event("schema.deployment_" + given.body.state, given.path.id, {{"target", before.at("target")}, {"place", before.at("place")}});
  }));
  CHITTY_TRY(const auto row, service.store().row(std::string(columns) + " WHERE id = :id", {{"id", given.path.id}}, none));
  return answer(service, {{"deployment", record_of(row, shapes::deployment)}});
}

Result<Response> list_deployments(Service& service, const ListDeployments& given) {
  const auto page = page_of(given.query);
  auto select = Select::own(columns, Ownership(service, {"deployed_by"}));
  select.newest_first(page);
  return answer_page(service, page, "deployments", std::move(select), shapes::deployment);
}

}  // namespace chittyschema::routes
