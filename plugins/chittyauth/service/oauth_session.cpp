#include "oauth_session.hpp"

#include <algorithm>

#include "../pkce.hpp"
#include "issue.hpp"
#include "oauth_page.hpp"
#include "rows.hpp"

namespace chitty::auth {

namespace {

constexpr std::string_view cookie_name = "chitty_session";
constexpr std::int64_t lifetime = 3'600'000;

std::string cookie_in(std::string_view field) {
  while (!field.empty()) {
    auto one = field.substr(0, field.find(';'));
    field.remove_prefix(one.size() < field.size() ? one.size() + 1 : one.size());
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (one.substr(0, cookie_name.size()) == cookie_name && one.substr(cookie_name.size(), 1) == "=")
      return std::string(one.substr(cookie_name.size() + 1));
  }
  return {};
}

std::string set_cookie(Service& service, const std::string& value) {
  const auto base = service.base_url();
  const auto path = base.substr(base.find('/', base.find("://") + 3));
  std::string field = std::string(cookie_name) + "=" + value + "; Path=" + std::string(path) +
                      "; Max-Age=" + std::to_string(lifetime / 1000) + "; HttpOnly; SameSite=Lax";
  return base.substr(0, 8) == "https://" ? field + "; Secure" : field;
}

}  // namespace

Result<Browser> browser_of(Service& service) {
  Browser browser{cookie_in(service.header("Cookie"))};
  if (browser.cookie.size() != 43) {  // none, or none of ours
    const auto random = service.crypto().random(32);
    if (!random) return random.error();
    return Browser{base64url(*random), true};
  }
  auto row = service.store().find(
      "SELECT subject, scopes, token_id, auth_time FROM oauth_sessions WHERE session_hash = :hash AND expires_at > "
      ":now",
      {{"hash", hash_of(service, browser.cookie)}, {"now", service.now()}});
  if (!row) return row.error();
  if (!*row) return browser;
  const auto token = text_of(**row, "token_id");  // of the owner there is none: that file is read at each start
  const auto good = token.empty() ? Result<bool>(true) : token_is_good(service, token);
  if (!good) return good.error();
  if (*good)
    browser.session = Session{text_of(**row, "subject"), list_in(**row, "scopes"), number_in(**row, "auth_time")};
  return browser;
}

Result<void> begin_session(Service& service, Browser& browser, const Row& row) {
  const auto random = service.crypto().random(32);
  if (!random) return random.error();
  const auto now = service.now();
  auto store = service.store();
  auto purged = store.execute("DELETE FROM oauth_sessions WHERE expires_at < :now OR session_hash = :old",
                              {{"now", now}, {"old", hash_of(service, browser.cookie)}});
  if (!purged) return purged.error();
  browser = Browser{base64url(*random), true};
  auto kept = store.execute(
      "INSERT INTO oauth_sessions (session_hash, subject, scopes, token_id, auth_time, expires_at)"
      " VALUES (:hash, :subject, :scopes, :token, :now, :expires)",
      {{"hash", hash_of(service, browser.cookie)},
       {"subject", row.at("subject")},
       {"scopes", row.at("scopes")},
       {"token", row.at("token_id")},
       {"now", now},
       {"expires", now + lifetime}});
  return kept ? Result<void>() : kept.error();
}

bool is_own_page(std::string_view next) {
  constexpr std::string_view others = "-._~?&=%+";
  const bool known =
      next.empty() || next.substr(0, 19) == "v1/oauth/authorize?" || next == "device" || next.substr(0, 7) == "device?";
  return known && std::all_of(next.begin(), next.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                  others.find(c) != std::string_view::npos;
         });
}

std::string form_token(Service& service, const Browser& browser) { return hash_of(service, "form " + browser.cookie); }

bool is_own_form(Service& service, const Browser& browser, const Form& form) {
  return !browser.is_new && same_secret(form.text("form"), form_token(service, browser));
}

Response with_cookie(Service& service, const Browser& browser, Response response) {
  if (browser.is_new) response.headers["Set-Cookie"] = set_cookie(service, browser.cookie);
  return response;
}

}  // namespace chitty::auth
