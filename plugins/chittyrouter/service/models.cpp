// How the models of an owner have answered.
#include <chitty/models/health.hpp>

#include "inbox.hpp"

namespace chittyrouter::routes {

using namespace chitty;

namespace {

models::Health health_of(Service& service) { return {service, "router_models"}; }

}  // namespace

Result<Response> list_models(Service& service) {
  CHITTY_TRY(auto all, health_of(service).all());
  return Response(json::value(std::move(all)));
}

Result<Response> admit_model(Service& service, const AdmitModel& given) {
  CHITTY_TRY(const auto answer, health_of(service).admit(given.body.name, given.body.dailyTokens.value_or(0)));
  return Response(answer);
}

Result<Response> model_outcome(Service& service, const ModelOutcome& given) {
  const auto& body = given.body;
  CHITTY_TRY(const auto answer, health_of(service).outcome({.name = body.name, .error = body.error, .ok = body.ok, .latency_ms = body.latencyMs.value_or(0), .tokens = body.tokens.value_or(0), .retry_after_ms = body.retryAfterMs.value_or(0)}));
  return Response(answer);
}

}  // namespace chittyrouter::routes
