// Waiting for what is new: in one process, and between two daemons of one database.
#include "daemon/store/testing/store_fixture.hpp"

#include <thread>

namespace chitty::host::daemon {
namespace {

using namespace std::chrono_literals;

TEST(Changes, WhoHasSeenNothingIsAnsweredAtOnceAndThenWaits) {
  Changes changes;
  EXPECT_EQ(changes.wait("acme", 0, 1h), 1u);
  EXPECT_EQ(changes.wait("acme", 1, 1ms), 1u);
  changes.note("other");
  EXPECT_EQ(changes.wait("acme", 1, 1ms), 1u);
  std::thread writer([&] { changes.note("acme"); });
  EXPECT_EQ(changes.wait("acme", 1, 1h), 2u);
  writer.join();
}

TEST(Changes, WhatWasNotedIsToldOnceAndWhatWasHeardNever) {
  Changes changes;
  changes.note("acme");
  changes.note("acme");
  EXPECT_THAT(changes.untold(), ElementsAre("acme"));
  EXPECT_TRUE(changes.untold().empty());
  changes.heard("acme");
  changes.heard("a name that nobody here knows");
  changes.heard_all();
  EXPECT_TRUE(changes.untold().empty());
  EXPECT_EQ(changes.wait("acme", 0, 1h), 5u);
}

TEST(Changes, WhoTendsIsWokenByWhatOthersHereWriteAndNotByItself) {
  Changes changes;
  const auto seen = changes.handled("acme");
  {
    const Changes::ByTending mine;
    changes.note("acme");
  }
  changes.heard("acme");
  changes.note("other");
  EXPECT_EQ(changes.handled("acme"), seen);
  std::thread writer([&] { changes.note("acme"); });
  changes.wait_handled("acme", seen, 1h, 0s);
  writer.join();
  EXPECT_EQ(changes.handled("acme"), seen + 1);
  const auto begun = std::chrono::steady_clock::now();
  changes.wait_handled("acme", seen, 1h, 20ms);               // it is there already, but not before the least pause
  changes.wait_handled("acme", Changes::nothing, 20ms, 0ms);  // no change ends this one
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 40ms);
  std::thread end([&] { changes.end_waiting(); });
  changes.wait_handled("acme", changes.handled("acme"), 1h, 1h);
  end.join();
}

class ChangesOfAStore : public StoreTest {
 protected:
  ChangesOfAStore() {
    session_.reset();
    session_ = store_->lend("acme").value();
    seen_ = store_->changes().wait("acme", 0, 0s);
  }
  bool is_new() {
    const auto now = store_->changes().wait("acme", seen_, 0s);
    return std::exchange(seen_, now) != now;
  }
  std::uint64_t seen_ = 0;
};

TEST_F(ChangesOfAStore, AWriteIsOneAndAReadIsNone) {
  insert("a").value();
  EXPECT_TRUE(is_new());
  count();
  session_->run("UPDATE things SET size = 1 WHERE id = 'nobody'", {}).value();
  EXPECT_FALSE(is_new());
}

TEST_F(ChangesOfAStore, ATransactionIsOneOnceItIsCommitted) {
  session_->begin().value();
  insert("a").value();
  count();
  EXPECT_FALSE(is_new());
  session_->commit().value();
  EXPECT_TRUE(is_new());
  session_->begin().value();
  insert("b").value();
  session_->rollback().value();
  insert("a");  // is there already
  session_->begin().value();
  session_->commit().value();
  EXPECT_FALSE(is_new());
}

TEST_F(ChangesOfAStore, AnotherDaemonOfTheDatabaseHearsOfIt) {
  store_->exchange_changes({});
  if (!on_postgresql_) {
    EXPECT_TRUE(store_->hears_others()) << "there are none";
    return;
  }
  auto other = Store::open(database_.url()).value();
  other->exchange_changes({});
  const auto until = std::chrono::steady_clock::now() + 20s;
  while (!(store_->hears_others() && other->hears_others()) && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(5ms);
  const auto before = other->changes().wait("acme", 0, 0s);
  insert("a").value();
  EXPECT_GT(other->changes().wait("acme", before, 20s), before);
}

TEST_F(ChangesOfAStore, AChannelThatIsCutIsMadeAnew) {
  if (!on_postgresql_) GTEST_SKIP() << "SQLite has none";
  store_->exchange_changes({});
  auto& changes = store_->changes();
  EXPECT_GT(changes.wait("acme", seen_, 20s), seen_);  // all is new once it is there
  seen_ = changes.wait("acme", 0, 0s);
  database_.server().run_script("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%chitty_changes%' AND pid <> pg_backend_pid() AND datname = '" + database_.name() + "'").value();
  EXPECT_GT(changes.wait("acme", seen_, 20s), seen_);
}

}  // namespace
}  // namespace chitty::host::daemon
