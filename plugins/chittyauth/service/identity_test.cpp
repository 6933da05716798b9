// What the gate is told: who a token is, why it is nobody's, and who is suspended.
#include "../testing/service.hpp"

namespace chitty::auth::testing {
namespace {

class Identity : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    become("did:chitty:ada", {"chittyid:*", "chittyauth:*"});
  }
  std::string why_not(const std::string& token) {
    const auto refused = check(token);
    if (refused) return "it is good";
    EXPECT_EQ(refused.error().code, Code::unauthenticated);
    return refused.error().message;
  }
  Answered suspend(const std::string& subject, const json::object& body = {}) {
    return send("suspend-subject", body, {{"id", subject}});
  }
};

TEST_F(Identity, a_token_tells_who_may_do_what_until_when_and_how_often) {
  const auto made = token({"chittyid:*"}, {{"expiresIn", 3600}});
  const auto known = check(made.first);
  ASSERT_TRUE(known) << known.error().message;
  EXPECT_EQ(*known, (json::object{{"subject", "did:chitty:ada"},
                                  {"scopes", {"chittyid:*"}},
                                  {"token_id", made.second},
                                  {"expires_at", now + 3'600'000},
                                  {"limit", {{"requests", 5000}, {"window_ms", 3'600'000}}},
                                  {"subject_limit", {{"requests", 5000}, {"window_ms", 3'600'000}}}}));
}

TEST_F(Identity, why_a_token_is_nobodys_is_said_in_words) {
  const auto made = token({"chittyid:read"}, {{"expiresIn", 60}});
  EXPECT_EQ(why_not(made.first.substr(0, 9 + 92)), "Invalid token.");
  EXPECT_NE(why_not("ca_live_" + made.first.substr(9)).find("'live'"), std::string::npos);
  EXPECT_EQ(why_not(""), "The token is not one of this ChittyOS.");
  EXPECT_EQ(why_not(std::string(4096, 'x')), "The token is not one of this ChittyOS.");
  EXPECT_EQ(why_not(made.second), "The token is not one of this ChittyOS.");
  now += 59'999;
  EXPECT_TRUE(check(made.first));
  now += 1;
  EXPECT_EQ(why_not(made.first), "The token expired at 2026-11-23T15:00:10.123Z.");
}

// A stolen table opens nothing: the hash is not the token.
TEST_F(Identity, the_hash_is_no_token) {
  token({"chittyid:read"});
  std::string hash;
  auto take = [&](std::string_view row) -> chitty_status {
    return hash = json::parse(row).at("token_hash").as_string(), CHITTY_OK;
  };
  const auto sink = abi::sink_to_function(take);
  ASSERT_TRUE(run_sql("SELECT token_hash FROM auth_tokens", {}, &sink));
  EXPECT_EQ(from_base64url(hash).value().size(), 32u);
  EXPECT_EQ(why_not(hash), "The token is not one of this ChittyOS.");
  EXPECT_EQ(why_not("ca_local_" + hash), "The token is not one of this ChittyOS.");
}

TEST_F(Identity, uses_of_tokens_that_are_gone_change_nothing) {
  ASSERT_TRUE(used({json::object{{"token_id", "' OR '1'='1"}, {"count", 3}, {"at", now}},
                    json::object{{"token_id", "tok_gone"}, {"count", 3}, {"at", now}}}));
  token({"chittyid:read"});
  EXPECT_EQ(number_in_store("SELECT SUM(uses) FROM auth_tokens"), 0);
}

TEST_F(Identity, whoever_is_suspended_may_do_nothing_until_they_may_again) {
  const auto one = token({"chittyid:read"}), two = token({"chittyid:*"});
  become("did:chitty:bob", {"chittyid:*"});
  const auto other = token({"chittyid:read"});
  become("did:chitty:root", {"admin:*"});
  const auto done = suspend("did:chitty:ada", {{"reason", "left the firm"}});
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(done.body.at("suspended"), true);
  EXPECT_EQ(done.events.at(0).at("type"), "subject.suspended");
  EXPECT_EQ(why_not(one.first), "The account of this token is suspended.");
  EXPECT_EQ(why_not(two.first), "The account of this token is suspended.");
  EXPECT_TRUE(check(other.first));
  EXPECT_EQ(refresh(one.first).status, 401);
  EXPECT_EQ(send("validate", {{"token", one.first}}).status, 401);
  const auto late = token({"chittyid:read"}, {{"chittyId", "did:chitty:ada"}});
  EXPECT_FALSE(check(late.first));
  EXPECT_TRUE(suspend("did:chitty:ada").events.empty());
  const auto back = send("resume-subject", {}, {{"id", "did:chitty:ada"}});
  ASSERT_EQ(back.status, 200) << back.text;
  EXPECT_EQ(back.events.at(0).at("type"), "subject.resumed");
  EXPECT_TRUE(check(one.first));
  EXPECT_TRUE(check(late.first));
}

TEST_F(Identity, nobody_is_suspended_by_mistake) {
  token({"chittyid:read"});
  EXPECT_EQ(suspend("did:chitty:ada").status, 409);
  become("did:chitty:root", {"admin:*"});
  EXPECT_EQ(suspend("owner").status, 409);
  for (const auto* nobody : {"did:chitty:nobody", "%", "' OR '1'='1", "did:chitty:ada'; --", ""})
    EXPECT_EQ(suspend(nobody).status, 404) << nobody;
  EXPECT_EQ(suspend("did:chitty:ada", {{"reason", std::string(501, 'x')}}).status, 400);
  EXPECT_EQ(send("resume-subject", {}, {{"id", "did:chitty:ada"}}).status, 404);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_suspensions"), 0);
}

}  // namespace
}  // namespace chitty::auth::testing
