#include "daemon/migrations.hpp"
#include "daemon/sql_text.hpp"
#include "daemon/store.hpp"
#include "daemon/testing/test_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <atomic>
#include <filesystem>
#include <thread>

namespace chitty::daemon {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::filesystem::path new_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "chittyd-store-XXXXXX").string();
  return ::mkdtemp(name.data());
}

// The same tests on both engines: see TestDatabase.
class StoreTest : public testing::Test {
 protected:
  StoreTest() : folder_(new_folder()), database_(folder_) {
    store_ = Store::open(database_.url()).value();
    session_ = store_->lend().value();
    session_->run_script("CREATE TABLE things (id TEXT PRIMARY KEY, size BIGINT, weight DOUBLE PRECISION, note TEXT);"
                         "CREATE TABLE parts (thing TEXT NOT NULL REFERENCES things(id), n INTEGER CHECK (n > 0))").value();
  }
  ~StoreTest() override {
    session_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  std::vector<std::string> rows(std::string_view sql, const json::object& parameters = {}) {
    std::vector<std::string> all;
    session_->run(sql, parameters, [&](std::string_view row) -> Result<void> { return all.emplace_back(row), Result<void>(); }).value();
    return all;
  }
  Result<std::uint64_t> insert(const char* id) { return session_->run("INSERT INTO things (id) VALUES (:id)", {{"id", id}}); }
  std::string count() { return rows("SELECT COUNT(*) AS n FROM things").at(0); }

  const bool on_postgresql_ = TestDatabase::on_postgresql();
  std::filesystem::path folder_;
  TestDatabase database_;
  std::unique_ptr<Store> store_;
  Store::Lease session_;
};

TEST_F(StoreTest, ValuesComeBackWithTheTypeTheyWentIn) {
  const json::object given{{"id", "a\"\n\xc3\xa4"}, {"size", std::int64_t{9007199254740993}}, {"weight", 2.0}, {"note", nullptr}};
  EXPECT_EQ(session_->run("INSERT INTO things VALUES (:id, :size, :weight, :note)", given).value(), 1u);
  EXPECT_THAT(rows("SELECT * FROM things"), ElementsAre("{\"id\":\"a\\\"\\n\xc3\xa4\",\"size\":9007199254740993,\"weight\":2.0,\"note\":null}"));
}

TEST_F(StoreTest, ExpressionsHaveTheTypeOfTheirValue) {
  insert("a").value();
  EXPECT_THAT(rows("SELECT COUNT(*) AS n, MAX(id) AS last, AVG(3) AS mean, SUM(size) AS none, :flag AS flag FROM things", {{"flag", true}}),
              ElementsAre(R"({"n":1,"last":"a","mean":3.0,"none":null,"flag":1})"));
}

TEST_F(StoreTest, OneStatementTakesParametersOfChangingTypes) {
  const std::pair<json::value, std::string> cases[] = {
      {json::value(1), "1"}, {json::value("one"), "\"one\""}, {json::value(1.5), "1.5"}, {json::value(nullptr), "null"}, {json::value(2), "2"}};
  for (const auto& [value, text] : cases) EXPECT_THAT(rows("SELECT :v AS v", {{"v", value}}), ElementsAre("{\"v\":" + text + "}"));
}

TEST_F(StoreTest, AParameterHasTheTypeThatTheStatementGivesIt) {
  const json::object thing{{"id", "7"}, {"size", std::int64_t{5'000'000'000}}, {"weight", 1.5}};
  session_->run("INSERT INTO things (id, size, weight) VALUES (:id, :size, :weight)", thing).value();
  EXPECT_THAT(rows("SELECT id FROM things WHERE size > :n - 1 AND weight < :n LIMIT :l OFFSET :o", {{"n", std::int64_t{5'000'000'000}}, {"l", 5}, {"o", 0}}),
              ElementsAre(R"({"id":"7"})"));
  EXPECT_THAT(rows("SELECT id FROM things WHERE id = :id", {{"id", 7}}), ElementsAre(R"({"id":"7"})"));  // by the column's type
  EXPECT_THAT(rows("SELECT SUM(size) AS s, COUNT(*) AS n, :n + 1 AS next FROM things WHERE size > :w", {{"n", std::int64_t{4'000'000'000}}, {"w", 2.5}}),
              ElementsAre(R"({"s":5000000000,"n":1,"next":4000000001})"));
  for (const json::value& before : {json::value(nullptr), json::value("8")})  // one parameter, twice
    EXPECT_THAT(rows("SELECT id FROM things WHERE (:before IS NULL OR id < :before)", {{"before", before}}), ElementsAre(R"({"id":"7"})"));
  EXPECT_THAT(rows("SELECT substr(id, :from, 1) AS c FROM things", {{"from", 1}}), ElementsAre(R"({"c":"7"})"));
  EXPECT_THAT(rows("SELECT CAST(:n AS TEXT) AS t, COALESCE(:m, 3) AS m", {{"n", 1}, {"m", nullptr}}), ElementsAre(R"({"t":"1","m":3})"));
}

TEST_F(StoreTest, ComparisonsAndBooleansAreNumbers) {
  EXPECT_THAT(rows("SELECT 1 = 1 AS yes, 1 > 2 AS no"), ElementsAre(R"({"yes":1,"no":0})"));
}

TEST_F(StoreTest, UpsertsReturnWhatIsThereThen) {
  const auto next = [&] {
    return rows("INSERT INTO things (id, size) VALUES ('counter', :by) ON CONFLICT (id) DO UPDATE SET size = things.size + excluded.size RETURNING size",
                {{"by", 3}}).at(0);
  };
  EXPECT_EQ(next(), R"({"size":3})");
  EXPECT_EQ(next(), R"({"size":6})");
  EXPECT_EQ(session_->run("INSERT INTO things (id) VALUES ('counter') ON CONFLICT DO NOTHING", {}).value(), 0u);
}

TEST_F(StoreTest, WhatOnlyReadsIsKnownByItsWords) {
  for (const char* reads : {"SELECT 1", "  -- UPDATE\n select 1", "WITH a AS (SELECT 1) SELECT 'DELETE' FROM a", "VALUES (1)"}) EXPECT_TRUE(only_reads(reads)) << reads;
  for (const char* writes : {"INSERT INTO a VALUES (1)", "WITH a AS (SELECT 1) DELETE FROM b", "update a set b = 1", ""}) EXPECT_FALSE(only_reads(writes)) << writes;
  EXPECT_EQ(with_numbered_parameters("SELECT :b::text, ':a', :a -- :b\n, :b", {"b", "a"}), "SELECT $1::text, ':a', $2 -- :b\n, $1");
}

TEST_F(StoreTest, ParametersInQuotesAndCommentsAreNone) {
  EXPECT_THAT(statement_parameters("SELECT ':a', \":b\", x::text /* :c */ FROM t WHERE d = :d AND e = :e -- :f\n AND d2 = :d").value(),
              ElementsAre("d", "e"));
}

TEST_F(StoreTest, ARefusedStatementSaysWhy) {
  const auto why = [&](std::string_view sql, const json::object& parameters = {}) {
    const auto done = session_->run(sql, parameters);
    EXPECT_EQ(done.error().code, Code::invalid_argument) << sql;
    return done.error().message;
  };
  EXPECT_THAT(why("SELECT * FROM nowhere"), HasSubstr(on_postgresql_ ? "relation \"nowhere\" does not exist" : "no such table: nowhere"));
  EXPECT_THAT(why("SELECT :a"), HasSubstr("':a' was not given"));
  EXPECT_THAT(why("SELECT :a", {{"a", json::array()}}), HasSubstr("not a number, string"));
  EXPECT_THAT(why("SELECT 1; DROP TABLE things"), HasSubstr("more than one statement"));
  EXPECT_THAT(why(" -- x\n commit"), HasSubstr("COMMIT is not for services"));
  EXPECT_THAT(why("PRAGMA synchronous=OFF"), HasSubstr("not for services"));
  EXPECT_THAT(why(""), HasSubstr("empty"));
  EXPECT_THAT(why(on_postgresql_ ? "SELECT '\\x00'::bytea AS bytes" : "SELECT x'00' AS bytes"), HasSubstr("holds bytes"));
}

TEST_F(StoreTest, ConstraintsAreConflictsThatNameThemselves) {
  insert("a").value();
  const auto twice = insert("a");
  EXPECT_EQ(twice.error().code, Code::conflict);
  EXPECT_EQ(twice.error().details.at("constraint"), "things.id");
  const auto orphan = session_->run("INSERT INTO parts VALUES ('nobody', 1)", {});
  EXPECT_EQ(orphan.error().code, Code::conflict);
  EXPECT_EQ(orphan.error().details.at("constraint"), "foreign key");
  EXPECT_EQ(session_->run("INSERT INTO parts VALUES ('a', 0)", {}).error().code, Code::invalid_argument);
}

TEST_F(StoreTest, ChangedCountsOnlyWhatTheStatementChanged) {
  insert("a").value(), insert("b").value();
  EXPECT_EQ(session_->run("UPDATE things SET size = 1", {}).value(), 2u);
  EXPECT_EQ(session_->run("SELECT * FROM things", {}).value(), 0u);
  EXPECT_EQ(session_->run("UPDATE things SET size = 1 WHERE id = 'z'", {}).value(), 0u);
}

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

TEST_F(StoreTest, AReaderMayStopAndARowMayAskAgain) {
  for (const char* id : {"a", "b", "c"}) insert(id).value();
  int seen = 0;
  const auto done = session_->run("SELECT id FROM things", {}, [&](std::string_view) -> Result<void> {
    EXPECT_EQ(count(), R"({"n":3})");
    if (++seen == 2) return make_error(Code::cancelled, "Enough.");
    return {};
  });
  EXPECT_EQ(done.error().code, Code::cancelled);
  EXPECT_EQ(seen, 2);
  insert("d").value();
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

TEST(Store, AnUnknownEngineIsRefused) {
  EXPECT_EQ(Store::open("oracle:x").error().code, Code::not_supported);
  EXPECT_EQ(Store::open("sqlite:/proc/nowhere/x.db").error().code, Code::configuration);
}

}  // namespace
}  // namespace chitty::daemon
