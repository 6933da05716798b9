// A browser's session: what a program can do with it that got its cookie, which goes to every port of this machine.
#include "../../testing/oauth.hpp"

namespace chitty::auth::testing {
namespace {

class Sessions : public OAuthTest {
 protected:
  Answered allow(const Answered& page, const std::string& with_key) {
    return browse({.handler = "oauth-consent",
                   .method = "POST",
                   .body = form_text({{"request", field(page.text, "request")},
                                      {"form", field(page.text, "form")},
                                      {"key", with_key},
                                      {"decision", "allow"}}),
                   .content_type = "application/x-www-form-urlencoded"});
  }
  std::int64_t codes() { return count("SELECT COUNT(*) FROM oauth_authorization_codes"); }
};

TEST_F(Sessions, a_cookie_alone_grants_nothing) {
  add_client();
  sign_in();
  const auto stolen = cookie, own_key = key;
  ASSERT_EQ(own_key.size(), 43u);
  const auto page = visit("oauth-authorize", request());  // the page comes, with all that it has
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(page.text.find(own_key), std::string::npos);
  for (const auto& wrong : {std::string(), stolen, field(page.text, "form"), own_key + "x", std::string(43, 'A')}) {
    const auto answer = allow(page, wrong);
    EXPECT_EQ(answer.status, 403);
    EXPECT_FALSE(answer.headers.contains("Location"));
    EXPECT_NE(answer.text.find("Sign in once more."), std::string::npos) << answer.text;
  }
  EXPECT_EQ(codes(), 0);
  EXPECT_EQ(allow(page, own_key).status, 303);
  EXPECT_EQ(codes(), 1);
}

TEST_F(Sessions, whoever_lacks_the_key_signs_in_and_is_asked_again) {
  add_client();
  sign_in();
  const auto page = visit("oauth-authorize", request());
  const auto again = allow(page, "");
  const auto renewed = submit(
      "oauth-sign-in",
      form_text({{"code", sign_in_code()}, {"next", field(again.text, "next")}, {"form", field(again.text, "form")}}));
  ASSERT_EQ(renewed.status, 200) << renewed.text;
  EXPECT_NE(renewed.text.find("Allow A &lt;tool&gt;?"), std::string::npos);
  EXPECT_EQ(allow(renewed, field(renewed.text, "key")).status, 303);  // the page had it, without any script
}

TEST_F(Sessions, a_cookie_that_was_planted_lets_nobody_grant_as_somebody_else) {
  add_client();
  sign_in();
  const auto planted = cookie;
  cookie.clear();
  sign_in();  // the person, at the same browser
  const auto own_key = key;
  cookie = planted;
  const auto page = visit("oauth-authorize", request());
  EXPECT_EQ(allow(page, own_key).status, 403);
  EXPECT_EQ(codes(), 0);
}

TEST_F(Sessions, a_form_is_bound_to_what_cannot_be_made_of_the_cookie) {
  sign_in();
  const auto page = visit("oauth-show-sign-in");
  const Crypto crypto(&testkit::openssl_crypto());
  EXPECT_NE(field(page.text, "form"), base64url(crypto.sha256("form " + cookie)));
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_form_secrets"), 1);
  start();  // another worker
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_form_secrets"), 1);
  EXPECT_EQ(field(visit("oauth-show-sign-in").text, "form"), field(page.text, "form"));
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_sessions WHERE key_hash = '" + key + "'"), 0);
}

TEST_F(Sessions, over_tls_the_cookie_is_this_hosts_alone) {
  origin = "https://id.example";
  const auto set = std::string(visit("oauth-show-sign-in").headers.at("Set-Cookie").as_string());
  EXPECT_EQ(set.find("__Host-chitty_session="), 0u) << set;
  EXPECT_NE(set.find("; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure"), std::string::npos) << set;
  // The plain name, which any page of a sister host can set, is none.
  const auto value = set.substr(22, 43);
  const auto with = [&](const std::string& name) {
    return ask({.handler = "oauth-show-sign-in", .headers = {{"cookie", name + "=" + value}}})
        .headers.contains("Set-Cookie");
  };
  EXPECT_TRUE(with("chitty_session"));
  EXPECT_FALSE(with("__Host-chitty_session"));
}

TEST_F(Sessions, pages_tell_their_own_forms_and_nobody_else_where_they_are) {
  EXPECT_EQ(visit("oauth-show-sign-in").headers.at("Referrer-Policy"), "same-origin");
}

}  // namespace
}  // namespace chitty::auth::testing
