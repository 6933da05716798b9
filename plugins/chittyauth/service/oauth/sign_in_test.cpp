// Signing in by a one-time code.
#include "../../testing/oauth.hpp"

namespace chitty::auth::testing {
namespace {

class SignIn : public OAuthTest {};

TEST_F(SignIn, a_code_is_good_once_and_for_five_minutes) {
  const auto page = visit("oauth-show-sign-in");
  const auto form = field(page.text, "form");
  const auto attempt = [&](const std::string& code) {
    return submit("oauth-sign-in", form_text({{"code", code}, {"form", form}})).status;
  };
  const auto old = sign_in_code();
  now += 300'000;
  EXPECT_EQ(attempt(old), 403);
  const auto code = sign_in_code();
  EXPECT_EQ(attempt("BBBB-BBBB"), 403);
  EXPECT_EQ(attempt(""), 403);
  EXPECT_EQ(attempt("' OR 1=1 --"), 403);
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_sessions"), 0);
  const auto before = cookie;
  EXPECT_EQ(attempt(code), 200);
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_sessions"), 1);
  cookie = before;
  EXPECT_EQ(attempt(code), 403);
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_sign_ins"), 0);
}

TEST_F(SignIn, a_link_fills_the_code_in_and_does_not_use_it_up) {
  const auto code = sign_in_code();
  EXPECT_EQ(field(visit("oauth-show-sign-in", "code=" + code).text, "code"), code);
  EXPECT_EQ(field(visit("oauth-show-sign-in", "code=%22%3E%3Cscript%3E").text, "code"), "");
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_sign_ins"), 1);
}

TEST_F(SignIn, leads_to_no_other_site) {
  const auto page = visit("oauth-show-sign-in");
  for (const char* next :
       {"https://evil.example/", "//evil.example/", "/v1/oauth/authorize?x", "v1/oauth/authorize?\r\nSet-Cookie: a=b",
        "v1/tokens", "device\\evil", "device?x=<script>"}) {
    const auto answer = submit(
        "oauth-sign-in", form_text({{"code", sign_in_code()}, {"next", next}, {"form", field(page.text, "form")}}));
    EXPECT_EQ(answer.status, 403) << next;
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_sessions"), 0);
}

TEST_F(SignIn, keeps_hashes_only) {
  const auto code = sign_in_code();
  sign_in();
  EXPECT_EQ(
      count("SELECT COUNT(*) FROM oauth_sign_ins WHERE code_hash LIKE '%" + code.substr(0, 4) + code.substr(5) + "%'"),
      0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_sessions WHERE session_hash = '" + cookie + "'"), 0);
}

}  // namespace
}  // namespace chitty::auth::testing
