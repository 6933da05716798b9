// Clients that no administrator added, and what they may have written into addresses.
#include "../../testing/oauth.hpp"

namespace chitty::auth::testing {
namespace {

class Strangers : public OAuthTest {
 protected:
  void expect_page(const Answered& answer, int status, std::string_view words) {
    EXPECT_EQ(answer.status, status) << answer.text;
    EXPECT_FALSE(answer.headers.contains("Location"));
    EXPECT_NE(answer.text.find(words), std::string::npos) << answer.text;
  }
};

// A link that anybody may have written leads to nobody's own address without a page between.
TEST_F(Strangers, of_a_client_that_nobody_stands_for_an_error_is_a_page_first) {
  const auto own =
      send("oauth-register", {{"client_name", "Evil <b>"}, {"redirect_uris", json::array{"https://evil.example/cb"}}});
  const auto id = text_in(own.body, "client_id");
  caller = "did:chitty:eve", scopes = {"chittyauth:write"};
  add_client({{"client_id", "official"}, {"redirect_uris", json::array{"https://evil.example/cb"}}});
  caller = "owner", scopes = {"admin:*"};
  for (const auto& client : {id, std::string("official")}) {
    const auto of = [&](json::object change) {
      change["client_id"] = client, change["redirect_uri"] = "https://evil.example/cb";
      return request(change);
    };
    for (const auto& wrong : {of({{"response_type", "token"}}), of({{"code_challenge", nullptr}}), of({{"scope", "x"}}),
                              of({{"prompt", "none"}})}) {
      const auto page = visit("oauth-authorize", wrong);
      expect_page(page, 400, "This request cannot be answered");
      EXPECT_NE(page.text.find("<dd>https://evil.example</dd>"), std::string::npos) << page.text;
      EXPECT_NE(page.text.find("href=\"https://evil.example/cb?error="), std::string::npos) << page.text;
      EXPECT_NE(page.text.find(client == id ? "Evil &lt;b&gt; (it registered itself)" : "(added by did:chitty:eve"),
                std::string::npos);
      EXPECT_EQ(std::string(page.headers.at("Content-Security-Policy").as_string()).find("evil"), std::string::npos);
    }
  }
  cookie.clear();
  sign_in();
  expect_page(visit("oauth-authorize",
                    request({{"client_id", id}, {"redirect_uri", "https://evil.example/cb"}, {"prompt", "none"}})),
              400, "It wants you to go to");
  // Whom the person has been shown already is answered at once.
  const auto asked_page =
      visit("oauth-authorize", request({{"client_id", id}, {"redirect_uri", "https://evil.example/cb"}}));
  const auto denied = submit("oauth-consent", form_text({{"request", field(asked_page.text, "request")},
                                                         {"form", field(asked_page.text, "form")},
                                                         {"decision", "deny"}}));
  EXPECT_EQ(answer_in(denied).text("error"), "access_denied");
}

TEST_F(Strangers, a_policy_is_made_of_what_was_understood_only) {
  for (const char* uri : {"https://app.example;script-src/cb", "https://app.example,x/cb", "https://*/cb"})
    EXPECT_EQ(send("oauth-register", {{"redirect_uris", json::array{uri}}}).status, 400) << uri;
  add_client();
  ASSERT_TRUE(testkit::run_sql(
      "UPDATE oauth_clients SET redirect_uris = '[\"https://a;script-src/cb\"]'"));  // kept before the rule
  sign_in();
  const auto page = visit("oauth-authorize", request({{"redirect_uri", "https://a;script-src/cb"}}));
  const auto policy = std::string(page.headers.at("Content-Security-Policy").as_string());
  EXPECT_EQ(policy.find("https://a"), std::string::npos) << policy;
  EXPECT_EQ(policy.substr(policy.size() - 18), "form-action 'self'");
}

}  // namespace
}  // namespace chitty::auth::testing
