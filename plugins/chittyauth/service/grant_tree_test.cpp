// What was made by a token ends with it, at any depth, and never outlives it.
#include <fstream>
#include <iterator>

#include "../testing/service.hpp"

namespace chitty::auth::testing {
namespace {

class GrantTree : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    become("did:chitty:ada", {"admin:*"});
    root = token({"admin:*"}, {{"expiresIn", 86'400}});
    show(root.first);
    child = token({"chittyauth:*", "chittyid:read"});
    show(child.first);
    grandchild = token({"chittyid:read"});
    show(root.first);
  }
  Answered revoke(const std::string& id) { return send("revoke", {{"tokenId", id}}); }
  static std::string end_of(const std::string& id) {
    return std::to_string(number_in_store("SELECT expires_at FROM auth_tokens WHERE id = '" + id + "'"));
  }
  std::pair<std::string, std::string> root, child, grandchild;
};

TEST_F(GrantTree, revoking_a_token_ends_what_was_made_by_it_and_says_how_much) {
  const auto apart = token({"chittyid:read"});
  const auto answer = revoke(child.second);
  ASSERT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.body.at("alsoEnded"), 1);
  EXPECT_EQ(answer.events.at(0).at("data").at("alsoEnded"), 1);
  EXPECT_FALSE(check(child.first));
  const auto dead = check(grandchild.first);
  ASSERT_FALSE(dead);
  EXPECT_EQ(dead.error().message, "The token was revoked: the token by which it was made was revoked.");
  EXPECT_TRUE(check(apart.first));
  EXPECT_TRUE(check(root.first));
  EXPECT_EQ(revoke(child.second).body.at("alsoEnded"), 0);  // told again as it was
  EXPECT_EQ(revoke(root.second).body.at("alsoEnded"), 1);
  EXPECT_FALSE(check(apart.first));
}

TEST_F(GrantTree, made_for_somebody_else_it_hangs_there_all_the_same) {
  const auto theirs = token({"chittyid:read"}, {{"chittyId", "did:chitty:03-1-USA-4448-P-2609-0-88"}});
  ASSERT_TRUE(check(theirs.first));
  revoke(root.second);
  EXPECT_FALSE(check(theirs.first));
}

TEST_F(GrantTree, a_child_never_outlives_its_parent) {
  for (const auto& [text, id] : {child, grandchild})
    EXPECT_EQ(end_of(id), end_of(root.second));  // 30 days were asked for
  const auto longer = provision({{"scope", {"chittyid:read"}}, {"expiresIn", 2 * 86'400}});
  EXPECT_EQ(longer.body.at("expiresAt"), "2026-11-24T14:59:10.123Z");
  const auto shorter = provision({{"scope", {"chittyid:read"}}, {"expiresIn", 3'600}});
  EXPECT_EQ(shorter.body.at("expiresAt"), "2026-11-23T15:59:10.123Z");
}

TEST_F(GrantTree, a_refreshed_token_keeps_its_place) {
  show(child.first);
  const auto refreshed = refresh(child.first, {{"expiresIn", 366 * 86'400}});
  ASSERT_EQ(refreshed.status, 200) << refreshed.text;
  const auto next = text_in(refreshed.body, "tokenId"), text = text_in(refreshed.body, "token");
  EXPECT_EQ(end_of(next), end_of(root.second));  // its parent's
  EXPECT_TRUE(check(grandchild.first));
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens WHERE parent = '" + next + "'"), 1);
  EXPECT_EQ(revoke(root.second).body.at("alsoEnded"), 2);
  EXPECT_FALSE(check(text));
  EXPECT_FALSE(check(grandchild.first));
}

TEST_F(GrantTree, a_refresh_for_a_shorter_time_shortens_what_hangs_on_it) {
  const auto next = text_in(refresh(child.first, {{"expiresIn", 60}}).body, "tokenId");
  EXPECT_EQ(end_of(grandchild.second), end_of(next));
}

TEST_F(GrantTree, a_copy_shown_again_ends_what_the_family_made) {
  const auto next = refresh(child.first);
  show(text_in(next.body, "token"));
  const auto made = token({"chittyid:read"});
  EXPECT_EQ(refresh(child.first).status, 401);
  EXPECT_FALSE(check(made.first));
  EXPECT_FALSE(check(grandchild.first));
  EXPECT_TRUE(check(root.first));
}

// The gate believes in a token for less than a second after it has ended.
TEST_F(GrantTree, what_has_ended_makes_nothing) {
  show(child.first);
  const auto revoked = [&] {
    ASSERT_TRUE(run_sql("UPDATE auth_tokens SET status = 'revoked' WHERE id = '" + child.second + "'"));
  };
  before_transaction() = revoked;  // by another daemon, at this moment
  const auto refused = provision({{"scope", {"chittyid:read"}}});
  EXPECT_EQ(refused.status, 401) << refused.text;
  EXPECT_NE(refused.text.find("The token by which this was asked for has ended."), std::string::npos) << refused.text;
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens"), 3);
}

TEST_F(GrantTree, a_service_token_and_its_sessions_hang_on_who_made_them) {
  const auto made = send("create-service-token", {{"service", "chittyconnect"}, {"scopes", {"chittyid:read"}}});
  ASSERT_EQ(made.status, 201) << made.text;
  const auto service_token = text_in(made.body, "token");
  const auto session = send("authenticate-service",
                            {{"serviceToken", service_token}, {"targetService", "chittyid"}, {"action", "read"}});
  ASSERT_TRUE(check(text_in(session.body, "sessionToken")));
  const auto rotated = send("rotate-service-token", {}, {{"service", "chittyconnect"}});
  ASSERT_EQ(rotated.status, 200) << rotated.text;
  EXPECT_EQ(revoke(root.second).body.at("alsoEnded"), 5);  // two of the tree, two of the service, the session
  for (const auto& text : {service_token, text_in(rotated.body, "token"), text_in(session.body, "sessionToken")})
    EXPECT_FALSE(check(text));
}

TEST_F(GrantTree, a_session_does_not_outlive_its_service_token) {
  const auto made =
      send("create-service-token", {{"service", "chittyconnect"}, {"scopes", {"chittyid:read"}}, {"expiresIn", 60}});
  const auto session =
      send("authenticate-service",
           {{"serviceToken", text_in(made.body, "token")}, {"targetService", "chittyid"}, {"action", "read"}});
  EXPECT_EQ(session.body.at("expiresIn"), 60);
  now += 60'000;
  EXPECT_FALSE(check(text_in(session.body, "sessionToken")));
}

TEST_F(GrantTree, a_second_rotation_ends_the_sessions_of_the_oldest) {
  const auto made = send("create-service-token", {{"service", "chittyconnect"}, {"scopes", {"chittyid:read"}}});
  const auto session =
      send("authenticate-service",
           {{"serviceToken", text_in(made.body, "token")}, {"targetService", "chittyid"}, {"action", "read"}});
  const auto rotate = [&] { ASSERT_EQ(send("rotate-service-token", {}, {{"service", "chittyconnect"}}).status, 200); };
  rotate();
  EXPECT_TRUE(check(text_in(session.body, "sessionToken")));
  rotate();
  EXPECT_FALSE(check(text_in(session.body, "sessionToken")));
}

TEST_F(GrantTree, revoking_is_whole_or_not_at_all) {
  for_each_failure(
      [&](std::uint64_t) {
        const json::object body{{"tokenId", root.second}};
        return Incoming{.handler = "revoke", .method = "POST", .body = json::serialize(body)};
      },
      [&](const Answered&) {
        const auto alive = number_in_store("SELECT COUNT(*) FROM auth_tokens WHERE status = 'active'");
        EXPECT_TRUE(alive == 0 || alive == 3) << alive;
      });
}

TEST_F(GrantTree, the_migration_goes_back) {
  std::ifstream file(plugin_file("migrations/003_grants.sql"));
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  run_script(whole.substr(whole.find("-- down")));
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM pragma_table_info('auth_tokens') WHERE name = 'parent'"), 0);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens"), 3);
}

}  // namespace
}  // namespace chitty::auth::testing
