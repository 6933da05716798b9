// Signing in at a browser: `chitty auth sign-in` asks for a one-time code as whoever the command line is, and the
// person types it at the page. No password exists that could be asked for or lost.
#include <chitty/time.hpp>

#include "../../names.hpp"
#include "../../user_code.hpp"
#include "../grant_tree.hpp"
#include "../housekeeping.hpp"
#include "../order.hpp"
#include "../rows.hpp"
#include "consent.hpp"
#include "error.hpp"
#include "page.hpp"

namespace chitty::auth {

Result<Response> sign_in_page(Service& service, const Browser& browser, std::string_view next, std::string_view problem) {
  const auto code = service.query("code");  // of the link that the command prints
  auto made = page(service, problem.empty() ? 200 : 403, "Sign in",
                   filled(R"({!problem}<p>In a terminal, run <code>chitty auth sign-in</code> and type the code that it shows.</p>)"
                          R"(<form method="post" action="{action}"><label for="code">Code</label>)"
                          R"(<input type="text" id="code" name="code" value="{code}" autocomplete="one-time-code")"
                          R"( autocapitalize="characters" spellcheck="false" maxlength="16" required autofocus>{!fields})"
                          R"(<div class="choices"><button class="first">Sign in</button></div></form>)"
                          R"(<p class="faint">The code is good for five minutes and one use. Never type one that somebody sent you.</p>)",
                          {{"problem", problem_in_page(problem)},
                           {"action", std::string(service.base_url()) + "/v1/oauth/sign-in"},
                           {"code", normal_user_code(code).empty() ? "" : code},
                           {"fields", hidden_field("next", next) + hidden_field("form", browser.form)}}));
  return made ? with_cookie(service, browser, std::move(*made)) : std::move(made);
}

}  // namespace chitty::auth

namespace chittyauth::routes {

namespace {

constexpr std::int64_t lifetime = 300'000;

// Whose code it is; none when it is not there, has been used or has expired. Using it up is one statement, so that of
// two browsers one gets in.
Result<std::optional<Row>> take_code(Service& service, const std::string& typed) {
  const auto code = normal_user_code(typed);
  if (code.empty()) return std::optional<Row>();
  return service.store().find("DELETE FROM oauth_sign_ins WHERE code_hash = :hash RETURNING subject, scopes, token_id, expires_at > :now AS is_good",
                              {{"hash", hash_of(service, code)}, {"now", service.now()}});
}

Result<Response> signed_in_page(Service& service, const Browser& browser) {
  return page(service, 200, "Signed in",
              filled(R"(<p>You are signed in for an hour as {subject}.</p><p class="faint">You may close this page.</p>)",
                     {{"subject", browser.session->subject}}) +
                  hidden_field("key", browser.key),
              {}, true);
}

}  // namespace

// POST /v1/oauth/sign-in-codes: a code for the caller, with what the caller may do.
Result<Response> oauth_sign_in_code(Service& service) {
  const auto subject = service.caller().subject, token = token_of_caller(service);
  CHITTY_TRY(const auto code, new_user_code(service.crypto()));
  CHITTY_TRY(const auto expires, end_within(service, token, service.now() + lifetime));
  CHITTY_DO(clear_ended(service, Passing::sign_in));
  CHITTY_DO(service.store().insert("oauth_sign_ins", {{"code_hash", hash_of(service, normal_user_code(code))},
                                                      {"subject", subject},
                                                      {"scopes", list_text(scopes_of_caller(service))},
                                                      {"token_id", text_or_null(token)},
                                                      {"expires_at", expires}}));
  const auto url = std::string(service.base_url()) + "/v1/oauth/sign-in?code=" + code;
  return fresh(Response(201, envelope(service, {{"code", code}, {"url", url}, {"subject", subject}, {"expires_at", rfc3339(expires)}})));
}

// GET /v1/oauth/sign-in: the page; a link with the code in it fills it in, and does not use it up.
Result<Response> oauth_show_sign_in(Service& service) {
  CHITTY_TRY(const auto browser, browser_of(service));
  return sign_in_page(service, browser, "");
}

// POST /v1/oauth/sign-in
Result<Response> oauth_sign_in(Service& service) {
  const auto form = form_of(service);
  CHITTY_TRY(auto browser, browser_of(service));
  if (!form || !is_own_form(browser, *form) || !is_own_page(form->text("next")))
    return message_page(service, 403, "Sign in", "This form is not from this browser's own page.", "Open the page again and type the code there.");
  const auto next = form->text("next");
  CHITTY_TRY(const auto row, take_code(service, form->text("code")));
  if (!row || number_in(*row, "is_good") == 0) return sign_in_page(service, browser, next, "Invalid or expired code.");
  if (auto begun = begin_session(service, browser, *row); !begun) {
    if (begun.error().code != Code::unauthenticated) return begun.error();
    return sign_in_page(service, browser, next, "The token that created this code has been revoked or has expired.");
  }
  CHITTY_DO(service.event("oauth.signed_in", text_in(*row, "subject"), {{"client", service.client()}}));
  auto done = next.empty() ? signed_in_page(service, browser) : ask_after_sign_in(service, browser, next);
  return done ? with_cookie(service, browser, std::move(*done)) : std::move(done);
}

}  // namespace chittyauth::routes
