// OAuth under test: the service with a real store and real keys, a browser that keeps its cookie, and a client.
#pragma once

#include <chitty/form.hpp>
#include <chitty/jws.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>

#include "../pkce.hpp"

namespace chitty::auth::testing {

using testkit::Answered;

inline constexpr std::string_view base = "http://127.0.0.1:4271/chittyauth";
inline constexpr std::string_view verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";  // RFC 7636, appendix B
inline constexpr std::string_view challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
inline constexpr std::string_view redirect = "http://127.0.0.1:41234/callback";

class OAuthTest : public testkit::ServiceTest {
 protected:
  OAuthTest() { scopes = {"admin:*"}; }

  // --- a client ---
  std::string add_client(json::object more = {}) {
    json::object order{
        {"name", "A <tool>"}, {"client_id", "abc123"}, {"redirect_uris", json::array{"http://127.0.0.1/callback"}}};
    for (auto& [name, value] : more) order[name] = std::move(value);
    const auto answer = send("oauth-create-client", order);
    EXPECT_EQ(answer.status, 201) << answer.text;
    const auto& client = answer.body.at("client").as_object();
    return client.contains("client_secret") ? std::string(client.at("client_secret").as_string()) : "";
  }
  Answered post_form(const std::string& handler, const std::string& text, const std::string& authorization = {}) {
    testkit::Incoming in{
        .handler = handler, .method = "POST", .body = text, .content_type = "application/x-www-form-urlencoded"};
    if (!authorization.empty()) in.headers["authorization"] = authorization;
    return ask(std::move(in));
  }
  Answered token(const std::string& text, const std::string& authorization = {}) {
    return post_form("oauth-token", text, authorization);
  }

  // --- a browser ---
  Answered visit(const std::string& handler, const std::string& query = {}) {
    testkit::Incoming in{.handler = handler, .target = "/chittyauth/x?" + query};
    const auto form = parse_form(query);
    if (form) in.query = form->fields();
    return browse(std::move(in));
  }
  // As a page with its script does, which fills in the key that was kept.
  Answered submit(const std::string& handler, const std::string& text) {
    const bool grants = handler == "oauth-consent" || handler == "oauth-answer-device";
    return browse({.handler = handler,
                   .method = "POST",
                   .body = grants && !key.empty() ? text + "&key=" + key : text,
                   .content_type = "application/x-www-form-urlencoded"});
  }
  Answered browse(testkit::Incoming in) {
    if (!cookie.empty()) in.headers["cookie"] = "other=1; chitty_session=" + cookie;
    auto answer = ask(std::move(in));
    if (const auto* set = answer.headers.if_contains("Set-Cookie")) {
      const std::string text(set->as_string());
      cookie = text.substr(15, text.find(';') - 15);
    }
    if (const auto given = field(answer.text, "key"); !given.empty()) key = given;
    return answer;
  }
  // The value of a form's field in a page.
  static std::string field(const std::string& page, const std::string& name) {
    const auto at = page.find("name=\"" + name + "\"");
    if (at == std::string::npos) return {};
    const auto value = page.find("value=\"", at) + 7;
    std::string text = page.substr(value, page.find('"', value) - value);
    for (auto amp = text.find("&amp;"); amp != std::string::npos; amp = text.find("&amp;", amp + 1))
      text.erase(amp + 1, 4);
    return text;
  }
  std::string sign_in_code() {
    const auto answer = ask({.handler = "oauth-sign-in-code", .method = "POST"});
    EXPECT_EQ(answer.status, 201) << answer.text;
    return std::string(answer.body.at("code").as_string());
  }
  void sign_in() {
    const auto page = visit("oauth-show-sign-in");
    const auto done =
        submit("oauth-sign-in", form_text({{"code", sign_in_code()}, {"form", field(page.text, "form")}}));
    ASSERT_EQ(done.status, 200) << done.text;
  }

  // The form of these fields, some of them changed, added or, by null, left out.
  static std::string form_of(json::object all, const json::object& change) {
    for (const auto& [name, value] : change) all[name] = value;
    std::string text;
    for (const auto& [name, value] : all)
      if (value.is_string())
        text += (text.empty() ? "" : "&") + encode(name) + "=" + encode(std::string_view(value.get_string()));
    return text;
  }

  // --- the code flow ---
  static std::string request(json::object change = {}) {
    json::object all{{"response_type", "code"},
                     {"client_id", "abc123"},
                     {"redirect_uri", redirect},
                     {"scope", "openid chittyid:read"},
                     {"state", "s-1"},
                     {"nonce", "n-1"},
                     {"code_challenge", challenge},
                     {"code_challenge_method", "S256"}};
    return form_of(std::move(all), change);
  }
  static Form answer_in(const Answered& answered) {
    const auto* location = answered.headers.if_contains("Location");
    EXPECT_TRUE(location) << answered.status << " " << answered.text;
    if (!location) return {};
    const std::string text(location->as_string());
    EXPECT_EQ(text.find_first_of("\r\n "), std::string::npos);
    return parse_form(std::string_view(text).substr(text.find('?') + 1)).value();
  }
  // Sign in, ask, allow: the code.
  std::string code(json::object change = {}) {
    sign_in();
    const auto page = visit("oauth-authorize", request(std::move(change)));
    EXPECT_EQ(page.status, 200) << page.text;
    const auto sent = submit("oauth-consent", form_text({{"request", field(page.text, "request")},
                                                         {"form", field(page.text, "form")},
                                                         {"decision", "allow"}}));
    EXPECT_EQ(sent.status, 303) << sent.text;
    return answer_in(sent).text("code");
  }
  static std::string redeeming(const std::string& code, json::object change = {}) {
    json::object all{{"grant_type", "authorization_code"},
                     {"code", code},
                     {"redirect_uri", redirect},
                     {"client_id", "abc123"},
                     {"code_verifier", verifier}};
    return form_of(std::move(all), change);
  }
  json::object tokens() {
    const auto answer = token(redeeming(code()));
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.body;
  }
  std::string refreshing(const std::string& token, Query more = {}) {
    auto text = form_text({{"grant_type", "refresh_token"}, {"refresh_token", token}, {"client_id", "abc123"}});
    const auto rest = form_text(more);
    return rest.empty() ? text : text + "&" + rest;
  }

  // Ask by that token from here on.
  void show(const std::string& text) {
    const auto known = check(text);
    ASSERT_TRUE(known) << known.error().message;
    caller = text_in(*known, "subject"), scopes = known->at("scopes").as_array(), caller_token = text_in(*known, "token_id");
  }

  // --- what is in the store ---
  static std::int64_t count(const std::string& sql) { return testkit::number_in_store(sql); }

  std::string cookie, key;  // what the browser keeps: for the host, and for host and port
};

}  // namespace chitty::auth::testing
