// Signing in at a browser: `chitty auth sign-in` asks for a one-time code as whoever the command line is, and the
// person types it at the page. No password exists that could be asked for or lost.
#include <chitty/time.hpp>

#include "../user_code.hpp"
#include "oauth_error.hpp"
#include "oauth_page.hpp"
#include "oauth_routes.hpp"
#include "oauth_session.hpp"
#include "order.hpp"
#include "rows.hpp"

namespace chitty::auth {

namespace {

constexpr std::int64_t lifetime = 300'000;

// Whose code it is; none when it is not there, has been used or has expired. Using it up is one statement, so that of
// two browsers one gets in.
Result<std::optional<Row>> take_code(Service& service, const std::string& code) {
  const auto hash = hash_of(service, code);
  return service.store().transaction([&]() -> Result<std::optional<Row>> {
    auto found = service.store().find(
        "SELECT subject, scopes, token_id FROM oauth_sign_ins WHERE code_hash = :hash AND expires_at > :now",
        {{"hash", hash}, {"now", service.now()}});
    if (!found) return found.error();
    auto gone = service.store().execute("DELETE FROM oauth_sign_ins WHERE code_hash = :hash", {{"hash", hash}});
    if (!gone) return gone.error();
    return *gone == 1 ? std::move(*found) : std::nullopt;
  });
}

}  // namespace

Result<Response> sign_in_page(Service& service, const Browser& browser, std::string_view next,
                              std::string_view problem) {
  const auto code = service.query("code");  // of the link that the command prints
  std::string body = problem.empty() ? "" : "<p role=\"alert\"><strong>" + escape_html(problem) + "</strong></p>";
  body +=
      "<p>In a terminal, run <code>chitty auth sign-in</code> and type the code that it shows.</p>"
      "<form method=\"post\" action=\"" +
      escape_html(std::string(service.base_url()) + "/v1/oauth/sign-in") +
      "\"><label for=\"code\">Code</label><input type=\"text\" id=\"code\" name=\"code\" value=\"" +
      escape_html(normal_user_code(code).empty() ? "" : code) +
      "\" autocomplete=\"one-time-code\" autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"16\" required "
      "autofocus>" +
      hidden_field("next", next) + hidden_field("form", form_token(service, browser)) +
      "<div class=\"choices\"><button class=\"first\">Sign in</button></div></form>"
      "<p class=\"faint\">The code is good for five minutes and one use. Never type one that somebody sent you.</p>";
  auto made = page(service, problem.empty() ? 200 : 403, "Sign in", body);
  if (!made) return made;
  return with_cookie(service, browser, std::move(*made));
}

namespace service {

// POST /v1/oauth/sign-in-codes: a code for the caller, with what the caller may do.
Result<Response> make_sign_in_code(Service& service) {
  const auto caller = service.caller();
  const auto code = new_user_code(service.crypto());
  if (!code) return code.error();
  const auto expires = service.now() + lifetime;
  auto store = service.store();
  auto purged = store.execute("DELETE FROM oauth_sign_ins WHERE expires_at < :now", {{"now", service.now()}});
  if (!purged) return purged.error();
  auto kept = store.execute(
      "INSERT INTO oauth_sign_ins (code_hash, subject, scopes, token_id, expires_at) VALUES (:hash, :subject, :scopes, "
      ":token, :expires)",
      {{"hash", hash_of(service, normal_user_code(*code))},
       {"subject", caller.subject},
       {"scopes", list_text(scopes_of_caller(service))},
       {"token", caller.owner ? json::value() : json::value(caller.token_id)},
       {"expires", expires}});
  if (!kept) return kept.error();
  const auto url = std::string(service.base_url()) + "/v1/oauth/sign-in?code=" + *code;
  return fresh(Response(
      201, envelope(service,
                    {{"code", *code}, {"url", url}, {"subject", caller.subject}, {"expires_at", rfc3339(expires)}})));
}

// GET /v1/oauth/sign-in: the page; a link with the code in it fills it in, and does not use it up.
Result<Response> show_sign_in(Service& service) {
  const auto browser = browser_of(service);
  if (!browser) return browser.error();
  return sign_in_page(service, *browser, "");
}

// POST /v1/oauth/sign-in
Result<Response> sign_in(Service& service) {
  const auto text = service.text();
  if (!text) return text.error();
  const auto form = parse_form(*text);
  auto browser = browser_of(service);
  if (!browser) return browser.error();
  if (!form || !is_own_form(service, *browser, *form) || !is_own_page(form->text("next")))
    return message_page(service, 403, "Sign in", "This form is not from this browser's own page.",
                        "Open the page again and type the code there.");
  const auto code = normal_user_code(form->text("code"));
  const auto row = code.empty() ? Result<std::optional<Row>>(std::nullopt) : take_code(service, code);
  if (!row) return row.error();
  if (!*row)
    return sign_in_page(service, *browser, form->text("next"),
                        "This code is not good: it is another one, was used already, or has expired.");
  auto began = begin_session(service, *browser, **row);
  if (!began) return began.error();
  auto told = service.event({{"type", "oauth.signed_in"},
                             {"subject", (*row)->at("subject")},
                             {"data", json::object{{"client", service.client()}}}});
  if (!told) return told.error();
  const auto next = form->text("next");
  if (!next.empty()) return with_cookie(service, *browser, redirect_to(std::string(service.base_url()) + "/" + next));
  auto done =
      message_page(service, 200, "Signed in", "You are signed in for an hour as " + text_of(**row, "subject") + ".",
                   "You may close this page.");
  if (!done) return done;
  return with_cookie(service, *browser, std::move(*done));
}

}  // namespace service

}  // namespace chitty::auth
