// One statement: its values, its parameters, what it changed, and why it is refused.
#include "daemon/store/sql_text.hpp"
#include "daemon/store/testing/store_fixture.hpp"

namespace chitty::host::daemon {
namespace {

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
                {{"by", 3}})
        .at(0);
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

}  // namespace
}  // namespace chitty::host::daemon
