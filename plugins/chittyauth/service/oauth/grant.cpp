#include "grant.hpp"

#include <algorithm>
#include <chitty/jws.hpp>

#include "../../id_token.hpp"
#include "../../scope.hpp"
#include "../issue.hpp"
#include "error.hpp"
#include "key.hpp"

namespace chitty::auth {

namespace {

constexpr std::int64_t access_lifetime = an_hour, refresh_lifetime = 30 * a_day;
constexpr std::int64_t id_token_lifetime = 300;  // seconds: it is read once, at once

// Who signed in, said to this client (OpenID Connect Core 1.0, section 2).
Result<std::string> id_token(Service& service, const Granted& granted, const std::string& access_token) {
  CHITTY_TRY(const auto key, signing_key(service));
  const auto now = service.now() / 1000;
  json::object claims{{"iss", service.base_url()},
                      {"sub", granted.subject},
                      {"aud", granted.client_id},
                      {"exp", now + id_token_lifetime},
                      {"iat", now},
                      {"auth_time", granted.auth_time / 1000},
                      {"at_hash", access_token_hash(service.crypto(), access_token)}};
  if (!granted.nonce.empty()) claims["nonce"] = granted.nonce;
  return sign_jws(service.crypto(), key.jwk, {{"typ", "JWT"}, {"kid", key.kid}}, claims);
}

}  // namespace

Result<Taken> end_leaked(Service& service, const Granted& granted, std::string_view why, std::string sentence) {
  CHITTY_DO(revoke_all_of_family(service, granted.family, why));
  CHITTY_DO(service.event("token.reused", granted.subject, {{"family", granted.family}, {"reason", why}}));
  return Taken{oauth_error("invalid_grant", std::move(sentence))};
}

Result<Taken> take_refresh_token(Service& service, const OAuthClient& client, const Form& form) {
  CHITTY_TRY(const auto token, find_token(service, form.text("refresh_token")));
  if (!token || token->kind != "refresh" || token->client_id != client.id || token->suspended || token->status == "revoked" ||
      token->expires_at <= service.now())
    return oauth_error("invalid_grant", "The refresh token is not known, not this client's, or has ended.");
  const auto scopes = parse_scopes(form.text("scope"));
  if (!scopes) return oauth_error("invalid_scope", scopes.error().message);
  for (const auto& scope : *scopes)
    if (is_about_identity(scope) ? !holds(token->scopes, scope) : !covers(token->scopes, scope))
      return oauth_error("invalid_scope", "The scope " + scope + " was not granted.");
  Granted granted{client.id, token->subject, token->family, token->scopes, {}, 0, token->parent, *scopes};
  CHITTY_TRY(const auto first, use_up(service, token->id));
  if (first) return Taken{{}, std::move(granted)};
  return end_leaked(service, granted, "its refresh token was used twice",
                    "The refresh token has been used before. All tokens of its family are revoked.");
}

// Both of one family, with one parent. The refresh token keeps all that was granted, whatever the access token has of it.
Result<json::object> give_tokens(Service& service, const OAuthClient& client, const Granted& granted) {
  const auto issue = [&](const Scopes& of, const char* kind, std::int64_t lives_ms) -> Result<IssuedToken> {
    Grant grant{granted.subject, of, kind, {}, client.id, granted.family, lives_ms};
    grant.parent = granted.parent;
    auto token = issue_token(service, grant);
    if (token || token.error().code != Code::unauthenticated) return token;
    return oauth_error("invalid_grant", "The token by which the person signed in has ended, and what was granted with it.");
  };
  const auto& scopes = granted.fewer.empty() ? granted.scopes : granted.fewer;
  CHITTY_TRY(const auto access, issue(scopes, "access", access_lifetime));
  CHITTY_DO(keep_client_alive(service, client.id));
  json::object answer{{"access_token", access.text},
                      {"token_type", "Bearer"},
                      {"expires_in", (access.expires_at - service.now()) / 1000},
                      {"scope", scope_text(scopes)}};
  if (client.may_use(grant_refresh)) {
    CHITTY_TRY(const auto refresh, issue(granted.scopes, "refresh", refresh_lifetime));
    answer["refresh_token"] = refresh.text;
  }
  if (granted.auth_time > 0 && holds(granted.scopes, "openid")) {
    CHITTY_TRY(const auto signed_token, id_token(service, granted, access.text));
    answer["id_token"] = signed_token;
  }
  return answer;
}

}  // namespace chitty::auth
