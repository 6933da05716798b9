#include "oauth_code.hpp"

#include "../pkce.hpp"
#include "oauth_error.hpp"
#include "rows.hpp"

namespace chitty::auth {

namespace {

constexpr std::int64_t lifetime = 60'000;
constexpr std::int64_t remembered = 24 * 3'600'000;  // a used code, so that its second use is known for what it is

Error no_good(std::string why) { return oauth_error("invalid_grant", "The code " + std::move(why)); }

}  // namespace

Result<std::string> new_code(Service& service, const AuthorizationRequest& request, const Session& session,
                             const Scopes& scopes) {
  const auto random = service.crypto().random(32);
  if (!random) return random.error();
  const auto code = base64url(*random);
  auto family = new_id(service, "fam_");
  if (!family) return family.error();
  const auto now = service.now();
  auto store = service.store();
  auto purged =
      store.execute("DELETE FROM oauth_authorization_codes WHERE expires_at < :then", {{"then", now - remembered}});
  if (!purged) return purged.error();
  auto kept = store.execute(
      "INSERT INTO oauth_authorization_codes (code_hash, client_id, redirect_uri, scope, subject, code_challenge, "
      "nonce, auth_time,"
      " family, expires_at) VALUES (:hash, :client, :redirect, :scope, :subject, :challenge, :nonce, :auth_time, "
      ":family, :expires)",
      {{"hash", hash_of(service, code)},
       {"client", request.client.id},
       {"redirect", request.redirect_uri},
       {"scope", scope_text(scopes)},
       {"subject", session.subject},
       {"challenge", request.challenge},
       {"nonce", request.nonce},
       {"auth_time", session.auth_time},
       {"family", *family},
       {"expires", now + lifetime}});
  if (!kept) return kept.error();
  return code;
}

Result<Redeemed> redeem_code(Service& service, const OAuthClient& client, const Form& form) {
  const auto hash = hash_of(service, form.text("code"));
  auto found = service.store().find(
      "SELECT client_id, redirect_uri, scope, subject, code_challenge, nonce, auth_time, family, used_at, expires_at"
      " FROM oauth_authorization_codes WHERE code_hash = :hash",
      {{"hash", hash}});
  if (!found) return found.error();
  if (!*found || text_of(**found, "client_id") != client.id) return no_good("is not known, or not this client's.");
  const Row& row = **found;
  Redeemed redeemed{{client.id,
                     text_of(row, "subject"),
                     text_of(row, "family"),
                     {},
                     text_of(row, "nonce"),
                     number_in(row, "auth_time")}};
  if (!row.at("used_at").is_null()) return redeemed.again = true, redeemed;
  if (number_in(row, "expires_at") <= service.now()) return no_good("has expired.");
  if (form.has("redirect_uri") && form.text("redirect_uri") != text_of(row, "redirect_uri"))
    return no_good("was given for another redirect_uri.");
  const auto verifier = form.text("code_verifier");
  if (!is_verifier(verifier) || !same_secret(challenge_of(service.crypto(), verifier), text_of(row, "code_challenge")))
    return no_good("was asked for with another code_verifier.");
  auto scopes = parse_scopes(text_of(row, "scope"));
  if (!scopes) return scopes.error();
  redeemed.granted.scopes = std::move(*scopes);
  auto taken = service.store().execute(
      "UPDATE oauth_authorization_codes SET used_at = :now WHERE code_hash = :hash AND used_at IS NULL",
      {{"now", service.now()}, {"hash", hash}});
  if (!taken) return taken.error();
  redeemed.again = *taken == 0;  // another daemon was faster
  return redeemed;
}

}  // namespace chitty::auth
