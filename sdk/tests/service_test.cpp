#include <gtest/gtest.h>

#include <chitty/client_key.hpp>
#include <chitty/service.hpp>
#include <chitty/testkit.hpp>
#include <cstddef>

namespace chitty {
namespace {

struct ServiceTest : testing::Test {
  HostTables tables = HostTables(&testkit::host_table());
  testkit::FakeHost host;
};

TEST_F(ServiceTest, SaysWhatARequestCountsForBesides) {
  host.charge = [](std::uint64_t units) -> Result<void> {
    if (units <= 5) return {};
    return make_error(Code::rate_limited, "So many are not left.");
  };
  Service service(tables, host.as_call());
  EXPECT_TRUE(service.charge(5));
  EXPECT_EQ(service.charge(6).error().code, Code::rate_limited);
  EXPECT_EQ(host.charged, 5u);  // what was refused has cost nothing
}

TEST_F(ServiceTest, KnowsWhoAsks) {
  host.incoming.caller = {{"subject", "a \"quoted\" \\ name, [of] {sorts}"}, {"scopes", {"acme:read", "x:\"y\"", "admin:*"}}, {"token_id", "t-1"}, {"owner", false}, {"expires_at", 17}};
  const Service service(tables, host.as_call());
  const auto& caller = service.caller();
  EXPECT_EQ(caller.subject, "a \"quoted\" \\ name, [of] {sorts}");
  EXPECT_EQ(caller.scopes, (std::vector<std::string>{"acme:read", "x:\"y\"", "admin:*"}));
  EXPECT_EQ(caller.token_id, "t-1");
  EXPECT_FALSE(caller.owner);
  EXPECT_EQ(&service.caller(), &caller) << "it is looked at once";
}

TEST_F(ServiceTest, NobodyAndTheOwnerAreCallersToo) {
  host.incoming.caller = {{"subject", "owner"}, {"scopes", json::array()}, {"owner", true}};
  EXPECT_TRUE(Service(tables, host.as_call()).caller().owner);
  EXPECT_TRUE(Service(tables, host.as_call()).caller().scopes.empty());
  host.incoming.caller = {};
  EXPECT_EQ(Service(tables, host.as_call()).caller().subject, "");
  EXPECT_FALSE(Service(tables, host.as_call()).caller().owner);
}

TEST_F(ServiceTest, KnowsWhichScopesTheServicesBesideItAskFor) {
  Service service(tables, host.as_call());
  EXPECT_FALSE(service.scopes_of_services().value());
  host.scopes = json::object{{"tracker", {"tracker:read"}}};
  EXPECT_EQ(service.scopes_of_services().value(), host.scopes);
}

TEST_F(ServiceTest, OfAHostThatDoesNotKnowTheseNothingIsAsked) {
  auto exchange = *tables.exchange;
  auto peer = *tables.peer;
  exchange.struct_size = offsetof(chitty_exchange, charge), peer.struct_size = offsetof(chitty_peer, scopes);
  tables.exchange = &exchange, tables.peer = &peer;
  Service service(tables, host.as_call());
  EXPECT_TRUE(service.charge(1'000'000));
  EXPECT_FALSE(service.scopes_of_services().value());
  EXPECT_EQ(host.charged, 0u);
}

TEST(ClientKey, OneHouseholdAndOneMachineAreOne) {
  EXPECT_EQ(client_key("127.9.8.7"), client_key("::1"));
  EXPECT_EQ(client_key("2001:db8:1:2:3::4"), client_key("2001:db8:1:2::9"));
  EXPECT_NE(client_key("10.0.0.1"), client_key("10.0.0.2"));
  EXPECT_EQ(client_key("no address"), "no address");
}

}  // namespace
}  // namespace chitty
