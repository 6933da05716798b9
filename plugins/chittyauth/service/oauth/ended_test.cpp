// The token by which a person signed in ends: with it ends all that hangs on it, given or under way.
#include "../../testing/oauth_token.hpp"

namespace chitty::auth::testing {
namespace {

class Ended : public Token {
 protected:
  void SetUp() override {
    OAuthTest::SetUp();
    add_client();
    caller = "did:chitty:ada";
    const auto made = send("provision", {{"scope", {"chittyid:*", "chittyauth:*"}}, {"expiresIn", 7200}});
    ASSERT_EQ(made.status, 201) << made.text;
    own = text_in(made.body, "token"), id = text_in(made.body, "tokenId");
    show(own);
  }
  Answered end() { return send("revoke", {{"tokenId", id}}); }
  // A device that was allowed at the browser; the form of its poll.
  std::string allowed_device() {
    add_client({{"client_id", "tv"}, {"grant_types", json::array{"urn:ietf:params:oauth:grant-type:device_code"}}});
    const auto begun =
        post_form("oauth-begin-device", form_text({{"client_id", "tv"}, {"scope", "chittyid:read"}})).body;
    const auto page = visit("oauth-device-page", "user_code=" + text_in(begun, "user_code"));
    const auto done = submit("oauth-answer-device", form_text({{"user_code", field(page.text, "user_code")},
                                                               {"form", field(page.text, "form")},
                                                               {"decision", "allow"}}));
    EXPECT_NE(done.text.find("Your device is connected."), std::string::npos) << done.text;
    return form_text({{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                      {"client_id", "tv"},
                      {"device_code", text_in(begun, "device_code")}});
  }
  std::string own, id;
};

TEST_F(Ended, a_code_under_way_is_worth_nothing) {
  const auto good = code();
  EXPECT_EQ(end().body.at("alsoEnded"), 2);  // the session and the code
  expect_error(token(redeeming(good)), "invalid_grant");
  EXPECT_EQ(live(), 0);
}

TEST_F(Ended, a_sign_in_code_and_a_session_are_too) {
  const auto page = visit("oauth-show-sign-in");
  const auto typed = sign_in_code();
  sign_in();
  EXPECT_EQ(end().body.at("alsoEnded"), 2);
  EXPECT_NE(visit("oauth-authorize", request()).text.find("chitty auth sign-in"), std::string::npos);
  cookie.clear();
  const auto fresh = visit("oauth-show-sign-in");
  EXPECT_EQ(submit("oauth-sign-in", form_text({{"code", typed}, {"form", field(fresh.text, "form")}})).status, 403);
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_sessions"), 0);
}

TEST_F(Ended, a_device_that_was_allowed_gets_nothing) {
  sign_in();
  const auto poll = allowed_device();
  EXPECT_EQ(end().body.at("alsoEnded"), 2);
  expect_error(token(poll), "invalid_grant");
  EXPECT_EQ(live(), 0);
}

TEST_F(Ended, tokens_that_were_given_end_and_what_their_clients_made) {
  const auto given = token(redeeming(code({{"scope", "chittyid:read chittyauth:write"}}))).body;
  show(text_in(given, "access_token"));
  const auto made = send("provision", {{"scope", {"chittyid:read"}}});
  ASSERT_EQ(made.status, 201) << made.text;
  show(own);
  EXPECT_EQ(end().body.at("alsoEnded"), 4);  // session, access, refresh, and the one that the client made
  EXPECT_FALSE(check(text_in(given, "access_token")));
  EXPECT_FALSE(check(text_in(made.body, "token")));
  expect_error(token(refreshing(text_in(given, "refresh_token"))), "invalid_grant");
  EXPECT_EQ(live(), 0);
}

TEST_F(Ended, a_refresh_keeps_its_place) {
  const auto given = token(redeeming(code())).body;
  const auto newer = token(refreshing(text_in(given, "refresh_token"))).body;
  const auto own_newer = send("refresh", {{"token", own}});
  ASSERT_EQ(own_newer.status, 200) << own_newer.text;
  EXPECT_TRUE(check(text_in(newer, "access_token")));
  EXPECT_NE(visit("oauth-authorize", request()).text.find("Allow A"), std::string::npos);  // the session, too
  id = text_in(own_newer.body, "tokenId");
  show(text_in(own_newer.body, "token"));
  end();
  EXPECT_FALSE(check(text_in(newer, "access_token")));
  expect_error(token(refreshing(text_in(newer, "refresh_token"))), "invalid_grant");
  EXPECT_EQ(live(), 0);
}

TEST_F(Ended, nothing_outlives_the_token) {
  now += 3'600'000;
  const auto given = token(redeeming(code())).body;
  const auto end = count("SELECT expires_at FROM auth_tokens WHERE id = '" + id + "'");
  EXPECT_EQ(count("SELECT MAX(expires_at) FROM auth_tokens"), end);
  EXPECT_EQ(count("SELECT MAX(expires_at) FROM oauth_sessions"), end);
  now = end - 60'000;
  EXPECT_EQ(text_in(token(refreshing(text_in(given, "refresh_token"))).body, "token_type"), "Bearer");
  EXPECT_EQ(count("SELECT MAX(expires_at) FROM auth_tokens"), end);
}

TEST_F(Ended, of_two_at_once_the_revocation_wins) {
  const auto good = code();
  testkit::before_transaction() = [&] { end(); };  // the other daemon's, just before the code is redeemed
  expect_error(token(redeeming(good)), "invalid_grant");
  EXPECT_EQ(live(), 0);
}

TEST_F(Ended, a_refresh_token_that_is_revoked_in_the_list_takes_its_family_along) {
  const auto given = token(redeeming(code())).body;
  const auto found = count("SELECT COUNT(*) FROM auth_tokens WHERE kind = 'refresh'");
  ASSERT_EQ(found, 1);
  const auto listed = get("list-tokens", {}, {{"kind", "refresh"}}).body.at("tokens").as_array();
  ASSERT_EQ(listed.size(), 1u);
  const auto answer = send("revoke", {{"tokenId", listed[0].at("id")}});
  EXPECT_EQ(answer.body.at("alsoEnded"), 1);
  EXPECT_FALSE(check(text_in(given, "access_token")));
  EXPECT_TRUE(check(own));
}

}  // namespace
}  // namespace chitty::auth::testing
