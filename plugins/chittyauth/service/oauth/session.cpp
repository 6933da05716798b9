#include "session.hpp"

#include <algorithm>
#include <chitty/cookie.hpp>

#include "../../pkce.hpp"
#include "../grant_tree.hpp"
#include "../housekeeping.hpp"
#include "../issue.hpp"
#include "../rows.hpp"
#include "page.hpp"

namespace chitty::auth {

namespace {

constexpr std::int64_t lifetime = 3'600'000;

constexpr std::string_view own_cookie = "chitty_session";

Result<std::optional<Row>> form_secret(Service& service) {
  return service.store().find("SELECT secret FROM oauth_form_secrets ORDER BY id LIMIT 1");
}

Result<Browser> known_by(Service& service, std::string cookie, bool is_new) {
  CHITTY_TRY(const auto row, form_secret(service));
  if (!row) return make_error(Code::host_fault, "The service has no secret for its forms: it has not been started.");
  auto form = hash_of(service, "form " + cookie + text_in(*row, "secret"));
  return Browser{std::move(cookie), is_new, {}, std::move(form)};
}

}  // namespace

Result<Browser> browser_of(Service& service) {
  auto cookie = cookie_in(service.header("Cookie"), cookie_name(service, own_cookie));
  if (cookie.size() != 43) {  // none, or none of ours
    CHITTY_TRY(auto secret, new_secret(service.crypto(), 32));
    return known_by(service, std::move(secret), true);
  }
  CHITTY_TRY(auto browser, known_by(service, std::move(cookie), false));
  CHITTY_TRY(const auto row, service.store().find(
                                 "SELECT subject, scopes, token_id, auth_time, key_hash FROM oauth_sessions WHERE session_hash = :hash AND expires_at > :now",
                                 {{"hash", hash_of(service, browser.cookie)}, {"now", service.now()}}));
  if (!row) return browser;
  const auto token = text_in(*row, "token_id");  // of the owner there is none: that file is read at each start
  CHITTY_TRY(const auto good, token.empty() ? Result<bool>(true) : token_is_good(service, token));
  if (good)
    browser.session = Session{text_in(*row, "subject"), list_in(*row, "scopes"), number_in(*row, "auth_time"), token,
                              text_in(*row, "key_hash")};
  return browser;
}

Result<void> begin_session(Service& service, Browser& browser, const Row& row) {
  CHITTY_TRY(auto secret, new_secret(service.crypto(), 32));
  CHITTY_TRY(auto key, new_secret(service.crypto(), 32));
  const auto now = service.now();
  const auto token = text_in(row, "token_id");
  CHITTY_TRY(const auto expires, end_within(service, token, now + lifetime));
  CHITTY_DO(clear_ended(service, Passing::session));
  CHITTY_DO(service.store().execute("DELETE FROM oauth_sessions WHERE session_hash = :old", {{"old", hash_of(service, browser.cookie)}}));
  CHITTY_TRY(browser, known_by(service, std::move(secret), true));
  CHITTY_DO(service.store().insert("oauth_sessions", {{"session_hash", hash_of(service, browser.cookie)},
                                                      {"subject", row.at("subject")},
                                                      {"scopes", row.at("scopes")},
                                                      {"token_id", row.at("token_id")},
                                                      {"auth_time", now},
                                                      {"expires_at", expires},
                                                      {"key_hash", hash_of(service, key)}}));
  browser.session = Session{text_in(row, "subject"), list_in(row, "scopes"), now, token, hash_of(service, key)};
  browser.key = std::move(key);
  return {};
}

Result<void> prepare_form_secret(Service& service) {
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto known, form_secret(service));
    if (known) return {};
    CHITTY_TRY(const auto secret, new_secret(service.crypto(), 32));
    CHITTY_TRY(const auto id, new_id(service, "form_"));
    return service.store().insert("oauth_form_secrets", {{"id", id}, {"secret", secret}});
  });
}

bool is_own_page(std::string_view next) {
  constexpr std::string_view others = "-._~?&=%+";
  const bool known = next.empty() || next.starts_with("v1/oauth/authorize?") || next == "device" || next.starts_with("device?");
  return known && std::all_of(next.begin(), next.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                  others.find(c) != std::string_view::npos;
         });
}

bool is_own_form(const Browser& browser, const Form& form) {
  return !browser.is_new && same_secret(form.text("form"), browser.form);
}

bool has_key(Service& service, const Browser& browser, const Form& form) {
  return browser.session && !form.text("key").empty() &&
         same_secret(hash_of(service, form.text("key")), browser.session->key_hash);
}

Response with_cookie(Service& service, const Browser& browser, Response response) {
  if (browser.is_new) response.headers["Set-Cookie"] = set_cookie(service, own_cookie, browser.cookie, lifetime / 1000, "Lax");
  return response;
}

}  // namespace chitty::auth
