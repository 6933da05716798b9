#include "../testing/testing.hpp"

#include <chitty/members.hpp>

namespace chitty::id::testing {
namespace {

// The owner has minted two, and Ada has been minted by another service, as a registration does it.
class Person : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    for (const char* name : {"first", "second"}) mint("owner", name);
    ada = mint("service:chittyauth", "ada");
  }
  std::string mint(const std::string& minter, const std::string& name) {
    caller = minter, ++now;
    const auto minted = send("mint", {{"entityType", "P"}, {"metadata", {{"name", name}}}});
    EXPECT_EQ(minted.status, 200) << minted.text;
    return text_in(minted.body, "did");
  }
  Answered name_owner(const std::string& who, const json::object& body) { return caller = who, send("name-owner", body); }
  // The names of what `who` is shown, oldest first.
  json::array listed(const std::string& who, const json::object& query = {{"mine", "true"}}) {
    caller = who;
    json::array names;
    const auto answer = get("list", {}, query);
    for (const auto& identity : answer.body.at("identities").as_array()) names.insert(names.begin(), identity.at("metadata").at("name"));
    return names;
  }

  std::string ada;
};

TEST_F(Person, is_among_their_own_identities) {
  EXPECT_EQ(listed(ada), (json::array{"ada"}));
  EXPECT_EQ(listed(ada, {}), (json::array{"ada"}));
  mint(ada, "third");
  EXPECT_EQ(listed(ada), (json::array{"ada", "third"}));
  EXPECT_EQ(listed("owner"), (json::array{"first", "second"}));
}

TEST_F(Person, whom_the_owner_names_has_what_the_owner_minted_and_nobody_else_does) {
  const auto bob = mint("service:chittyauth", "bob");
  mint(ada, "third");
  const auto named = name_owner("owner", {{"did", ada}});
  ASSERT_EQ(named.status, 200) << named.text;
  ASSERT_EQ(named.events.size(), 1u);
  EXPECT_EQ(named.events[0].at("type"), "owner.named");
  for (const auto& who : {ada, std::string("owner")}) EXPECT_EQ(listed(who), (json::array{"first", "second", "ada", "third"})) << who;
  EXPECT_EQ(listed(ada, {{"mine", "true"}, {"limit", "2"}}), (json::array{"ada", "third"}));
  EXPECT_EQ(listed(bob), (json::array{"bob"}));
  EXPECT_EQ(listed(bob, {}), (json::array{"bob"}));
  EXPECT_EQ(listed("service:chittyauth"), (json::array{"ada", "bob"}));
  EXPECT_TRUE(name_owner("owner", {{"did", ada}}).events.empty());  // it is so already
}

TEST_F(Person, is_named_by_the_owner_alone) {
  const json::object self{{"did", ada}};
  scopes = {"admin:*"};
  for (const auto& who : {ada, std::string("service:chittyauth"), std::string()}) EXPECT_EQ(name_owner(who, self).status, 403) << who;
  EXPECT_EQ(name_owner("owner", {}).status, 400);
  EXPECT_EQ(name_owner("owner", {{"did", 7}}).status, 400);
  EXPECT_EQ(name_owner("owner", {{"did", "did:chitty:03-1-USA-9999-P-2611-0-00"}}).status, 404);
  EXPECT_EQ(name_owner("owner", {{"did", "x' OR '1'='1"}}).status, 404);
  caller = "owner";
  const auto agent = text_in(send("mint", {{"entity", "THING"}}).body, "did");
  EXPECT_EQ(name_owner("owner", {{"did", agent}}).status, 404);  // no person
  EXPECT_EQ(listed(ada), (json::array{"ada"}));
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM id_subjects"), 0);
}

TEST_F(Person, who_is_named_first_stays) {
  const auto eve = mint("service:chittyauth", "eve");
  ASSERT_EQ(name_owner("owner", {{"did", ada}}).status, 200);
  EXPECT_EQ(name_owner("owner", {{"did", eve}}).status, 409);
  EXPECT_EQ(listed(eve), (json::array{"eve"}));
  EXPECT_EQ(listed(ada), (json::array{"first", "second", "ada"}));
}

TEST_F(Person, takes_the_place_of_the_identity_that_the_owner_had_for_want_of_one) {
  caller = "owner";
  const auto before = send("sync-session", {{"provider", "github"}, {"external_id", "42"}, {"metadata", json::object()}});
  ASSERT_EQ(before.status, 200) << before.text;
  const auto session = text_in(before.body, "session_id");
  const auto credential = send("issue-credential", {{"type", "Test"}, {"claims", {{"a", 1}}}});
  ASSERT_LT(credential.status, 300) << credential.text;
  caller = ada;
  EXPECT_EQ(get("show-session", {{"id", session}}).status, 404);
  EXPECT_TRUE(get("list-credentials").body.at("credentials").as_array().empty());
  ASSERT_EQ(name_owner("owner", {{"did", ada}}).status, 200);
  caller = ada;
  EXPECT_EQ(get("show-session", {{"id", session}}).status, 200);
  EXPECT_EQ(get("list-sessions").body.at("sessions").as_array().size(), 1u);
  const auto credentials = get("list-credentials").body.at("credentials").as_array();
  ASSERT_EQ(credentials.size(), 1u);
  const json::object which{{"id", credentials[0].at("id")}};
  caller = mint("service:chittyauth", "eve");
  EXPECT_EQ(get("show-session", {{"id", session}}).status, 404);
  EXPECT_TRUE(get("list-sessions").body.at("sessions").as_array().empty());
  EXPECT_TRUE(get("list-credentials").body.at("credentials").as_array().empty());
  EXPECT_EQ(send("revoke-credential", {}, which).status, 404);
  caller = ada;
  EXPECT_EQ(send("revoke-credential", {}, which).status, 200);
}

}  // namespace
}  // namespace chitty::id::testing
