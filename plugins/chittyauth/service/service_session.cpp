// POST /v1/service/authenticate: may whoever holds this service token do that action there? If so, a token for just
// that, good for five minutes, which can be handed on instead of the service's own (wire reference 3.2). It ends with
// the service token.
#include "../scope.hpp"
#include "../subject.hpp"
#include "order.hpp"
#include "routes.hpp"

namespace chitty::auth::service {

namespace {

constexpr std::int64_t five_minutes = 300'000;

// Those of yesterday say nothing that an event does not.
Result<void> forget_old_sessions(Service& service, const std::string& name) {
  auto gone = service.store().execute(
      "DELETE FROM auth_tokens WHERE service = :service AND kind = 'session' AND expires_at < :then",
      {{"service", name}, {"then", service.now() - a_day}});
  return gone ? Result<void>() : gone.error();
}

Result<IssuedToken> open_session(Service& service, const KnownToken& holder, const std::string& scope) {
  if (auto done = forget_old_sessions(service, holder.service); !done) return done.error();
  Grant grant{holder.subject, {scope}, "session", holder.service, {}, holder.family, five_minutes};
  grant.requests = holder.requests, grant.window_ms = holder.window_ms;
  auto token = issue_token(service, grant);
  if (!token) return token;
  auto told = service.event({{"type", "service.authenticated"},
                             {"subject", holder.subject},
                             {"data", json::object{{"tokenId", token->id}, {"of", holder.id}, {"scope", scope}}}});
  if (!told) return told.error();
  return token;
}

}  // namespace

Result<Response> authenticate_service(Service& service) {
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto target = text_in(*body, "targetService"), action = text_in(*body, "action");
  if (!is_service_name(target) || !is_service_name(action))
    return refuse(service, usage_error("The body needs serviceToken, targetService and action."));
  const auto holder = find_token(service, text_in(*body, "serviceToken"));
  if (!holder) return holder.error();
  if (!*holder || (*holder)->kind != "service" || why_not(**holder, service.now()))
    return refuse(service, make_error(Code::unauthenticated, "The service token is not one that is good here."));
  const auto scope = target + ":" + action;
  json::object answer{{"authorized", covers((*holder)->scopes, scope)},
                      {"serviceId", (*holder)->service},
                      {"permissions", json::array((*holder)->scopes.begin(), (*holder)->scopes.end())},
                      {"sessionToken", nullptr},
                      {"expiresIn", 0}};
  if (answer.at("authorized") == false) return fresh_answer(service, 200, std::move(answer));
  const auto token = service.store().transaction([&] { return open_session(service, **holder, scope); });
  if (!token) return refuse(service, token.error());
  answer["sessionToken"] = token->text, answer["expiresIn"] = five_minutes / 1000;
  return fresh_answer(service, 200, std::move(answer));
}

}  // namespace chitty::auth::service
