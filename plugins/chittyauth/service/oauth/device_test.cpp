// Devices without a browser (RFC 8628).
#include "../../testing/oauth.hpp"

namespace chitty::auth::testing {
namespace {

class Device : public OAuthTest {
 protected:
  void SetUp() override {
    OAuthTest::SetUp();
    add_client();
    const auto answer =
        post_form("oauth-begin-device", form_text({{"client_id", "abc123"}, {"scope", "openid chittyid:read"}}));
    ASSERT_EQ(answer.status, 200) << answer.text;
    device_code = std::string(answer.body.at("device_code").as_string());
    user_code = std::string(answer.body.at("user_code").as_string());
    EXPECT_EQ(answer.body.at("interval"), 5);
    EXPECT_EQ(answer.body.at("expires_in"), 600);
    EXPECT_EQ(answer.body.at("verification_uri_complete"),
              json::value(std::string(base) + "/device?user_code=" + user_code));
  }
  Answered poll(const char* client = "abc123") {
    return token(form_text({{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                            {"device_code", device_code},
                            {"client_id", client}}));
  }
  std::string error_of_poll() {
    const auto answer = poll();
    EXPECT_EQ(answer.status, 400) << answer.text;
    return std::string(answer.body.at("error").as_string());
  }
  Answered answer(const char* decision) {
    sign_in();
    const auto page = visit("oauth-device-page", "user_code=" + user_code);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.text.find(user_code), std::string::npos);
    return submit("oauth-answer-device", form_text({{"user_code", field(page.text, "user_code")},
                                                    {"form", field(page.text, "form")},
                                                    {"decision", decision}}));
  }
  static std::int64_t given() { return count("SELECT COUNT(*) FROM auth_tokens"); }

  std::string device_code, user_code;
};

TEST_F(Device, gets_its_tokens_once_the_person_has_allowed_it) {
  EXPECT_EQ(error_of_poll(), "authorization_pending");
  EXPECT_EQ(answer("allow").status, 200);
  now += 5'000;
  const auto tokens = poll();
  ASSERT_EQ(tokens.status, 200) << tokens.text;
  EXPECT_EQ(tokens.body.at("scope"), "openid chittyid:read");
  EXPECT_TRUE(tokens.body.contains("id_token"));
  EXPECT_TRUE(tokens.body.contains("refresh_token"));
  EXPECT_EQ(error_of_poll(), "invalid_grant");  // once
  EXPECT_EQ(given(), 2);
}

TEST_F(Device, that_asks_too_fast_has_to_ask_more_slowly) {
  EXPECT_EQ(error_of_poll(), "authorization_pending");
  now += 4'000;
  EXPECT_EQ(error_of_poll(), "slow_down");
  now += 5'000;
  EXPECT_EQ(error_of_poll(), "slow_down");  // ten seconds by now
  now += 14'900;                            // fifteen, and a network that jitters
  EXPECT_EQ(error_of_poll(), "authorization_pending");
  EXPECT_EQ(given(), 0);
}

TEST_F(Device, gets_nothing_when_the_person_says_no) {
  EXPECT_EQ(answer("deny").status, 200);
  EXPECT_EQ(error_of_poll(), "access_denied");
  EXPECT_EQ(visit("oauth-device-page", "user_code=" + user_code).text.find("value=\"allow\""), std::string::npos);
  EXPECT_EQ(given(), 0);
}

TEST_F(Device, gets_nothing_after_ten_minutes) {
  now += 600'000;
  EXPECT_EQ(error_of_poll(), "expired_token");
  sign_in();
  const auto page = visit("oauth-device-page", "user_code=" + user_code);
  EXPECT_NE(page.text.find("Unknown or expired code"), std::string::npos);
  EXPECT_EQ(given(), 0);
}

TEST_F(Device, code_of_another_client_is_none) {
  add_client({{"client_id", "other"}});
  EXPECT_EQ(poll("other").body.at("error"), "invalid_grant");
  EXPECT_EQ(poll("nobody").status, 401);
  device_code.back() = device_code.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(error_of_poll(), "invalid_grant");
  EXPECT_EQ(given(), 0);
}

TEST_F(Device, is_not_answered_by_a_form_of_another_site) {
  sign_in();
  EXPECT_EQ(
      submit("oauth-answer-device", form_text({{"user_code", user_code}, {"form", "x"}, {"decision", "allow"}})).status,
      403);
  const auto page = visit("oauth-device-page", "user_code=" + user_code);
  cookie.clear();
  EXPECT_EQ(submit("oauth-answer-device",
                   form_text({{"user_code", user_code}, {"form", field(page.text, "form")}, {"decision", "allow"}}))
                .status,
            403);
  EXPECT_EQ(error_of_poll(), "authorization_pending");
}

TEST_F(Device, page_asks_for_sign_in_then_for_the_code) {
  const auto first = visit("oauth-device-page", "user_code=" + user_code);
  EXPECT_EQ(field(first.text, "next"), "device?user_code=" + user_code);
  sign_in();
  EXPECT_NE(visit("oauth-device-page").text.find("The code that your device shows"), std::string::npos);
  for (const char* wrong : {"BBBB-BBBB", "%27%20OR%201%3D1", "%3Cscript%3E"}) {
    const auto page = visit("oauth-device-page", std::string("user_code=") + wrong);
    EXPECT_NE(page.text.find("Unknown or expired code"), std::string::npos) << wrong;
    EXPECT_EQ(page.text.find("<script"), std::string::npos);
  }
}

TEST_F(Device, grants_what_the_person_may_do) {
  caller = "did:chitty:person", scopes = {"acme:read"};
  EXPECT_EQ(answer("allow").status, 200);
  EXPECT_EQ(poll().body.at("scope"), "openid");
}

TEST_F(Device, asks_who_the_person_is_where_nobody_names_a_scope) {
  EXPECT_EQ(post_form("oauth-begin-device", form_text({{"client_id", "abc123"}})).status, 200);
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_device_codes WHERE scope = 'openid'"), 1);
}

TEST_F(Device, begins_only_for_a_client_that_may) {
  const auto begin = [&](Query form) { return post_form("oauth-begin-device", form_text(form)); };
  EXPECT_EQ(begin({{"client_id", "nobody"}}).status, 401);
  EXPECT_EQ(begin({{"client_id", "abc123"}, {"scope", "x"}}).body.at("error"), "invalid_scope");
  add_client({{"client_id", "web"}, {"grant_types", json::array{"authorization_code"}}});
  EXPECT_EQ(begin({{"client_id", "web"}, {"scope", "openid"}}).body.at("error"), "unauthorized_client");
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_device_codes"), 1);
}

}  // namespace
}  // namespace chitty::auth::testing
