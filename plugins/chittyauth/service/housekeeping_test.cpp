// What has ended goes after a while, and nothing before its time.
#include "../testing/service.hpp"

namespace chitty::auth::testing {
namespace {

constexpr std::int64_t an_hour = 3'600'000, a_day = 24 * an_hour;

class Housekeeping : public ServiceTest {
 protected:
  std::int64_t rows(const std::string& table) { return number_in_store("SELECT COUNT(*) AS n FROM " + table); }
  std::string told_of(const std::string& token) {
    const auto known = check(token);
    return known ? "good" : known.error().message;
  }
};

TEST_F(Housekeeping, a_thousand_short_lives_leave_no_more_than_a_month_of_them) {
  std::int64_t most = 0;
  for (int i = 0; i < 1000; ++i) {
    token({"chittyid:read"}, {{"expiresIn", 60}});
    now += a_day / 4;
    most = std::max(most, rows("auth_tokens"));
  }
  EXPECT_EQ(most, 30 * 4 + 1);
  EXPECT_EQ(rows("auth_tokens"), most);
  EXPECT_EQ(rows("auth_lifetimes"), most);
}

TEST_F(Housekeeping, what_is_revoked_or_refreshed_again_and_again_goes_too_however_long_it_was_to_live) {
  auto own = token({"chittyid:read"}, {{"expiresIn", 31'622'400}}).first;
  for (int i = 0; i < 300; ++i) {
    const auto [text, id] = token({"chittyid:read"}, {{"expiresIn", 31'622'400}});
    ASSERT_EQ(send("revoke", {{"tokenId", id}}).status, 200);
    const auto next = refresh(own, {{"expiresIn", 31'622'400}});
    ASSERT_EQ(next.status, 200) << next.text;
    own = text_in(next.body, "token");
    now += a_day;
  }
  EXPECT_LE(rows("auth_tokens"), 2 * 31 + 1);
  EXPECT_EQ(told_of(own), "good");
}

TEST_F(Housekeeping, a_month_long_it_is_told_why_a_token_is_no_good) {
  const auto [text, id] = token({"chittyid:read"});
  ASSERT_EQ(send("revoke", {{"tokenId", id}, {"reason", "laptop lost"}}).status, 200);
  now += 29 * a_day;
  token({"chittyid:read"});
  EXPECT_EQ(told_of(text), "The token was revoked: laptop lost.");
  now += 2 * a_day;
  token({"chittyid:read"});
  EXPECT_EQ(told_of(text), "Invalid token.");
}

TEST_F(Housekeeping, the_tree_stays_whole) {
  become("did:chitty:ada", {"chittyid:*", "chittyauth:*"});
  const auto [parent, parent_id] = token({"chittyid:*", "chittyauth:*"}, {{"expiresIn", 7200}});
  show(parent);
  const auto [child, child_id] = token({"chittyid:read"}, {{"expiresIn", 3600}});
  become_owner();
  now += 31 * a_day;
  const auto orphans =
      "SELECT COUNT(*) AS n FROM auth_tokens c WHERE c.parent IS NOT NULL AND NOT EXISTS"
      " (SELECT 1 FROM auth_tokens p WHERE p.id = c.parent)";
  for (const std::int64_t left : {2, 2}) {  // the child first, then its parent; each time one more is made
    token({"chittyid:read"});
    EXPECT_EQ(rows("auth_tokens"), left);
    EXPECT_EQ(number_in_store(orphans), 0);
  }
}

TEST_F(Housekeeping, of_a_service_the_last_token_stays_and_says_what_the_next_may_do) {
  send("create-service-token", {{"service", "chittyconnect"}, {"scopes", {"chittyid:read"}}, {"expiresIn", 3600}});
  for (int i = 0; i < 3; ++i) {
    now += 31 * a_day;
    token({"chittyid:read"}, {{"expiresIn", 60}});
    const auto next = ask({.handler = "rotate-service-token", .method = "POST", .parameters = {{"service", "chittyconnect"}}});
    ASSERT_EQ(next.status, 200) << next.text;
    EXPECT_EQ(next.body.at("scopes"), json::array{"chittyid:read"});
  }
  EXPECT_LE(number_in_store("SELECT COUNT(*) AS n FROM auth_tokens WHERE kind = 'service'"), 2);
}

TEST_F(Housekeeping, somebody_without_tokens_can_be_suspended_all_the_same) {
  run_script(
      "INSERT INTO auth_registrations VALUES ('reg_1', 'ada@example.com', 'Ada', 'P', 'did:chitty:ada', '{}', 'owner',"
      " 'active', '2026-01-01T00:00:00Z')");
  const auto done = ask({.handler = "suspend-subject", .method = "POST", .body = "{}", .parameters = {{"id", "did:chitty:ada"}}});
  EXPECT_EQ(done.status, 200) << done.text;
}

TEST_F(Housekeeping, a_thousand_codes_sessions_and_devices_leave_those_of_the_last_while) {
  ASSERT_EQ(send("oauth-create-client", {{"name", "A tool"}, {"client_id", "abc123"}, {"redirect_uris", {"http://127.0.0.1/callback"}}}).status, 201);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(ask({.handler = "oauth-sign-in-code", .method = "POST"}).status, 201);
    ASSERT_EQ(ask({.handler = "oauth-begin-device", .method = "POST", .body = "client_id=abc123", .content_type = "application/x-www-form-urlencoded"}).status, 200);
    now += 60'000;
  }
  EXPECT_LE(rows("oauth_sign_ins"), 7);
  EXPECT_LE(rows("oauth_device_codes"), 22);
}

}  // namespace
}  // namespace chitty::auth::testing
