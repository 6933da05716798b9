#include "oauth_grant.hpp"

#include <algorithm>
#include <chitty/jws.hpp>

#include "../id_token.hpp"
#include "../scope.hpp"
#include "issue.hpp"
#include "oauth_error.hpp"
#include "oauth_key.hpp"

namespace chitty::auth {

namespace {

constexpr std::int64_t access_lifetime = 3'600'000;
constexpr std::int64_t refresh_lifetime = 30 * a_day;
constexpr std::int64_t id_token_lifetime = 300;  // seconds: it is read once, at once

// Who signed in, said to this client (OpenID Connect Core 1.0, section 2).
Result<std::string> id_token(Service& service, const Granted& granted, const std::string& access_token) {
  const auto key = signing_key(service);
  if (!key) return key.error();
  const auto now = service.now() / 1000;
  json::object claims{{"iss", service.base_url()},
                      {"sub", granted.subject},
                      {"aud", granted.client_id},
                      {"exp", now + id_token_lifetime},
                      {"iat", now},
                      {"auth_time", granted.auth_time / 1000},
                      {"at_hash", access_token_hash(service.crypto(), access_token)}};
  if (!granted.nonce.empty()) claims["nonce"] = granted.nonce;
  return sign_jws(service.crypto(), key->jwk, {{"typ", "JWT"}, {"kid", key->kid}}, claims);
}

// Access and refresh token of one family. The refresh token keeps all that was granted, whatever the access token has
// of it (RFC 6749, section 6).
Result<json::object> token_pair(Service& service, const OAuthClient& client, const Granted& granted,
                                const Scopes& scopes) {
  auto access =
      issue_token(service, {granted.subject, scopes, "access", {}, client.id, granted.family, access_lifetime});
  if (!access) return access.error();
  json::object answer{{"access_token", access->text},
                      {"token_type", "Bearer"},
                      {"expires_in", access_lifetime / 1000},
                      {"scope", scope_text(scopes)}};
  if (!client.may_use(grant_refresh)) return answer;
  auto refresh = issue_token(
      service, {granted.subject, granted.scopes, "refresh", {}, client.id, granted.family, refresh_lifetime});
  if (!refresh) return refresh.error();
  answer["refresh_token"] = refresh->text;
  return answer;
}

}  // namespace

Result<void> end_family(Service& service, const std::string& family, const std::string& subject, std::string_view why) {
  if (auto gone = revoke_all_of_family(service, family, why); !gone) return gone.error();
  return service.event(
      {{"type", "token.reused"}, {"subject", subject}, {"data", json::object{{"family", family}, {"reason", why}}}});
}

Result<json::object> give_tokens(Service& service, const OAuthClient& client, const Granted& granted) {
  auto answer = token_pair(service, client, granted, granted.scopes);
  if (!answer || !holds(granted.scopes, "openid")) return answer;
  auto signed_token = id_token(service, granted, std::string(answer->at("access_token").as_string()));
  if (!signed_token) return signed_token.error();
  (*answer)["id_token"] = std::move(*signed_token);
  return answer;
}

Result<Refreshed> refresh_tokens(Service& service, const OAuthClient& client, const Form& form) {
  const Error no_good =
      oauth_error("invalid_grant", "The refresh token is not known, not this client's, or has ended.");
  auto known = find_token(service, form.text("refresh_token"));
  if (!known) return known.error();
  if (!*known || (*known)->kind != "refresh" || (*known)->client_id != client.id) return no_good;
  const auto& token = **known;
  if (token.suspended || token.status == "revoked" || token.expires_at <= service.now()) return no_good;
  auto scopes = parse_scopes(form.text("scope"));
  if (!scopes) return oauth_error("invalid_scope", scopes.error().message);
  for (const auto& scope : *scopes)
    if (is_about_identity(scope) ? !holds(token.scopes, scope) : !covers(token.scopes, scope))
      return oauth_error("invalid_scope", "The scope " + scope + " was not granted.");
  const auto fresh_one = use_up(service, token.id);
  if (!fresh_one) return fresh_one.error();
  if (!*fresh_one) {
    if (auto gone = end_family(service, token.family, token.subject, "its refresh token was used twice"); !gone)
      return gone.error();
    return Refreshed{{}, true};
  }
  const Granted granted{client.id, token.subject, token.family, token.scopes};
  auto answer = token_pair(service, client, granted, scopes->empty() ? token.scopes : *scopes);
  if (!answer) return answer.error();
  return Refreshed{std::move(*answer)};
}

}  // namespace chitty::auth
