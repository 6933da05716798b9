#include "device.hpp"

#include "../../names.hpp"
#include "../../user_code.hpp"
#include "../housekeeping.hpp"
#include "../rows.hpp"
#include "consent.hpp"
#include "error.hpp"
#include "page.hpp"

namespace chitty::auth {

namespace {

constexpr std::int64_t lifetime = 600'000;
constexpr std::int64_t first_interval = 5, more_interval = 5;  // seconds (section 3.5)
constexpr std::int64_t leeway = 500;                           // ms by which a poll may come early: networks jitter

Taken not_yet(std::string_view word, const char* sentence) { return {oauth_error(word, sentence)}; }

Result<Taken> still_pending(Service& service, const std::string& hash, const Row& row) {
  const auto now = service.now(), interval = number_in(row, "poll_interval");
  const bool too_fast = !row.at("polled_at").is_null() && now - number_in(row, "polled_at") < interval * 1000 - leeway;
  CHITTY_DO(service.store().execute(
      "UPDATE oauth_device_codes SET polled_at = :now, poll_interval = :interval WHERE device_hash = :hash",
      {{"now", now}, {"interval", too_fast ? interval + more_interval : interval}, {"hash", hash}}));
  if (too_fast) return not_yet("slow_down", "Poll less often: wait five seconds longer.");
  return not_yet("authorization_pending", "The person has not answered yet.");
}

// What waits under a code that a person typed.
struct Pending {
  std::string typed, hash;
  OAuthClient client;
  Scopes scopes;
};
Result<std::optional<Pending>> pending(Service& service, const std::string& typed) {
  const auto code = normal_user_code(typed);
  if (code.empty()) return std::optional<Pending>();
  const auto hash = hash_of(service, code);
  CHITTY_TRY(const auto row, service.store().find(
                                 "SELECT client_id, scope FROM oauth_device_codes WHERE user_code_hash = :hash AND status = 'pending' AND expires_at > :now",
                                 {{"hash", hash}, {"now", service.now()}}));
  if (!row) return std::optional<Pending>();
  CHITTY_TRY(auto client, find_client(service, text_in(*row, "client_id")));
  CHITTY_TRY(auto scopes, parse_scopes(text_in(*row, "scope")));
  if (!client) return std::optional<Pending>();
  return std::optional(Pending{code.substr(0, 4) + "-" + code.substr(4), hash, std::move(*client), std::move(scopes)});
}

Result<Response> code_page(Service& service, std::string_view problem) {
  return page(service, 200, "Connect a device",
              filled(R"({!problem}<form method="get" action="{action}"><label for="user_code">The code that your device shows</label>)"
                     R"(<input type="text" id="user_code" name="user_code" autocomplete="off" autocapitalize="characters")"
                     R"( spellcheck="false" maxlength="16" required autofocus>)"
                     R"(<div class="choices"><button class="first">Go on</button></div></form>)",
                     {{"problem", problem_in_page(problem)}, {"action", std::string(service.base_url()) + "/device"}}));
}

Result<Response> ask_for(Service& service, const Browser& browser, const std::string& typed) {
  if (typed.empty()) return code_page(service, "");
  CHITTY_TRY(const auto waiting, pending(service, typed));
  if (!waiting) return code_page(service, "Unknown or expired code.");
  const auto scopes = grantable(waiting->scopes, *browser.session);
  if (scopes.empty())
    return message_page(service, 403, "Connect a device", "You may do nothing of what the device asks for.", "Nothing was granted.");
  const auto fields = filled("<p>Continue only if your device shows <strong><code>{typed}</code></strong> and you began this yourself.</p>",
                             {{"typed", waiting->typed}}) +
                      hidden_field("user_code", waiting->typed);
  return consent_page(service, browser, {waiting->client, scopes, "/v1/oauth/device", fields});
}

// Where a sign-in leads back to.
std::string page_for(const std::string& typed) { return typed.empty() ? "device" : "device?user_code=" + encode(typed); }

Result<Response> begin(Service& service) {
  CHITTY_TRY(const auto form, form_of(service));
  CHITTY_TRY(const auto client, authenticated_client(service, form));
  if (!client.may_use(grant_device)) return oauth_error("unauthorized_client", "The client may not use device codes.");
  CHITTY_TRY(const auto scopes, client.scopes_asked_for(form.text("scope")));
  CHITTY_TRY(const auto device_code, new_secret(service.crypto(), 32));
  CHITTY_TRY(const auto user_code, new_user_code(service.crypto()));
  CHITTY_DO(clear_ended(service, Passing::device));
  CHITTY_DO(service.store().insert("oauth_device_codes", {{"device_hash", hash_of(service, device_code)},
                                                          {"user_code_hash", hash_of(service, normal_user_code(user_code))},
                                                          {"client_id", client.id},
                                                          {"scope", scope_text(scopes)},
                                                          {"status", "pending"},
                                                          {"poll_interval", first_interval},
                                                          {"expires_at", service.now() + lifetime}}));
  const auto uri = std::string(service.base_url()) + "/device";
  return fresh(Response(json::object{{"device_code", device_code},
                                     {"user_code", user_code},
                                     {"verification_uri", uri},
                                     {"verification_uri_complete", uri + "?user_code=" + user_code},
                                     {"expires_in", lifetime / 1000},
                                     {"interval", first_interval}}));
}

}  // namespace

Result<Taken> poll_device(Service& service, const OAuthClient& client, const Form& form) {
  const auto hash = hash_of(service, form.text("device_code"));
  const auto used = oauth_error("invalid_grant", "The device_code has been used already.");
  CHITTY_TRY(const auto row, service.store().find(
                                 "SELECT status, subject, granted_scope, auth_time, poll_interval, polled_at, expires_at, token_id FROM oauth_device_codes"
                                 " WHERE device_hash = :hash AND client_id = :client",
                                 {{"hash", hash}, {"client", client.id}}));
  if (!row) return oauth_error("invalid_grant", "The device_code is not known, or not this client's.");
  const auto status = text_in(*row, "status");
  if (status == "used") return used;
  if (status == "denied") return not_yet("access_denied", "The person did not allow it.");
  if (number_in(*row, "expires_at") <= service.now()) return not_yet("expired_token", "The device_code has expired. Begin again.");
  if (status == "pending") return still_pending(service, hash, *row);
  CHITTY_TRY(const auto taken, service.store().execute(
                                   "UPDATE oauth_device_codes SET status = 'used' WHERE device_hash = :hash AND status = 'approved'", {{"hash", hash}}));
  if (taken == 0) return used;
  CHITTY_TRY(auto family, new_id(service, "fam_"));
  CHITTY_TRY(auto scopes, parse_scopes(text_in(*row, "granted_scope")));
  return Taken{{}, {client.id, text_in(*row, "subject"), std::move(family), std::move(scopes), {}, number_in(*row, "auth_time"), text_in(*row, "token_id")}};
}

Result<Response> ask_for_device(Service& service, const Browser& browser, std::string_view query) {
  CHITTY_TRY(const auto form, parse_form(query));
  return ask_for(service, browser, form.text("user_code"));
}

}  // namespace chitty::auth

