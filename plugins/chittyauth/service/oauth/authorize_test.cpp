// The authorization endpoint: what is asked of a person, and where the answer goes.
#include "../../testing/oauth.hpp"

namespace chitty::auth::testing {
namespace {

class Authorize : public OAuthTest {
 protected:
  void expect_page(const Answered& answer, int status, std::string_view words) {
    EXPECT_EQ(answer.status, status) << answer.text;
    EXPECT_FALSE(answer.headers.contains("Location"));
    EXPECT_NE(answer.text.find(words), std::string::npos) << answer.text;
  }
  void expect_refused(const std::string& request, std::string_view word) {
    const auto answer = visit("oauth-authorize", request);
    EXPECT_EQ(answer.status, 303) << request << answer.text;
    const auto form = answer_in(answer);
    EXPECT_EQ(form.text("error"), word) << request;
    EXPECT_EQ(form.text("state"), "s-1");
    EXPECT_EQ(form.text("iss"), base);
    EXPECT_FALSE(form.has("code"));
  }
  void TearDown() override { EXPECT_EQ(count("SELECT COUNT(*) FROM auth_tokens"), 0); }
};

TEST_F(Authorize, asks_a_signed_in_person_and_sends_back_a_code) {
  add_client();
  sign_in();
  const auto page = visit("oauth-authorize", request());
  expect_page(page, 200, "Allow A &lt;tool&gt;?");
  for (const char* words :
       {"know who you are", "read what is kept by chittyid", "http://127.0.0.1:41234", "<dd>owner</dd>"})
    EXPECT_NE(page.text.find(words), std::string::npos) << words;
  const auto policy = std::string(page.headers.at("Content-Security-Policy").as_string());
  EXPECT_EQ(policy.find("default-src 'none'"), 0u);
  EXPECT_NE(policy.find("form-action 'self' http://127.0.0.1:41234"), std::string::npos);
  EXPECT_EQ(page.headers.at("Cache-Control"), "no-store");
  EXPECT_NE(policy.find("; script-src 'nonce-"), std::string::npos);
  EXPECT_EQ(page.text.find("<script"), page.text.rfind("<script"));
  EXPECT_NE(page.text.find("<script nonce=\""), std::string::npos);
  for (const char* none : {"http-equiv", "src=", "@import", "url("})
    EXPECT_EQ(page.text.find(none), std::string::npos) << none;

  const auto sent = submit(
      "oauth-consent",
      form_text({{"request", field(page.text, "request")}, {"form", field(page.text, "form")}, {"decision", "allow"}}));
  EXPECT_EQ(sent.status, 303);
  EXPECT_EQ(std::string(sent.headers.at("Location").as_string()).find("http://127.0.0.1:41234/callback?code="), 0u);
  const auto answer = answer_in(sent);
  EXPECT_EQ(answer.text("code").size(), 43u);
  EXPECT_EQ(answer.text("state"), "s-1");
  EXPECT_EQ(answer.text("iss"), base);
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_authorization_codes"), 1);
  EXPECT_EQ(sent.text.find(answer.text("code")), std::string::npos);
}

TEST_F(Authorize, a_person_who_does_not_allow_it_sends_back_access_denied) {
  add_client();
  sign_in();
  const auto page = visit("oauth-authorize", request());
  for (const char* decision : {"deny", "", "Allow"}) {
    const auto sent = submit("oauth-consent", form_text({{"request", field(page.text, "request")},
                                                         {"form", field(page.text, "form")},
                                                         {"decision", decision}}));
    EXPECT_EQ(answer_in(sent).text("error"), "access_denied");
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_authorization_codes"), 0);
}

TEST_F(Authorize, an_address_that_differs_by_a_character_is_never_gone_to) {
  add_client({{"redirect_uris", json::array{"https://app.example/callback", "http://127.0.0.1/callback"}}});
  sign_in();
  for (const char* other :
       {"https://app.example/callback/", "https://app.example/callbacK", "https://app.example/callback?x=1",
        "https://app.example/callbac", "https://app.example:443/callback", "http://app.example/callback",
        "https://evil.example/callback", "https://app.example/callback#x", "http://127.0.0.1:41234/callbac",
        "http://127.0.0.1:41234@evil.example/callback", "http://localhost:41234/callback", "javascript:alert(1)",
        "https://app.example/callback\r\nSet-Cookie: a=b"})
    expect_page(visit("oauth-authorize", request({{"redirect_uri", other}})), 400, "not registered");
  expect_page(visit("oauth-authorize", request({{"redirect_uri", nullptr}})), 400,
              "not registered");  // two are registered
  expect_page(visit("oauth-authorize", request({{"client_id", "abc124"}})), 400, "client_id is not registered");
  expect_page(visit("oauth-authorize", request({{"client_id", "abc123' OR '1'='1"}})), 400,
              "client_id is not registered");
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_authorization_codes"), 0);
}

TEST_F(Authorize, what_is_there_twice_or_broken_is_never_gone_to) {
  add_client();
  sign_in();
  for (const char* more : {"&state=s-2", "&client_id=other", "&redirect_uri=https%3A%2F%2Fevil.example%2F",
                           "&scope=admin%3A%2A", "&%73tate=x", "&x=%", "&x=%ff"})
    expect_page(visit("oauth-authorize", request() + more), 400, "This request cannot be answered");
}

TEST_F(Authorize, every_other_fault_goes_back_with_state_and_issuer) {
  add_client({{"scopes", json::array{"chittyid:read"}}});
  add_client({{"client_id", "device"}, {"grant_types", json::array{"urn:ietf:params:oauth:grant-type:device_code"}}});
  expect_refused(request({{"code_challenge", nullptr}}), "invalid_request");
  expect_refused(request({{"code_challenge_method", "plain"}}), "invalid_request");
  expect_refused(request({{"code_challenge_method", nullptr}}), "invalid_request");  // plain, if it is not said
  expect_refused(request({{"code_challenge", "short"}}), "invalid_request");
  expect_refused(request({{"code_challenge", verifier.substr(0, 42)}}), "invalid_request");
  expect_refused(request({{"response_type", "token"}}), "unsupported_response_type");
  expect_refused(request({{"response_type", nullptr}}), "invalid_request");
  expect_refused(request({{"response_mode", "fragment"}}), "invalid_request");
  expect_refused(request({{"request", "e30."}}), "request_not_supported");
  expect_refused(request({{"request_uri", "https://evil.example/"}}), "request_uri_not_supported");
  expect_refused(request({{"scope", "chittyid:write"}}), "invalid_scope");
  expect_refused(request({{"scope", "chittyid"}}), "invalid_scope");
  expect_refused(request({{"scope", "openid \" onload"}}), "invalid_scope");
  expect_refused(request({{"prompt", "none"}}), "login_required");
  expect_refused(request({{"prompt", "none login"}}), "invalid_request");
  expect_refused(request({{"prompt", "perhaps"}}), "invalid_request");
  expect_refused(request({{"max_age", "soon"}}), "invalid_request");
  expect_refused(request({{"client_id", "device"}}), "unauthorized_client");
  sign_in();
  expect_refused(request({{"prompt", "none"}}), "consent_required");
}

TEST_F(Authorize, a_state_that_would_split_the_header_stays_one_value) {
  add_client();
  const auto answer = visit("oauth-authorize",
                            request({{"state", "x\r\nSet-Cookie: a=b\r\n\r\n<script>"}, {"response_type", "token"}}));
  const auto location = std::string(answer.headers.at("Location").as_string());
  EXPECT_EQ(location.find_first_of("\r\n<>\" "), std::string::npos) << location;
  EXPECT_EQ(answer_in(answer).text("state"), "x\r\nSet-Cookie: a=b\r\n\r\n<script>");
  sign_in();
  const auto page = visit("oauth-authorize", request({{"state", "\"><script>alert(1)</script>"}}));
  EXPECT_EQ(page.text.find("<script>"), std::string::npos);
}

TEST_F(Authorize, grants_what_the_person_may_do_and_no_more) {
  add_client();
  caller = "did:chitty:person", scopes = {"chittyid:read"};
  sign_in();
  const auto page = visit("oauth-authorize", request({{"scope", "chittyid:read chittyid:write admin:*"}}));
  expect_page(page, 200, "chittyid:read");
  for (const char* none : {">(chittyid:write)", ">(admin:*)"})
    EXPECT_EQ(page.text.find(none), std::string::npos) << none;
  const auto sent = submit(
      "oauth-consent",
      form_text({{"request", field(page.text, "request")}, {"form", field(page.text, "form")}, {"decision", "allow"}}));
  EXPECT_TRUE(answer_in(sent).has("code"));
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_authorization_codes WHERE scope = 'chittyid:read' AND subject = "
                  "'did:chitty:person'"),
            1);
  expect_refused(request({{"scope", "chittyid:write"}}), "invalid_scope");
}

TEST_F(Authorize, a_client_may_ask_for_what_its_wildcard_covers) {
  add_client({{"scopes", json::array{"chittyid:*"}}});
  sign_in();
  expect_page(visit("oauth-authorize", request({{"scope", "openid chittyid:read"}})), 200, "chittyid:read");
  expect_page(visit("oauth-authorize", request({{"scope", nullptr}})), 200, "chittyid:*");  // its own, if none is said
  expect_refused(request({{"scope", "chittyauth:read"}}), "invalid_scope");
  expect_refused(request({{"scope", "admin:*"}}), "invalid_scope");
}

TEST_F(Authorize, a_form_of_another_site_or_browser_grants_nothing) {
  add_client();
  sign_in();
  const auto page = visit("oauth-authorize", request());
  const auto query = field(page.text, "request"), form = field(page.text, "form");
  for (const auto& wrong : {std::string(), form + "x", "x" + form.substr(1)})
    expect_page(submit("oauth-consent", form_text({{"request", query}, {"form", wrong}, {"decision", "allow"}})), 403,
                "Nothing was granted");
  const auto mine = cookie;
  cookie = std::string(43, 'A');
  expect_page(submit("oauth-consent", form_text({{"request", query}, {"form", form}, {"decision", "allow"}})), 403,
              "Nothing was granted");
  cookie.clear();
  expect_page(submit("oauth-consent", form_text({{"request", query}, {"form", form}, {"decision", "allow"}})), 403,
              "Nothing was granted");
  cookie = mine;
  const auto changed = query.substr(0, query.find("redirect_uri=")) + "redirect_uri=https%3A%2F%2Fevil.example%2F";
  expect_page(submit("oauth-consent", form_text({{"request", changed}, {"form", form}, {"decision", "allow"}})), 400,
              "not registered");
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_authorization_codes"), 0);
}

TEST_F(Authorize, leads_through_signing_in_and_back) {
  add_client();
  const auto page = visit("oauth-authorize", request({{"prompt", "login consent"}}));
  expect_page(page, 200, "chitty auth sign-in");
  ASSERT_EQ(cookie.size(), 43u);
  const auto before = cookie;
  const auto next = field(page.text, "next");
  const auto sent = submit("oauth-sign-in",
                           form_text({{"code", sign_in_code()}, {"next", next}, {"form", field(page.text, "form")}}));
  expect_page(sent, 200, "Allow A &lt;tool&gt;?");  // asked at once, by the page that has the key
  EXPECT_EQ(field(sent.text, "key").size(), 43u);
  EXPECT_NE(cookie, before);
  const auto set = std::string(sent.headers.at("Set-Cookie").as_string());
  EXPECT_NE(set.find("; Path=/chittyauth; Max-Age=3600; HttpOnly; SameSite=Lax"), std::string::npos) << set;
  const auto again = visit("oauth-authorize", request());
  expect_page(again, 200, "Allow A &lt;tool&gt;?");
  EXPECT_EQ(field(again.text, "key"), "");  // it is shown once
  expect_page(visit("oauth-authorize", request({{"prompt", "login"}})), 200, "chitty auth sign-in");
  now += 10'000;
  expect_page(visit("oauth-authorize", request({{"max_age", "5"}})), 200, "chitty auth sign-in");
  expect_page(visit("oauth-authorize", request({{"max_age", "15"}})), 200, "Allow A");
  now += 3'600'000;
  expect_page(visit("oauth-authorize", request()), 200, "chitty auth sign-in");
}

}  // namespace
}  // namespace chitty::auth::testing
