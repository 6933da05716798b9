#include "oauth_device.hpp"

#include "../user_code.hpp"
#include "oauth_consent.hpp"
#include "oauth_error.hpp"
#include "oauth_page.hpp"
#include "oauth_routes.hpp"
#include "rows.hpp"

namespace chitty::auth {

namespace {

constexpr std::int64_t lifetime = 600'000;
constexpr std::int64_t first_interval = 5, more_interval = 5;  // seconds (section 3.5)
constexpr std::int64_t leeway = 500;                           // ms by which a poll may come early: networks jitter

Result<Polled> still_pending(Service& service, const std::string& hash, const Row& row) {
  const auto now = service.now(), interval = number_in(row, "poll_interval");
  const bool too_fast = !row.at("polled_at").is_null() && now - number_in(row, "polled_at") < interval * 1000 - leeway;
  auto noted = service.store().execute(
      "UPDATE oauth_device_codes SET polled_at = :now, poll_interval = :interval WHERE device_hash = :hash",
      {{"now", now}, {"interval", too_fast ? interval + more_interval : interval}, {"hash", hash}});
  if (!noted) return noted.error();
  if (too_fast) return Polled{"slow_down", "Ask less often: five seconds more between two polls."};
  return Polled{"authorization_pending", "The person has not answered yet."};
}

}  // namespace

Result<Polled> poll_device(Service& service, const OAuthClient& client, const Form& form) {
  const auto hash = hash_of(service, form.text("device_code"));
  auto found = service.store().find(
      "SELECT client_id, status, subject, granted_scope, auth_time, poll_interval, polled_at, expires_at FROM "
      "oauth_device_codes"
      " WHERE device_hash = :hash",
      {{"hash", hash}});
  if (!found) return found.error();
  if (!*found || text_of(**found, "client_id") != client.id)
    return oauth_error("invalid_grant", "The device_code is not known, or not this client's.");
  const Row& row = **found;
  const auto status = text_of(row, "status");
  if (status == "used") return oauth_error("invalid_grant", "The device_code has been used already.");
  if (status == "denied") return Polled{"access_denied", "The person did not allow it."};
  if (number_in(row, "expires_at") <= service.now())
    return Polled{"expired_token", "The device_code has expired. Begin again."};
  if (status == "pending") return still_pending(service, hash, row);
  auto taken = service.store().execute(
      "UPDATE oauth_device_codes SET status = 'used' WHERE device_hash = :hash AND status = 'approved'",
      {{"hash", hash}});
  if (!taken) return taken.error();
  if (*taken == 0) return oauth_error("invalid_grant", "The device_code has been used already.");
  auto family = new_id(service, "fam_");
  if (!family) return family.error();
  auto scopes = parse_scopes(text_of(row, "granted_scope"));
  if (!scopes) return scopes.error();
  return Polled{
      {},
      {},
      {client.id, text_of(row, "subject"), std::move(*family), std::move(*scopes), {}, number_in(row, "auth_time")}};
}

namespace service {

namespace {

struct Pending {
  std::string typed, hash;
  OAuthClient client;
  Scopes scopes;
};

// What waits under a code that a person typed; none when there is nothing.
Result<std::optional<Pending>> pending(Service& service, const std::string& typed) {
  const auto code = normal_user_code(typed);
  if (code.empty()) return std::optional<Pending>();
  const auto hash = hash_of(service, code);
  auto row = service.store().find(
      "SELECT client_id, scope FROM oauth_device_codes WHERE user_code_hash = :hash AND status = 'pending' AND "
      "expires_at > :now",
      {{"hash", hash}, {"now", service.now()}});
  if (!row) return row.error();
  if (!*row) return std::optional<Pending>();
  auto client = find_client(service, text_of(**row, "client_id"));
  if (!client) return client.error();
  auto scopes = parse_scopes(text_of(**row, "scope"));
  if (!scopes) return scopes.error();
  if (!*client) return std::optional<Pending>();
  return std::optional(
      Pending{code.substr(0, 4) + "-" + code.substr(4), hash, std::move(**client), std::move(*scopes)});
}

Result<Response> code_page(Service& service, const std::string& problem) {
  std::string body = problem.empty() ? "" : "<p role=\"alert\"><strong>" + escape_html(problem) + "</strong></p>";
  body +=
      "<form method=\"get\" action=\"" + escape_html(std::string(service.base_url()) + "/device") +
      "\"><label for=\"user_code\">The code that your device shows</label><input type=\"text\" id=\"user_code\" "
      "name=\"user_code\""
      " autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"16\" required autofocus>"
      "<div class=\"choices\"><button class=\"first\">Go on</button></div></form>";
  return page(service, 200, "Connect a device", body);
}

Result<Response> device_consent(Service& service, const Browser& browser, const Pending& waiting) {
  const auto scopes = grantable(waiting.scopes, *browser.session);
  if (scopes.empty())
    return message_page(service, 403, "Connect a device", "You may do nothing of what the device asks for.",
                        "Nothing was granted.");
  const auto fields = "<p>Go on only if your device shows <strong><code>" + escape_html(waiting.typed) +
                      "</code></strong> and you began this yourself.</p>" + hidden_field("user_code", waiting.typed);
  return consent_page(service, browser, {waiting.client, scopes, "/v1/oauth/device", fields});
}

}  // namespace

// POST /v1/oauth/device_authorization (section 3.1): a device begins.
Result<Response> begin_device(Service& service) {
  const auto text = service.text();
  if (!text) return text.error();
  const auto form = parse_form(*text);
  if (!form) return oauth_refusal(oauth_error("invalid_request", form.error().message));
  const auto client = authenticated_client(service, *form);
  if (!client) return oauth_refusal(client.error());
  if (!client->may_use(grant_device))
    return oauth_refusal(oauth_error("unauthorized_client", "The client may not use device codes."));
  const auto asked = parse_scopes(form->text("scope"));
  if (!asked) return oauth_refusal(oauth_error("invalid_scope", asked.error().message));
  const Scopes& scopes = asked->empty() ? client->scopes : *asked;
  for (const auto& scope : scopes)
    if (!client->may_ask_for(scope))
      return oauth_refusal(oauth_error("invalid_scope", "The client may not ask for " + scope + "."));
  if (scopes.empty())
    return oauth_refusal(
        oauth_error("invalid_scope", "The request names no scope, and the client has none of its own."));

  const auto random = service.crypto().random(32);
  if (!random) return random.error();
  const auto user_code = new_user_code(service.crypto());
  if (!user_code) return user_code.error();
  const auto now = service.now();
  auto store = service.store();
  auto purged = store.execute("DELETE FROM oauth_device_codes WHERE expires_at < :then", {{"then", now - lifetime}});
  if (!purged) return purged.error();
  const auto device_code = base64url(*random);
  auto kept = store.execute(
      "INSERT INTO oauth_device_codes (device_hash, user_code_hash, client_id, scope, status, poll_interval, "
      "expires_at)"
      " VALUES (:device, :user, :client, :scope, 'pending', :interval, :expires)",
      {{"device", hash_of(service, device_code)},
       {"user", hash_of(service, normal_user_code(*user_code))},
       {"client", client->id},
       {"scope", scope_text(scopes)},
       {"interval", first_interval},
       {"expires", now + lifetime}});
  if (!kept) return kept.error();
  const auto uri = std::string(service.base_url()) + "/device";
  return fresh(Response(json::object{{"device_code", device_code},
                                     {"user_code", *user_code},
                                     {"verification_uri", uri},
                                     {"verification_uri_complete", uri + "?user_code=" + *user_code},
                                     {"expires_in", lifetime / 1000},
                                     {"interval", first_interval}}));
}

// GET /device: the person types the code, or has followed a link with it, and is asked.
Result<Response> device_page(Service& service) {
  const auto browser = browser_of(service);
  if (!browser) return browser.error();
  const auto typed = service.query("user_code");
  if (!browser->session)
    return sign_in_page(service, *browser, typed.empty() ? "device" : "device?user_code=" + encode(typed));
  if (typed.empty()) return code_page(service, "");
  const auto waiting = pending(service, typed);
  if (!waiting) return waiting.error();
  if (!*waiting) return code_page(service, "Nothing waits under this code. It may have expired.");
  return device_consent(service, *browser, **waiting);
}

// POST /v1/oauth/device: the person's answer.
Result<Response> answer_device(Service& service) {
  const auto text = service.text();
  if (!text) return text.error();
  const auto form = parse_form(*text);
  const auto browser = browser_of(service);
  if (!browser) return browser.error();
  if (!form || !is_own_form(service, *browser, *form) || !browser->session)
    return message_page(service, 403, "Connect a device",
                        "This form is not from this browser's own page, or your sign-in has ended.",
                        "Nothing was granted. Begin again.");
  const auto waiting = pending(service, form->text("user_code"));
  if (!waiting) return waiting.error();
  if (!*waiting)
    return message_page(service, 404, "Connect a device", "Nothing waits under this code any more.",
                        "Begin again on the device.");
  const auto scopes = grantable((*waiting)->scopes, *browser->session);
  const bool allowed = form->text("decision") == "allow" && !scopes.empty();
  auto kept = service.store().execute(
      "UPDATE oauth_device_codes SET status = :status, subject = :subject, granted_scope = :scope, auth_time = "
      ":auth_time"
      " WHERE user_code_hash = :hash AND status = 'pending'",
      {{"status", allowed ? "approved" : "denied"},
       {"subject", browser->session->subject},
       {"scope", scope_text(scopes)},
       {"auth_time", browser->session->auth_time},
       {"hash", (*waiting)->hash}});
  if (!kept) return kept.error();
  auto told = service.event({{"type", allowed ? "oauth.allowed" : "oauth.denied"},
                             {"subject", browser->session->subject},
                             {"data", json::object{{"client", (*waiting)->client.id}}}});
  if (!told) return told.error();
  if (!allowed) return message_page(service, 200, "Not allowed", "The device got nothing.", "You may close this page.");
  return message_page(service, 200, "Done", "Your device is connected.", "You may close this page.");
}

}  // namespace service

}  // namespace chitty::auth