namespace chittyauth::routes {

// POST /v1/oauth/device_authorization (section 3.1): a device begins.
Result<Response> oauth_begin_device(Service& service) { return in_oauth_words(begin(service)); }

// GET /device: the person types the code, or has followed a link with it, and is asked.
Result<Response> oauth_device_page(Service& service) {
  CHITTY_TRY(const auto browser, browser_of(service));
  const auto typed = service.query("user_code");
  if (!browser.session) return sign_in_page(service, browser, page_for(typed));
  return ask_for(service, browser, typed);
}

// POST /v1/oauth/device: the person's answer.
Result<Response> oauth_answer_device(Service& service) {
  const auto form = form_of(service);
  CHITTY_TRY(const auto browser, browser_of(service));
  if (!form || !is_own_form(browser, *form) || !browser.session)
    return message_page(service, 403, "Connect a device", "This form is not from this browser's own page, or your sign-in has ended.",
                        "Nothing was granted. Start again.");
  if (!has_key(service, browser, *form)) return sign_in_again(service, browser, page_for(form->text("user_code")));
  CHITTY_TRY(const auto waiting, pending(service, form->text("user_code")));
  if (!waiting)
    return message_page(service, 404, "Connect a device", "This code is no longer valid.", "Start again on the device.");
  const auto scopes = grantable(waiting->scopes, *browser.session);
  const bool allowed = form->text("decision") == "allow" && !scopes.empty();
  CHITTY_DO(service.store().execute(
      "UPDATE oauth_device_codes SET status = :status, subject = :subject, granted_scope = :scope, auth_time = :auth_time,"
      " token_id = :token WHERE user_code_hash = :hash AND status = 'pending'",
      {{"status", allowed ? "approved" : "denied"},
       {"subject", browser.session->subject},
       {"scope", scope_text(scopes)},
       {"auth_time", browser.session->auth_time},
       {"token", text_or_null(browser.session->token_id)},
       {"hash", waiting->hash}}));
  CHITTY_DO(service.event(allowed ? "oauth.allowed" : "oauth.denied", browser.session->subject, {{"client", waiting->client.id}}));
  if (!allowed) return message_page(service, 200, "Not allowed", "The device got nothing.", "You can close this page.");
  return message_page(service, 200, "Done", "Your device is connected.", "You can close this page.");
}

}  // namespace chittyauth::routes
