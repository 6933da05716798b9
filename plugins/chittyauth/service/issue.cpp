#include "issue.hpp"

#include <algorithm>

#include "../scope.hpp"
#include "../token.hpp"
#include "grant_tree.hpp"
#include "housekeeping.hpp"
#include "possession.hpp"
#include "rows.hpp"

namespace chitty::auth {

namespace {

constexpr std::string_view columns =
    "SELECT t.id, t.subject, t.scopes, t.kind, t.service, t.client_id, t.family, t.status, t.reason, t.ended_at,"
    " t.expires_at, t.requests, t.window_ms, t.window_start, t.uses_of_window, t.parent, s.subject AS suspended,"
    " l.requests AS subject_requests FROM auth_tokens t LEFT JOIN auth_suspensions s ON s.subject = t.subject"
    " LEFT JOIN auth_limits l ON l.subject = t.subject WHERE ";

KnownToken token_of(const Row& row) {
  return {text_in(row, "id"), text_in(row, "subject"), text_in(row, "kind"), text_in(row, "service"),
          text_in(row, "client_id"), text_in(row, "family"), text_in(row, "status"), text_in(row, "reason"),
          text_in(row, "ended_at"), list_in(row, "scopes"), number_in(row, "expires_at"), number_in(row, "requests"),
          number_in(row, "window_ms"), number_in(row, "window_start"), number_in(row, "uses_of_window"), number_in(row, "subject_requests"),
          !row.at("suspended").is_null(), text_in(row, "parent")};
}

Result<std::optional<KnownToken>> find(Service& service, std::string_view condition, std::string_view value) {
  CHITTY_TRY(auto row, service.store().find(std::string(columns) + std::string(condition), {{"value", value}}));
  return row ? std::optional(token_of(*row)) : std::nullopt;
}

std::string_view prefix_of(std::string_view kind) {
  return kind == "service" ? service_prefix : kind == "session" ? session_prefix
                                                                : own_prefix;
}

Error not_good(const std::string& why, const std::string& hint = {}) {
  return make_error(Code::unauthenticated, why, hint);
}

}  // namespace

Result<IssuedToken> issue_token(Service& service, const Grant& grant) {
  CHITTY_DO(clear_ended_tokens(service));
  CHITTY_DO(service.quota("tokens", 1, grant.subject));
  CHITTY_TRY(auto made, new_token_text(service, prefix_of(grant.kind)));
  const auto now = service.now();
  CHITTY_TRY(const auto expires, end_within(service, grant.parent, now + grant.lives_ms));
  const auto requests = grant.requests < 0 ? requests_an_hour(grant.scopes) : grant.requests;
  IssuedToken token{made.id, made.text, grant.family.empty() ? made.id : grant.family, grant.scopes, expires, requests, grant.window_ms};
  CHITTY_DO(service.store().insert("auth_tokens", {{"id", token.id},
                                                   {"token_hash", hash_of(service, token.text)},
                                                   {"subject", grant.subject},
                                                   {"scopes", list_text(grant.scopes)},
                                                   {"kind", grant.kind},
                                                   {"service", text_or_null(grant.service)},
                                                   {"client_id", text_or_null(grant.client_id)},
                                                   {"family", token.family},
                                                   {"parent", text_or_null(grant.parent)},
                                                   {"status", "active"},
                                                   {"reason", text_or_null(grant.reason)},
                                                   {"requests", token.requests},
                                                   {"window_ms", token.window_ms},
                                                   {"expires_at", token.expires_at},
                                                   {"created_at", rfc3339(now)},
                                                   {"uses", 0},
                                                   {"uses_of_day", 0},
                                                   {"window_start", 0},
                                                   {"uses_of_window", 0}}));
  CHITTY_DO(widen_limit(service, token, grant.subject));
  return token;
}

Result<std::optional<KnownToken>> find_token(Service& service, std::string_view text) {
  return find(service, "t.token_hash = :value", hash_of(service, text));
}

Result<std::optional<KnownToken>> find_token_by_id(Service& service, std::string_view id) {
  return find(service, "t.id = :value", id);
}

std::optional<Error> why_not(const KnownToken& token, std::int64_t now) {
  if (token.suspended) return not_good("The account of this token is suspended.", "Ask whoever runs this ChittyOS.");
  if (token.status == "used") return not_good("The token was exchanged for a newer one.", "Use the newer one.");
  if (token.status != "active")
    return not_good("The token was revoked" + (token.reason.empty() ? "." : ": " + token.reason + "."));
  if (token.expires_at <= now) return not_good("The token expired at " + rfc3339(token.expires_at) + ".");
  if (token.kind == "refresh") return not_good("A refresh token cannot be used by itself; exchange it for an access token.");
  return {};
}

std::optional<std::int64_t> requests_left(const KnownToken& token, std::int64_t now) {
  if (token.requests == 0) return {};
  const bool same_window = token.window_start == now - now % token.window_ms;
  return std::max<std::int64_t>(0, token.requests - (same_window ? token.uses_of_window : 0));
}

Result<bool> token_is_good(Service& service, std::string_view id) {
  CHITTY_TRY(auto token, find_token_by_id(service, id));
  return token && !why_not(*token, service.now());
}

Result<bool> use_up(Service& service, std::string_view id) {
  CHITTY_TRY(auto changed, service.store().execute(
                               "UPDATE auth_tokens SET status = 'used', ended_at = :now WHERE id = :id AND status = 'active'",
                               {{"now", rfc3339(service.now())}, {"id", id}}));
  return changed == 1;
}

Result<std::uint64_t> revoke_token(Service& service, std::string_view id, std::string_view why) {
  return end_tree(service, "id = :value", id, why);
}
Result<std::uint64_t> revoke_all_of_family(Service& service, std::string_view family, std::string_view why) {
  return end_tree(service, "family = :value", family, why);
}
Result<std::uint64_t> revoke_tokens_of_client(Service& service, std::string_view client, std::string_view why) {
  return end_tree(service, "client_id = :value", client, why);
}
Result<std::uint64_t> revoke_sessions_of(Service& service, std::string_view family, std::string_view why) {
  return end_tree(service, "kind = 'session' AND family = :value", family, why);
}

}  // namespace chitty::auth
