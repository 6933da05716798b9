// Tables of schemas, and what a database makes of them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "deployment.hpp"

namespace chittyschema::ddl {
namespace {

using namespace chitty;

const char* const invoice = R"({"type":"object","required":["id","when","total"],"properties":{"id":{"type":"string","maxLength":10},"when":{"type":"string","format":"date-time"},
  "total":{"type":"integer","minimum":0,"maximum":1000},"big":{"type":"integer"},"rate":{"type":["number","null"]},"paid":{"type":"boolean","default":false},
  "status":{"enum":["open","it's"]},"lines":{"type":"array"},"Odd \" name":{"type":"string"}}})";

TEST(Table, IsWhatPostgresHolds) {
  EXPECT_EQ(table_of("invoice", json::parse(invoice), Engine::postgres).value().create(Engine::postgres),
            "CREATE TABLE \"invoice\" (\n"
            "  \"id\" TEXT PRIMARY KEY NOT NULL CHECK (char_length(\"id\") <= 10),\n"
            "  \"when\" TIMESTAMPTZ NOT NULL,\n"
            "  \"total\" INTEGER NOT NULL CHECK (\"total\" >= 0) CHECK (\"total\" <= 1000),\n"
            "  \"big\" BIGINT,\n"
            "  \"rate\" DOUBLE PRECISION,\n"
            "  \"paid\" BOOLEAN DEFAULT FALSE,\n"
            "  \"status\" TEXT CHECK (\"status\" IN ('open', 'it''s')),\n"
            "  \"lines\" JSONB,\n"
            "  \"Odd \"\" name\" TEXT\n)");
}

TEST(Table, IsMadeOfObjectsAlone) {
  EXPECT_EQ(table_of("x", json::parse(R"({"type":"array"})"), Engine::sqlite).error().code, Code::invalid_argument);
  EXPECT_EQ(table_of("x", json::parse(R"({"type":"object"})"), Engine::sqlite).error().code, Code::invalid_argument);
  EXPECT_EQ(table_of(std::string(64, 'x'), json::parse(invoice), Engine::postgres).error().code, Code::invalid_argument);
  EXPECT_TRUE(table_of("x", json::parse(R"({"$ref":"#/$defs/a","$defs":{"a":{"type":"object","properties":{"b":{"$ref":"#/$defs/t"}}},"t":{"type":"string"}}})"), Engine::postgres));
}

// On both, for as long as the test lasts.
struct InDatabase : ::testing::Test {
  InDatabase() {
    std::string name = (std::filesystem::temp_directory_path() / "schema-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    databases.push_back(open_sqlite((folder / "a.db").string()).value());
    if (const char* given = std::getenv("CHITTY_TEST_DATABASE")) {
      std::string url = given;
      if (url.starts_with("file:")) std::getline(std::ifstream(url.substr(5)), url);
      databases.push_back(open_postgres(url).value());
      databases.back()->run("DROP TABLE IF EXISTS \"schema invoice\"").value();
      databases.back()->run("DROP TABLE IF EXISTS chitty_schemas").value();
    }
  }
  ~InDatabase() override {
    databases.clear();
    std::filesystem::remove_all(folder);
  }

  static Result<std::string> deploy(Database& database, const std::string& document, const std::string& version, const std::string& name = "schema invoice") {
    CHITTY_DO(database.begin());
    const auto planned = plan(database, {{name, version, json::parse(document).as_object()}});
    const auto done = planned ? apply(database, *planned, "2026-11-30T00:00:00Z") : Result<void>(planned.error());
    if (!done) {
      (void)database.run("ROLLBACK");
      return done.error();
    }
    return planned->at(0).state;
  }

  std::filesystem::path folder;
  std::vector<std::unique_ptr<Database>> databases;
};

TEST_F(InDatabase, ATableFollowsItsSchema) {
  for (const auto& database : databases) {
    EXPECT_EQ(deploy(*database, invoice, "v1").value(), "created");
    EXPECT_EQ(deploy(*database, invoice, "v1").value(), "unchanged");
    database->run("INSERT INTO \"schema invoice\" (\"id\", \"when\", \"total\") VALUES ('a', '2026-11-30T00:00:00Z', 5)").value();
    EXPECT_EQ(database->run("INSERT INTO \"schema invoice\" (\"id\", \"when\", \"total\") VALUES ('b', '2026-11-30T00:00:00Z', -5)").error().code, Code::refused);
    EXPECT_EQ(database->run("INSERT INTO \"schema invoice\" (\"id\", \"when\", \"total\", \"status\") VALUES ('c', '2026-11-30T00:00:00Z', 5, 'lost')").error().code, Code::refused);
    std::string more = invoice;
    more.replace(more.find("\"big\""), 0, R"("note":{"type":"string"},)");
    EXPECT_EQ(deploy(*database, more, "v2").value(), "altered");
    EXPECT_EQ(database->run("SELECT \"id\", \"note\" FROM \"schema invoice\"").value(), (std::vector<Database::Row>{{"a", ""}})) << "the row is still there";
    EXPECT_EQ(database->run("SELECT version FROM chitty_schemas").value(), (std::vector<Database::Row>{{"v2"}}));
  }
}

TEST_F(InDatabase, WhatWouldLoseSomethingIsRefusedAndNothingHappens) {
  for (const auto& database : databases) {
    ASSERT_TRUE(deploy(*database, invoice, "v1"));
    const auto refused = deploy(*database, R"({"type":"object","properties":{"id":{"type":"integer"},"new":{"type":"string"}},"required":["new"]})", "v2");
    EXPECT_EQ(refused.error().code, Code::refused);
    for (const auto* part : {"'new' is required and has no default", "'id' was", "'total' would be gone"}) EXPECT_NE(refused.error().message.find(part), std::string::npos) << refused.error().message;
    EXPECT_EQ(database->run("SELECT version FROM chitty_schemas").value(), (std::vector<Database::Row>{{"v1"}}));
  }
}

TEST_F(InDatabase, ATableOfSomebodyElseIsLeftAlone) {
  auto& database = *databases[0];
  database.run("CREATE TABLE Mine (a)").value();
  EXPECT_EQ(deploy(database, invoice, "v1", "mine").error().code, Code::conflict);
}

TEST_F(InDatabase, AnAddressElsewhereIsNotReachedInTheClear) {
  EXPECT_EQ(open_postgres("postgres://u:secret@db.example.com/x?sslmode=disable").error().code, Code::configuration);
  for (const auto* url : {"mysql://u:secret@h/x", "postgres://u:secret@[/x", "secret"}) {
    const auto refused = open_postgres(url);
    EXPECT_EQ(refused.error().code, Code::configuration);
    EXPECT_EQ(refused.error().message.find("secret"), std::string::npos);
  }
  EXPECT_EQ(open_sqlite("/no/such/folder/a.db").error().code, Code::not_found);
}

}  // namespace
}  // namespace chittyschema::ddl
