#include "issue.hpp"

#include <algorithm>

#include "../scope.hpp"
#include "../token.hpp"
#include "rows.hpp"

namespace chitty::auth {

namespace {

constexpr std::string_view columns =
    "SELECT t.id, t.subject, t.scopes, t.kind, t.service, t.client_id, t.family, t.status, t.reason, t.ended_at,"
    " t.expires_at, t.requests, t.window_ms, t.window_start, t.uses_of_window, s.subject AS suspended"
    " FROM auth_tokens t LEFT JOIN auth_suspensions s ON s.subject = t.subject WHERE ";

KnownToken token_of(const Row& row) {
  KnownToken token{text_of(row, "id"),        text_of(row, "subject"), text_of(row, "kind"),   text_of(row, "service"),
                   text_of(row, "client_id"), text_of(row, "family"),  text_of(row, "status"), text_of(row, "reason"),
                   text_of(row, "ended_at"),  list_in(row, "scopes")};
  token.expires_at = number_in(row, "expires_at");
  token.requests = number_in(row, "requests"), token.window_ms = number_in(row, "window_ms");
  token.window_start = number_in(row, "window_start"), token.uses_of_window = number_in(row, "uses_of_window");
  token.suspended = !row.at("suspended").is_null();
  return token;
}

Result<std::optional<KnownToken>> find(Service& service, std::string_view condition, std::string_view value) {
  auto row = service.store().find(std::string(columns) + std::string(condition), {{"value", value}});
  if (!row) return row.error();
  return *row ? std::optional(token_of(**row)) : std::nullopt;
}

json::value or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

Result<std::uint64_t> revoke(Service& service, std::string_view condition, std::string_view value,
                             std::string_view why) {
  return service.store().execute(
      "UPDATE auth_tokens SET status = 'revoked', reason = :why, ended_at = :now WHERE status = 'active' AND " +
          std::string(condition) + " = :value",
      {{"why", why}, {"now", rfc3339(service.now())}, {"value", value}});
}

std::string_view prefix_of(std::string_view kind) {
  return kind == "service" ? service_prefix : kind == "session" ? session_prefix : own_prefix;
}

Error not_good(const std::string& why, const std::string& hint = {}) {
  return make_error(Code::unauthenticated, why, hint);
}

}  // namespace

Result<IssuedToken> issue_token(Service& service, const Grant& grant) {
  auto made = new_token_text(service, prefix_of(grant.kind));
  if (!made) return made.error();
  const auto now = service.now();
  const auto requests = grant.requests < 0 ? requests_an_hour(grant.scopes) : grant.requests;
  IssuedToken token{made->id,       made->text,           grant.family.empty() ? made->id : grant.family,
                    grant.scopes,   now + grant.lives_ms, requests,
                    grant.window_ms};
  auto kept = service.store().execute(
      "INSERT INTO auth_tokens (id, token_hash, subject, scopes, kind, service, client_id, family, status, requests,"
      " window_ms, expires_at, created_at, uses, uses_of_day, window_start, uses_of_window) VALUES (:id, :hash,"
      " :subject, :scopes, :kind, :service, :client, :family, 'active', :requests, :window, :expires, :now, 0, 0, 0,"
      " 0)",
      {{"id", token.id},
       {"hash", hash_of(service, token.text)},
       {"subject", grant.subject},
       {"scopes", list_text(grant.scopes)},
       {"kind", grant.kind},
       {"service", or_null(grant.service)},
       {"client", or_null(grant.client_id)},
       {"family", token.family},
       {"requests", token.requests},
       {"window", token.window_ms},
       {"expires", token.expires_at},
       {"now", rfc3339(now)}});
  if (!kept) return kept.error();
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
  if (token.kind == "refresh") return not_good("A refresh token opens nothing; exchange it for an access token.");
  return {};
}

std::optional<std::int64_t> requests_left(const KnownToken& token, std::int64_t now) {
  if (token.requests == 0) return {};
  const bool same_window = token.window_start == now - now % token.window_ms;
  return std::max<std::int64_t>(0, token.requests - (same_window ? token.uses_of_window : 0));
}

Result<bool> token_is_good(Service& service, std::string_view id) {
  auto token = find_token_by_id(service, id);
  if (!token) return token.error();
  return *token && !why_not(**token, service.now());
}

Result<bool> use_up(Service& service, std::string_view id) {
  auto changed = service.store().execute(
      "UPDATE auth_tokens SET status = 'used', ended_at = :now WHERE id = :id AND status = 'active'",
      {{"now", rfc3339(service.now())}, {"id", id}});
  if (!changed) return changed.error();
  return *changed == 1;
}

Result<std::uint64_t> revoke_token(Service& service, std::string_view id, std::string_view why) {
  return revoke(service, "id", id, why);
}
Result<std::uint64_t> revoke_all_of_family(Service& service, std::string_view family, std::string_view why) {
  return revoke(service, "family", family, why);
}
Result<std::uint64_t> revoke_tokens_of_client(Service& service, std::string_view client, std::string_view why) {
  return revoke(service, "client_id", client, why);
}
Result<std::uint64_t> revoke_sessions_of(Service& service, std::string_view family, std::string_view why) {
  return revoke(service, "kind = 'session' AND family", family, why);
}
Result<std::uint64_t> revoke_all_of_subject(Service& service, std::string_view subject, std::string_view why) {
  return revoke(service, "subject", subject, why);
}

}  // namespace chitty::auth
