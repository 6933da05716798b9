// POST /v1/service/authenticate: may whoever holds this service token do that action there? If so, a token for just
// that, good for five minutes, which can be handed on instead of the service's own (wire reference 3.2). It ends with
// the service token, by which it was made.
#include "../scope.hpp"
#include "order.hpp"

namespace chittyauth::routes {

namespace {

Result<IssuedToken> open_session(Service& service, const KnownToken& holder, const std::string& scope) {
  // Those of yesterday say nothing that an event does not: they go before a month is over.
  CHITTY_DO(service.store().execute(
      "DELETE FROM auth_tokens WHERE id IN (SELECT id FROM auth_tokens WHERE service = :service AND kind = 'session'"
      " AND expires_at < :then LIMIT 50)",
      {{"service", holder.service}, {"then", service.now() - a_day}}));
  Grant grant{holder.subject, {scope}, "session", holder.service, {}, holder.family, 5 * 60'000};
  grant.requests = holder.requests, grant.window_ms = holder.window_ms, grant.parent = holder.id;
  CHITTY_TRY(auto token, issue_token(service, grant));
  CHITTY_DO(service.event("service.authenticated", holder.subject, {{"tokenId", token.id}, {"of", holder.id}, {"scope", scope}}));
  return token;
}

}  // namespace

Result<Response> authenticate_service(Service& service, const AuthenticateService& given) {
  const auto no_good = make_error(Code::unauthenticated, "The service token is not one that is good here.");
  if (given.body.serviceToken.empty()) return no_good;
  CHITTY_TRY(const auto holder, find_token(service, given.body.serviceToken));
  if (!holder || holder->kind != "service" || why_not(*holder, service.now())) return no_good;
  const auto scope = given.body.targetService + ":" + given.body.action;
  const bool authorized = covers(holder->scopes, scope);
  json::object answer{{"authorized", authorized},
                      {"serviceId", holder->service},
                      {"permissions", json::array(holder->scopes.begin(), holder->scopes.end())},
                      {"sessionToken", nullptr},
                      {"expiresIn", 0}};
  if (authorized) {
    CHITTY_TRY(const auto token, service.store().transaction([&] { return open_session(service, *holder, scope); }));
    answer["sessionToken"] = token.text, answer["expiresIn"] = (token.expires_at - service.now()) / 1000;
  }
  return answer_with_secret(service, 200, std::move(answer));
}

}  // namespace chittyauth::routes
