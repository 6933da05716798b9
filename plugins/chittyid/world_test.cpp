// The commands with the service behind them, in one process: what a command sends is what a route takes.
#include <gtest/gtest.h>

#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>

namespace chitty::id::testing {
namespace {

using chitty::testkit::World;

struct Whole : ::testing::Test {
  ~Whole() override { EXPECT_EQ(world.complaints, std::vector<std::string>()); }

  // A member of the only record.
  std::string text(std::string_view path, const json::object& arguments, std::string_view member) {
    const auto records = world.run(path, arguments);
    if (!records) return records.error().message;
    return records->size() == 1 ? text_in(records->at(0), member) : std::to_string(records->size()) + " records";
  }

  World world;
};

TEST_F(Whole, an_identity_is_minted_verified_and_listed) {
  const auto did = text("id mint", {{"entity", "PERSON"}, {"name", "Ada"}}, "did");
  ASSERT_TRUE(did.starts_with("did:chitty:03-1-USA-0001-P-")) << did;
  EXPECT_EQ(text("id verify", {{"did", did}}, "did"), did);
  EXPECT_EQ(text("id list", {{"entity", "P"}}, "did"), did);
}

TEST_F(Whole, a_credential_is_issued_verified_and_revoked) {
  const auto did = text("id mint", {{"entity", "PERSON"}}, "did");
  const auto issued = world.run("id credential issue", {{"type", "Member"}, {"subject", did}});
  ASSERT_TRUE(issued) << issued.error().message;
  const auto id = text("id credential list", {{"did", did}}, "id");
  EXPECT_TRUE(world.run("id credential verify", {{"credential", id}})) << id;
  EXPECT_TRUE(world.run("id credential revoke", {{"credential", id}, {"reason", "lost"}})) << id;
  EXPECT_FALSE(world.run("id credential verify", {{"credential", id}})) << "it was revoked";
}

TEST_F(Whole, who_may_read_does_not_mint) {
  world.caller = {"reader", {"chittyid:read"}};
  EXPECT_EQ(world.run("id mint", {{"entity", "PERSON"}}).error().code, Code::permission_denied);
  EXPECT_TRUE(world.run("id list"));
}

TEST_F(Whole, a_path_that_no_route_has_is_not_found_whoever_sends_it) {
  EXPECT_EQ(world.ask("GET", "/api/v2/chittyid/list").status, 200);
  EXPECT_EQ(world.ask("GET", "/api/v2/chityid/list").status, 404);
  EXPECT_EQ(world.ask("POST", "/api/v2/chittyid/list").status, 404);
}

TEST_F(Whole, a_region_and_a_jurisdiction_are_those_of_the_reference) {
  for (const auto& [region, jurisdiction] : {std::pair(7, "ATA"), std::pair(8, "GBR"), std::pair(1, "USA")}) {
    const auto did = text("id mint", {{"entity", "PERSON"}, {"region", region}, {"jurisdiction", jurisdiction}}, "did");
    EXPECT_TRUE(did.starts_with("did:chitty:03-" + std::to_string(region) + "-" + jurisdiction + "-")) << did;
  }
  for (const auto* jurisdiction : {"XXX", "ERR", "US", "UK"})
    EXPECT_FALSE(world.run("id mint", {{"entity", "PERSON"}, {"jurisdiction", jurisdiction}})) << jurisdiction;
  EXPECT_FALSE(world.run("id mint", {{"entity", "PERSON"}, {"region", 10}}));
}

TEST_F(Whole, arguments_are_held_to_the_manifest) {
  EXPECT_EQ(world.run("id mint", {{"entty", "PERSON"}}).error().code, Code::invalid_argument);
}

}  // namespace
}  // namespace chitty::id::testing
