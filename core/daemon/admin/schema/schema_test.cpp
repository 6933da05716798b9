// What differs between two databases; and that the SQL between them brings the one to the other, rows and all.
#include "daemon/admin/schema/difference.hpp"

#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

std::unique_ptr<OwnerSession> database(const std::string& script) {
  auto made = sqlite_owner_session(":memory:", false);
  EXPECT_TRUE(made);
  const auto run = (*made)->script(script);
  EXPECT_TRUE(run) << (run ? "" : run.error().message);
  return std::move(*made);
}

Shape shape(const std::string& script) { return shape_of(*database(script)).value(); }

std::vector<std::string> words(const std::vector<Change>& changes) {
  std::vector<std::string> all;
  for (const auto& one : changes) all.push_back(one.change + " " + one.kind + " " + one.table + (one.name.empty() ? "" : "." + one.name));
  return all;
}

constexpr const char* before = R"(
CREATE TABLE people (
  id TEXT PRIMARY KEY, -- the key, with a comma
  name TEXT NOT NULL DEFAULT 'a, b (c)',
  old INTEGER,
  CHECK (length(name) < 10)
);
CREATE INDEX people_by_name ON people (name);
CREATE TABLE gone (x INTEGER);
CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT REFERENCES people (id), "text" TEXT);
CREATE TRIGGER notes_noted AFTER INSERT ON notes BEGIN UPDATE people SET name = 'n' WHERE id = NEW.person; END;
INSERT INTO people (id, name, old) VALUES ('p', 'x', 1);
INSERT INTO notes (person, text) VALUES ('p', 'hello');
)";

TEST(Schemas, WhatDoesNotMatterIsNoDifference) {
  const auto other = shape(
      "create  table PEOPLE2 (id TEXT); CREATE TABLE \"people\" (\"id\" text primary key /* key */, name TEXT not null default 'a, b (c)', old INTEGER, check(length(name) < 10));"
      "CREATE INDEX people_by_name ON people(name);");
  const auto one = shape(
      "CREATE TABLE PEOPLE2 (id TEXT); CREATE TABLE people (id TEXT PRIMARY KEY, old INTEGER, name TEXT NOT NULL DEFAULT 'a, b (c)', CHECK (length(name) < 10));"
      "CREATE INDEX people_by_name ON people (name);");
  auto changes = difference(one, other);
  std::erase_if(changes, [](const auto& change) { return change.kind == "constraint"; });  // a name of its own text
  EXPECT_EQ(words(changes), std::vector<std::string>());
}

struct Case {
  const char* name;
  const char* after;
  std::vector<std::string> changes;
};

class Bridges : public ::testing::TestWithParam<Case> {};

TEST_P(Bridges, LeadFromOneToTheOtherAndKeepRows) {
  const auto wanted = shape(GetParam().after);
  auto session = database(before);
  const auto changes = difference(shape_of(*session).value(), wanted);
  EXPECT_EQ(words(changes), GetParam().changes);
  const auto run = session->script(script_of(changes, "sqlite"));
  ASSERT_TRUE(run) << run.error().message << script_of(changes, "sqlite");
  EXPECT_EQ(words(difference(shape_of(*session).value(), wanted)), std::vector<std::string>());
  EXPECT_EQ(session->run("SELECT name FROM people").value().at(0), "n");
  EXPECT_EQ(session->run("SELECT person FROM notes").value().at(0), "p");
  EXPECT_TRUE(session->run("PRAGMA foreign_key_check").value().empty());
}

const std::string people = "CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT 'a, b (c)', old INTEGER, CHECK (length(name) < 10)); CREATE INDEX people_by_name ON people (name);";
const std::string gone = "CREATE TABLE gone (x INTEGER);";
const std::string notes =
    "CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT REFERENCES people (id), text TEXT);"
    "CREATE TRIGGER notes_noted AFTER INSERT ON notes BEGIN UPDATE people SET name = 'n' WHERE id = NEW.person; END;";
const std::string same = people + gone + notes;
const std::string added =
    "CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT 'a, b (c)', old INTEGER, age INTEGER NOT NULL DEFAULT 1, CHECK (length(name) < 10));"
    "CREATE INDEX people_by_age ON people (age);" +
    gone + notes;
const std::string rebuilt =
    "CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL, born TEXT DEFAULT (date('now')), UNIQUE (name)) WITHOUT ROWID;"
    "CREATE UNIQUE INDEX people_by_name ON people (name, born);" +
    notes + "CREATE TABLE came (y TEXT); CREATE INDEX came_y ON came (y);";

INSTANTIATE_TEST_SUITE_P(All, Bridges, ::testing::Values(Case{"same", same.c_str(), {}}, Case{"added", added.c_str(), {"removed index people.people_by_name", "added column people.age", "added index people.people_by_age"}}, Case{"rebuilt", rebuilt.c_str(), {"added table came", "removed table gone", "changed table people", "changed column people.name", "removed column people.old", "removed constraint people.CHECK (length(name) < 10)", "changed index people.people_by_name", "added column people.born", "added constraint people.UNIQUE (name)"}}),
                         [](const auto& one) { return one.param.name; });

TEST(Schemas, WhatIsLostIsSaid) {
  const auto changes = difference(shape("CREATE TABLE a (x, y); CREATE TABLE b (x);"), shape("CREATE TABLE a (x, z TEXT NOT NULL);"));
  ASSERT_EQ(words(changes), (std::vector<std::string>{"removed column a.y", "added column a.z", "removed table b"}));
  EXPECT_EQ(changes[0].hazard, "its values are deleted");
  EXPECT_NE(changes[1].hazard.find("nothing says what it is to be"), std::string::npos);
  EXPECT_EQ(changes[2].hazard, "its rows are deleted");
}

TEST(Schemas, OfTwoEnginesOnlyNamesAreCompared) {
  Shape other = shape("CREATE TABLE a (x INTEGER, z TEXT);");
  other.engine = "postgresql";
  const auto changes = difference(shape("CREATE TABLE a (x BIGINT);"), other);
  ASSERT_EQ(words(changes), std::vector<std::string>{"added column a.z"});
  EXPECT_TRUE(changes[0].sql.empty());
}

}  // namespace
}  // namespace chitty::host::daemon
