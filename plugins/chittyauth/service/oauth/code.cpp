#include "code.hpp"

#include "../../pkce.hpp"
#include "../housekeeping.hpp"
#include "../rows.hpp"
#include "error.hpp"

namespace chitty::auth {

namespace {

constexpr std::int64_t lifetime = 60'000;

Error no_good(std::string why) { return oauth_error("invalid_grant", "The code " + std::move(why)); }

}  // namespace

Result<std::string> new_code(Service& service, const AuthorizationRequest& request, const Session& session, const Scopes& scopes) {
  CHITTY_TRY(const auto code, new_secret(service.crypto(), 32));
  CHITTY_TRY(const auto family, new_id(service, "fam_"));
  CHITTY_DO(clear_ended(service, Passing::code));
  CHITTY_DO(service.store().insert("oauth_authorization_codes", {{"code_hash", hash_of(service, code)},
                                                                 {"client_id", request.client.id},
                                                                 {"redirect_uri", request.redirect_uri},
                                                                 {"scope", scope_text(scopes)},
                                                                 {"subject", session.subject},
                                                                 {"code_challenge", request.challenge},
                                                                 {"nonce", request.nonce},
                                                                 {"auth_time", session.auth_time},
                                                                 {"family", family},
                                                                 {"expires_at", service.now() + lifetime},
                                                                 {"token_id", text_or_null(session.token_id)}}));
  return code;
}

Result<Taken> redeem_code(Service& service, const OAuthClient& client, const Form& form) {
  const auto hash = hash_of(service, form.text("code"));
  CHITTY_TRY(const auto row, service.store().find(
                                 "SELECT redirect_uri, scope, subject, code_challenge, nonce, auth_time, family, used_at, expires_at, token_id"
                                 " FROM oauth_authorization_codes WHERE code_hash = :hash AND client_id = :client",
                                 {{"hash", hash}, {"client", client.id}}));
  if (!row) return no_good("is not known, or not this client's.");
  Granted granted{client.id, text_in(*row, "subject"), text_in(*row, "family"), {}, text_in(*row, "nonce"), number_in(*row, "auth_time"), text_in(*row, "token_id")};
  const auto again = [&] {
    return end_leaked(service, granted, "its code was used twice", "The code has been used before. What it gave is revoked.");
  };
  if (!row->at("used_at").is_null()) return again();
  if (number_in(*row, "expires_at") <= service.now()) return no_good("has expired.");
  if (form.has("redirect_uri") && form.text("redirect_uri") != text_in(*row, "redirect_uri"))
    return no_good("was given for another redirect_uri.");
  const auto verifier = form.text("code_verifier");
  if (!is_verifier(verifier) || !same_secret(challenge_of(service.crypto(), verifier), text_in(*row, "code_challenge")))
    return no_good("was asked for with another code_verifier.");
  CHITTY_TRY(granted.scopes, parse_scopes(text_in(*row, "scope")));
  CHITTY_TRY(const auto taken, service.store().execute(
                                   "UPDATE oauth_authorization_codes SET used_at = :now WHERE code_hash = :hash AND used_at IS NULL",
                                   {{"now", service.now()}, {"hash", hash}}));
  return taken == 0 ? again() : Taken{{}, std::move(granted)};  // another daemon was faster
}

}  // namespace chitty::auth
