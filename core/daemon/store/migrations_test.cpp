// Migrations: once, in order, and back.
#include "daemon/store/migrations.hpp"
#include "daemon/store/testing/store_fixture.hpp"

#include <thread>

namespace chitty::host::daemon {
namespace {

TEST_F(StoreTest, DaemonsThatStartTogetherMigrateOnce) {
  const std::vector<Migration> steps{{"001_a", "CREATE TABLE a (x TEXT); INSERT INTO a VALUES ('once');", "DROP TABLE a;"},
                                     {"002_b", "CREATE TABLE b (x TEXT);", "DROP TABLE b;"}};
  std::atomic<std::size_t> applied{0};
  std::vector<std::thread> daemons;
  for (int i = 0; i < 4; ++i)
    daemons.emplace_back([&] {
      const auto store = Store::open(database_.url()).value();
      applied += migrate(*store->lend("acme").value(), "acme", steps).value();
    });
  for (auto& daemon : daemons) daemon.join();
  EXPECT_EQ(applied, 2u);
  EXPECT_THAT(rows("SELECT x FROM a"), ElementsAre(R"({"x":"once"})"));
}

TEST_F(StoreTest, MigrationsRunOnceInOrderAndBack) {
  const std::vector<Migration> steps{{"001_a", "CREATE TABLE a (x TEXT); CREATE TABLE b (x TEXT);", "DROP TABLE a; DROP TABLE b;"},
                                     {"002_c", "ALTER TABLE a ADD COLUMN y TEXT;", "ALTER TABLE a DROP COLUMN y;"}};
  EXPECT_EQ(migrate(*session_, "acme", steps).value(), 2u);
  EXPECT_EQ(migrate(*session_, "acme", steps).value(), 0u);
  EXPECT_EQ(migrate_down(*session_, "acme", steps, 1).value(), 1u);
  EXPECT_EQ(migrate(*session_, "acme", steps).value(), 1u);
}

TEST_F(StoreTest, AChangedOrFailingMigrationChangesNothing) {
  migrate(*session_, "acme", {{"001_a", "CREATE TABLE a (x TEXT)", ""}}).value();
  EXPECT_THAT(migrate(*session_, "acme", {{"001_a", "CREATE TABLE a (y TEXT)", ""}}).error().message, HasSubstr("001_a of acme was changed"));
  EXPECT_THAT(migrate(*session_, "acme", {}).error().message, HasSubstr("does not know"));
  const auto failed = migrate(*session_, "other", {{"001_x", "CREATE TABLE x (x TEXT); INSERT INTO nowhere VALUES (1);", ""}});
  EXPECT_THAT(failed.error().message, HasSubstr("001_x of other failed"));
  EXPECT_EQ(session_->run("SELECT * FROM x", {}).error().code, Code::invalid_argument);  // the half of it is not there
}

}  // namespace
}  // namespace chitty::host::daemon
