#include "order.hpp"

#include "../scope.hpp"
#include "grant_tree.hpp"
#include "known_scope.hpp"

namespace chitty::auth {

namespace {

// "1h" as the wire writes a window.
std::string window_text(std::int64_t ms) {
  if (ms % a_day == 0) return std::to_string(ms / a_day) + "d";
  if (ms % an_hour == 0) return std::to_string(ms / an_hour) + "h";
  return std::to_string(ms / 60'000) + "m";
}

}  // namespace

std::vector<std::string> scopes_of_caller(const Service& service) {
  auto caller = service.caller();
  return caller.owner ? std::vector<std::string>{"admin:*"} : std::move(caller.scopes);
}

Result<Grant> grant_of(Service& service, const chittyauth::shapes::TokenOrder& order) {
  CHITTY_TRY(auto scopes, scopes_of(order.scope.is_null() ? order.scopes : order.scope));
  CHITTY_DO(covers_all(scopes_of_caller(service), scopes));
  CHITTY_DO(must_be_known(service, scopes, order.service));
  if (order.rateLimit && !service.sees_all())
    return make_error(Code::permission_denied, "Only an administrator sets the rate limit of a token.",
                      "Leave out the rate limit (--limit).");
  Grant grant{service.caller().subject, std::move(scopes)};
  grant.service = order.service;
  grant.parent = token_of_caller(service);
  if (order.expiresIn) grant.lives_ms = *order.expiresIn * 1000;
  if (order.rateLimit) grant.requests = order.rateLimit->requests;
  return grant;
}

json::object token_answer(const IssuedToken& token) {
  json::value rate;
  if (token.requests > 0) rate = {{"requests", token.requests}, {"window", window_text(token.window_ms)}};
  return {{"token", token.text},
          {"tokenId", token.id},
          {"scope", json::array(token.scopes.begin(), token.scopes.end())},
          {"expiresAt", rfc3339(token.expires_at)},
          {"rateLimit", rate}};
}

}  // namespace chitty::auth
