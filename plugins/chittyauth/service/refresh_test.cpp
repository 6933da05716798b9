// One token gives way to another; and what happens when it was not its holder who had it.
#include "../testing/service.hpp"

namespace chitty::auth::testing {
namespace {

class Refresh : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    become("did:chitty:ada", {"chittyid:*", "chittyauth:*"});
    first = token({"chittyid:read", "chittyid:generate"});
    become("", json::array());  // the route is public: the token speaks for itself
  }
  std::int64_t alive() { return number_in_store("SELECT COUNT(*) FROM auth_tokens WHERE status = 'active'"); }
  std::pair<std::string, std::string> first;
};

TEST_F(Refresh, the_old_token_ends_where_the_new_one_begins) {
  const auto answer = refresh(first.first, {{"expiresIn", 7200}});
  ASSERT_EQ(answer.status, 200) << answer.text;
  const auto next = text_in(answer.body, "token");
  EXPECT_NE(next, first.first);
  EXPECT_EQ(answer.body.at("expiresAt"), "2026-11-23T16:59:10.123Z");
  EXPECT_EQ(answer.body.at("chittyId"), "ada");
  EXPECT_EQ(answer.body.at("scope"), (json::array{"chittyid:read", "chittyid:generate"}));
  EXPECT_EQ(answer.headers.at("Cache-Control"), "no-store");
  EXPECT_EQ(answer.events.at(0).at("type"), "token.refreshed");
  EXPECT_TRUE(check(next));
  const auto before = check(first.first);
  ASSERT_FALSE(before);
  EXPECT_NE(before.error().message.find("exchanged"), std::string::npos);
  EXPECT_FALSE(is_in_store(next));
}

TEST_F(Refresh, the_name_of_the_older_client_is_understood) {
  EXPECT_EQ(send("refresh", {{"refresh_token", first.first}}).status, 200);
}

TEST_F(Refresh, an_old_token_used_again_ends_the_whole_family) {
  const auto second = text_in(refresh(first.first).body, "token");
  const auto third = text_in(refresh(second).body, "token");
  become("did:chitty:ada", {"chittyid:*", "chittyauth:*"});
  const auto apart = token({"chittyid:read"});
  ASSERT_TRUE(check(third));
  const auto reused = refresh(first.first);
  EXPECT_EQ(reused.status, 401);
  EXPECT_EQ(reused.body.at("valid"), false);
  EXPECT_EQ(reused.text.find("ca_local_"), std::string::npos);
  ASSERT_EQ(reused.events.size(), 1u);
  EXPECT_EQ(reused.events[0].at("type"), "token.reused");
  EXPECT_FALSE(check(second));
  const auto dead = check(third);
  ASSERT_FALSE(dead);
  EXPECT_NE(dead.error().message.find("used again"), std::string::npos) << dead.error().message;
  EXPECT_TRUE(check(apart.first));
  EXPECT_EQ(refresh(third).status, 401);
}

// Two daemons at once: both have read that the token is good, and the statement that changes the row decides.
TEST_F(Refresh, of_two_at_once_one_wins_and_the_other_ends_the_family) {
  std::string of_the_other;
  before_transaction() = [&] { of_the_other = text_in(refresh(first.first).body, "token"); };
  const auto loser = refresh(first.first);
  EXPECT_EQ(loser.status, 401) << loser.text;
  ASSERT_NE(of_the_other, "");
  EXPECT_FALSE(check(of_the_other));
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens"), 2);
  EXPECT_EQ(alive(), 0);
}

TEST_F(Refresh, no_more_than_the_old_one_could_do) {
  for (const auto* wanted : {"chittyid:*", "chittyauth:write", "admin:*"}) {
    const auto refused = refresh(first.first, {{"scope", {"chittyid:read", wanted}}});
    EXPECT_EQ(refused.status, 403) << refused.text;
    EXPECT_EQ(refused.body.at("scope"), wanted);
  }
  EXPECT_TRUE(check(first.first));
  const auto less = refresh(first.first, {{"scope", {"chittyid:read"}}});
  ASSERT_EQ(less.status, 200);
  const auto back = refresh(text_in(less.body, "token"), {{"scope", {"chittyid:read", "chittyid:generate"}}});
  EXPECT_EQ(back.status, 403);
  EXPECT_EQ(back.body.at("scope"), "chittyid:generate");
}

// A token for an hour is over after it, however often and for however long it is refreshed.
TEST_F(Refresh, no_longer_than_what_was_handed_on_was_to_live) {
  become("did:chitty:ada", {"chittyid:*", "chittyauth:*"});
  auto last = token({"chittyid:read"}, {{"expiresIn", 3600}}).first;
  const auto end = now + 3'600'000;
  for (int i = 0; i < 3; ++i, now += 600'000) {
    const auto next = refresh(last, {{"expiresIn", 366 * 86400}});
    ASSERT_EQ(next.status, 200) << next.text;
    last = text_in(next.body, "token");
    EXPECT_EQ(check(last).value().at("expires_at"), end);
  }
  now = end;
  EXPECT_EQ(refresh(last).status, 401);
}

TEST_F(Refresh, what_is_not_good_is_not_refreshed) {
  EXPECT_EQ(send("refresh", {}).status, 400);
  EXPECT_EQ(refresh("ca_live_" + first.first.substr(9)).status, 401);
  EXPECT_EQ(refresh(first.first.substr(0, 60)).status, 401);
  EXPECT_EQ(refresh(first.first, {{"expiresIn", 1}}).status, 400);
  now += 30LL * 24 * 3'600'000;
  const auto expired = refresh(first.first);
  EXPECT_EQ(expired.status, 401);
  EXPECT_NE(text_in(expired.body, "error").find("expired at"), std::string::npos);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens"), 1);
}

TEST_F(Refresh, the_owners_own_token_is_not_refreshed_and_the_owner_is_told_why) {
  become_owner();
  const auto refused = refresh("cd1f0f5bd4", {{"own", true}});
  EXPECT_EQ(refused.status, 401);
  EXPECT_NE(text_in(refused.body, "error").find("does not expire"), std::string::npos) << refused.text;
}

// An OAuth client has its own way, with its own rules; a service token is rotated.
TEST_F(Refresh, a_token_of_another_kind_has_its_own_way) {
  ASSERT_TRUE(run_sql("UPDATE auth_tokens SET client_id = 'abc123'"));
  const auto of_client = refresh(first.first);
  EXPECT_EQ(of_client.status, 401);
  EXPECT_NE(text_in(of_client.body, "error").find("OAuth client"), std::string::npos);
  EXPECT_EQ(alive(), 1);
  become_owner();
  const auto service = send("create-service-token", {{"service", "chittyconnect"}, {"scopes", {"connect:write"}}});
  EXPECT_EQ(refresh(text_in(service.body, "token")).status, 401);
}

TEST_F(Refresh, a_failure_anywhere_leaves_one_token_that_is_good) {
  for (std::uint64_t fail_at = 1; fail_at < 20; ++fail_at) {
    json::object body{{"token", first.first}};
    const auto answer = ask({.handler = "refresh", .method = "POST", .body = json::serialize(body)}, fail_at);
    ASSERT_TRUE(sqlite3_get_autocommit(database())) << fail_at;
    ASSERT_EQ(alive(), 1) << fail_at;
    if (answer.status == 200) first.first = text_in(answer.body, "token");
    if (!check(first.first)) break;  // it was done, and the answer was lost on its way
  }
}

}  // namespace
}  // namespace chitty::auth::testing
