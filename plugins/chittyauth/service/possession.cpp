#include "possession.hpp"

#include <algorithm>

#include "../scope.hpp"
#include "order.hpp"
#include "rows.hpp"

namespace chitty::auth {

Result<void> widen_limit(Service& service, const IssuedToken& token, std::string_view subject) {
  if (token.requests == 0) return {};  // any number: it counts with no other
  CHITTY_DO(service.store().execute(
      "INSERT INTO auth_limits (subject, requests, window_ms) VALUES (:subject, :requests, :window) ON CONFLICT (subject)"
      " DO UPDATE SET requests = excluded.requests WHERE auth_limits.requests < excluded.requests",
      {{"subject", subject}, {"requests", token.requests}, {"window", token.window_ms}}));
  return {};
}

Result<void> hold_to_own(Service& service, Grant& grant) {
  const auto caller = service.caller();
  if (caller.owner || caller.token_id.empty()) return {};
  CHITTY_TRY(const auto own, find_token_by_id(service, caller.token_id));
  if (!own) return {};
  grant.lives_ms = std::min(grant.lives_ms, own->expires_at - service.now());
  if (service.sees_all() || own->requests == 0) return {};
  const auto wanted = grant.requests < 0 ? requests_an_hour(grant.scopes) : grant.requests;
  grant.requests = wanted == 0 ? own->requests : std::min(wanted, own->requests);
  grant.window_ms = own->window_ms;
  return {};
}

Result<void> keep_end(Service& service, const IssuedToken& token) {
  return service.store().insert("auth_lifetimes", {{"family", token.family}, {"ends_at", token.expires_at}});
}

Result<void> hold_to_end(Service& service, Grant& grant) {
  CHITTY_TRY(const auto row, service.store().find("SELECT ends_at FROM auth_lifetimes WHERE family = :family",
                                                  {{"family", grant.family}}));
  if (row) grant.lives_ms = std::min(grant.lives_ms, number_in(*row, "ends_at") - service.now());
  return {};
}

}  // namespace chitty::auth
