// Transactions, and what others see of them.
#include "daemon/store/testing/store_fixture.hpp"

#include <atomic>
#include <fstream>
#include <thread>

namespace chitty::host::daemon {
namespace {

TEST_F(StoreTest, ATransactionIsAllOrNothing) {
  session_->begin().value();
  insert("a").value();
  session_->rollback().value();
  EXPECT_EQ(count(), R"({"n":0})");
  session_->begin().value();
  insert("a").value();
  session_->commit().value();
  EXPECT_EQ(count(), R"({"n":1})");
  EXPECT_EQ(session_->commit().error().code, Code::plugin_fault);
  session_->begin().value();
  EXPECT_EQ(session_->begin().error().code, Code::plugin_fault);
}

TEST_F(StoreTest, AStatementThatFailsLeavesItsTransactionAsItWas) {
  session_->begin().value();
  insert("a").value();
  EXPECT_EQ(insert("a").error().code, Code::conflict);
  EXPECT_EQ(session_->run("SELECT nothing FROM nowhere", {}).error().code, Code::invalid_argument);
  EXPECT_EQ(session_->run("SELECT :n AS n WHERE id = 1", {{"n", 1}}).error().code, Code::invalid_argument);
  EXPECT_EQ(count(), R"({"n":1})");
  insert("b").value();
  session_->commit().value();
  EXPECT_EQ(count(), R"({"n":2})");
}

TEST_F(StoreTest, ATransactionLeftOpenIsRolledBackWithTheRequest) {
  {
    auto other = store_->lend().value();
    other->begin().value();
    other->run("INSERT INTO things (id) VALUES ('x')", {}).value();
  }
  EXPECT_EQ(count(), R"({"n":0})");
  insert("writing is possible again").value();
}

TEST_F(StoreTest, WritersOnSeveralThreadsWaitForEachOther) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) {
        auto session = store_->lend();
        ASSERT_TRUE(session) << session.error().message;
        if (auto begun = (*session)->begin(); !begun) FAIL() << begun.error().message;
        if (auto kept = (*session)->run("INSERT INTO things (id) VALUES (:id)", {{"id", std::to_string(t * 100 + i)}}); !kept)
          FAIL() << kept.error().message;
        if (auto done = (*session)->commit(); !done) FAIL() << done.error().message;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(count(), R"({"n":40})");
}

// Two daemons on one database.
TEST_F(StoreTest, WhatIsReadWithinATransactionHoldsUntilItsEnd) {
  insert("counter").value();
  session_->run("UPDATE things SET size = 0", {}).value();
  const auto other = Store::open(database_.url()).value();
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (Store* store : {store_.get(), other.get(), store_.get(), other.get()})
    threads.emplace_back([&failures, store] {
      for (int i = 0; i < 25; ++i) {
        auto session = store->lend("acme").value();
        std::int64_t size = 0;
        const auto read = [&](std::string_view row) -> Result<void> {
          size = json::parse({row.data(), row.size()}).at("size").as_int64();
          return {};
        };
        const bool done = session->begin() && session->run("SELECT size FROM things WHERE id = 'counter'", {}, read) &&
                          session->run("UPDATE things SET size = :size WHERE id = 'counter'", {{"size", size + 1}}) && session->commit();
        // A single statement that writes must not fall between the two either.
        if (!done || !session->run("UPDATE things SET size = size + 1 WHERE id = 'counter'", {})) ++failures;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_THAT(rows("SELECT size FROM things"), ElementsAre(R"({"size":200})"));
}

TEST_F(StoreTest, ATableThatWasChangedUnderAStatementIsReadAsItIsNow) {
  insert("a").value();
  EXPECT_THAT(rows("SELECT * FROM things"), ElementsAre(R"({"id":"a","size":null,"weight":null,"note":null})"));
  Store::open(database_.url()).value()->lend().value()->run_script("ALTER TABLE things ADD COLUMN more TEXT").value();
  const std::string now = R"({"id":"a","size":null,"weight":null,"note":null,"more":null})";
  EXPECT_THAT(rows("SELECT * FROM things"), ElementsAre(now));
  session_->begin().value();
  EXPECT_THAT(rows("SELECT * FROM things"), ElementsAre(now));
  session_->commit().value();
}

TEST_F(StoreTest, ACheckFindsItInOrder) {
  insert("a").value();
  for (const std::int64_t now : {1000, 2000}) store_->check(now).value();
  EXPECT_EQ(rows("SELECT id, at FROM chitty_health"), std::vector<std::string>{R"({"id":1,"at":2000})"});
}

// Others may go on reading what they have in memory for a long time.
TEST_F(StoreTest, ACheckFindsPagesThatWereOverwritten) {
  if (on_postgresql_) GTEST_SKIP() << "PostgreSQL looks after its own pages";
  session_->begin().value();
  for (int i = 0; i < 400; ++i) insert(("thing " + std::to_string(i) + std::string(200, 'x')).c_str()).value();
  session_->commit().value();
  session_->checkpoint();
  const auto file = folder_ / "test.db";
  {
    std::fstream pages(file, std::ios::in | std::ios::out | std::ios::binary);
    pages.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file) / 2));
    pages << std::string(16384, '#');
  }
  const auto found = store_->check(1000);
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, testing::StartsWith("The database is damaged: "));
}

TEST(Store, AnUnknownEngineIsRefused) {
  EXPECT_EQ(Store::open("oracle:x").error().code, Code::not_supported);
  EXPECT_EQ(Store::open("sqlite:/proc/nowhere/x.db").error().code, Code::configuration);
}

}  // namespace
}  // namespace chitty::host::daemon
