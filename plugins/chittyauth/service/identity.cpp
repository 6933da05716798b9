#include "identity.hpp"

#include "../token.hpp"
#include "issue.hpp"

namespace chitty::auth {

Result<json::object> who_is(Service& service, std::string_view text) {
  CHITTY_DO(check_shape(text));
  CHITTY_TRY(const auto token, find_token(service, text));
  if (!token) return make_error(Code::unauthenticated, "Invalid token.");
  if (auto closed = why_not(*token, service.now())) return *closed;
  json::object caller{{"subject", token->subject},
                      {"scopes", json::array(token->scopes.begin(), token->scopes.end())},
                      {"token_id", token->id},
                      {"expires_at", token->expires_at}};
  if (token->requests == 0) return caller;
  caller["limit"] = {{"requests", token->requests}, {"window_ms", token->window_ms}};
  if (token->subject_requests > 0) caller["subject_limit"] = {{"requests", token->subject_requests}, {"window_ms", token->window_ms}};
  return caller;
}

// A window begins at a multiple of its length since 1970, as the gate's do. Uses of an earlier one may be told late, by
// another daemon.
Result<void> note_uses(Service& service, const json::array& uses) {
  const std::string today = rfc3339(service.now()).substr(0, 10);
  return service.store().transaction([&]() -> Result<void> {
    for (const auto& use : uses)
      CHITTY_DO(service.store().execute(
          "UPDATE auth_tokens SET uses = uses + :count,"
          " last_used_at = CASE WHEN last_used_at > :at THEN last_used_at ELSE :at END,"
          " uses_of_day = CASE WHEN used_day = :today THEN uses_of_day + :count ELSE :count END, used_day = :today,"
          " uses_of_window = CASE WHEN window_start > :at THEN uses_of_window"
          " WHEN window_start + window_ms > :at THEN uses_of_window + :count ELSE :count END,"
          " window_start = CASE WHEN window_start > :at THEN window_start ELSE :at - :at % window_ms END WHERE id = :id",
          {{"at", use.at("at")}, {"count", use.at("count")}, {"today", today}, {"id", use.at("token_id")}}));
    return {};
  });
}

}  // namespace chitty::auth
