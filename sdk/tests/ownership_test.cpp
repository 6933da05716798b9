#include <gtest/gtest.h>

#include <chitty/ownership.hpp>
#include <chitty/testkit/sqlite_store.hpp>

namespace chitty {
namespace {

// Two orders: one that ada buys of bob, one that bob buys of cleo.
struct OwnershipTest : testing::Test {
  OwnershipTest() {
    testkit::offer(CHITTY_EXT_STORE, &testkit::sqlite_store());
    testkit::new_database();
    testkit::run_script("CREATE TABLE orders (id TEXT, buyer TEXT, seller TEXT)");
    testkit::run_script("INSERT INTO orders VALUES ('1', 'ada', 'bob'), ('2', 'bob', 'cleo')");
    tables = HostTables(&testkit::host_table());
  }
  Result<Row> order(const std::string& who, const std::string& id, const std::string& sees,
                    std::string_view sql = found) {
    host.incoming.caller = {{"subject", who}, {"scopes", json::array()}, {"owner", who == "owner"}};
    host.incoming.sees = sees;
    Service service(tables, host.as_call());
    return row_of_caller(service, sql, {{"id", id}}, Ownership(service, {"buyer", "seller"}),
                         "There is no such order: " + id);
  }
  static constexpr std::string_view found = "SELECT id FROM orders WHERE id = :id AND {own}";

  HostTables tables;
  testkit::FakeHost host;
};

TEST_F(OwnershipTest, ARowIsTheCallersWhenOneOfItsColumnsSaysSo) {
  EXPECT_TRUE(order("ada", "1", "own"));
  EXPECT_TRUE(order("bob", "1", "own"));
  EXPECT_TRUE(order("bob", "2", "own"));
  EXPECT_EQ(order("cleo", "1", "own").error().message, "There is no such order: 1");
  EXPECT_EQ(order("ada", "3", "own").error().message, "There is no such order: 3");
  EXPECT_EQ(order("", "1", "own").error().code, Code::not_found);
}

TEST_F(OwnershipTest, WhoeverTheRouteShowsAnyIsShownAny) {
  EXPECT_TRUE(order("cleo", "1", "any"));
  EXPECT_FALSE(order("cleo", "1", "public"));
  EXPECT_TRUE(order("owner", "1", ""));  // of a host that does not say
  EXPECT_FALSE(order("cleo", "1", ""));
}

TEST_F(OwnershipTest, AStatementThatForgetsToAskWhoseIsAFault) {
  EXPECT_EQ(order("ada", "1", "own", "SELECT id FROM orders WHERE id = :id").error().code, Code::plugin_fault);
  EXPECT_EQ(order("owner", "1", "any", "SELECT id FROM orders WHERE id = :id").error().code, Code::plugin_fault);
}

TEST_F(OwnershipTest, OnesOwnIsOnesOwnWhateverTheRouteShows) {
  host.incoming.caller = {{"subject", "owner"}, {"owner", true}};
  host.incoming.sees = "any";
  const Service service(tables, host.as_call());
  const Ownership whose(service, {"buyer"});
  EXPECT_EQ(whose.condition(), "(1 = 1)");
  EXPECT_TRUE(whose.with().empty());
  EXPECT_EQ(whose.strictly().condition(), "(buyer = :caller)");
  EXPECT_EQ(whose.strictly().with({{"id", "1"}}), (json::object{{"id", "1"}, {"caller", "owner"}}));
}

TEST_F(OwnershipTest, EverybodysKnowsNobody) {
  const auto whose = Ownership::everybodys();
  EXPECT_EQ(whose.condition(), "(1 = 1)");
  EXPECT_EQ(whose.with({{"id", "1"}}), (json::object{{"id", "1"}}));
  EXPECT_EQ(whose.strictly().condition(), "(1 = 0)");
}

}  // namespace
}  // namespace chitty
