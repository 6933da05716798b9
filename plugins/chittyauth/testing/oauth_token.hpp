// The token endpoint and what stands beside it: how their answers are read.
#pragma once

#include "oauth.hpp"

namespace chitty::auth::testing {

class Token : public OAuthTest {
 protected:
  static void expect_error(const Answered& answer, std::string_view word, int status = 400) {
    EXPECT_EQ(answer.status, status) << answer.text;
    EXPECT_EQ(text_in(answer.body, "error"), word) << answer.text;
    EXPECT_EQ(answer.headers.at("Cache-Control"), "no-store");
    EXPECT_EQ(answer.headers.contains("WWW-Authenticate"), status == 401);
  }
  static std::string basic(const std::string& id, const std::string& secret) {
    return "Basic " + base64(id + ":" + secret);
  }
  // The refresh token that a consent page leads to.
  std::string tokens_of(const Answered& page) {
    const auto sent = submit("oauth-consent", form_text({{"request", field(page.text, "request")},
                                                         {"form", field(page.text, "form")},
                                                         {"decision", "allow"}}));
    return text_in(token(redeeming(answer_in(sent).text("code"))).body, "refresh_token");
  }
  std::int64_t live() { return count("SELECT COUNT(*) FROM auth_tokens WHERE status = 'active'"); }
};

}  // namespace chitty::auth::testing
