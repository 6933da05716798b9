// Migrations that are still being written: undone as they were applied, applied as they read now.
#include "daemon/store/migrations_anew.hpp"

#include "daemon/store/testing/store_fixture.hpp"

namespace chitty::host::daemon {
namespace {

class Anew : public StoreTest {
 protected:
  // What was told, or the error.
  std::string brought(const std::vector<Migration>& steps) {
    std::string told;
    const auto done = migrate_anew(*session_, "acme", steps, told);
    return done ? told : done.error().message;
  }
};

TEST_F(Anew, WhatHasChangedIsUndoneByItsOldWordsWithAllThatCameAfterIt) {
  const Migration first{"001_a", "CREATE TABLE a (x TEXT); INSERT INTO a VALUES ('kept');", "DROP TABLE a;"};
  EXPECT_EQ(brought({first,
                     {"002_b", "CREATE TABLE b (x TEXT);", "DROP TABLE b;"},
                     {"003_c", "CREATE TABLE c (x TEXT);", "DROP TABLE c;"}}),
            "3 applied");
  EXPECT_EQ(brought({first,
                     {"002_b", "CREATE TABLE bb (y TEXT);", "DROP TABLE bb;"},
                     {"003_c", "CREATE TABLE c (x TEXT);", "DROP TABLE c;"}}),
            "2 undone, 2 applied");
  EXPECT_THAT(rows("SELECT x FROM a"), ElementsAre(R"({"x":"kept"})"));
  EXPECT_THAT(rows("SELECT y FROM bb"), ElementsAre());
  EXPECT_EQ(session_->run("SELECT * FROM b", {}).error().code, Code::invalid_argument);
}

TEST_F(Anew, OneThatIsNotThereAnyMoreIsUndone) {
  EXPECT_EQ(brought({{"001_a", "CREATE TABLE a (x TEXT);", "DROP TABLE a;"}}), "1 applied");
  EXPECT_EQ(brought({}), "1 undone");
  EXPECT_EQ(brought({}), "");
}

TEST_F(Anew, WordsToUndoMayBeCorrectedAfterwards) {
  brought({{"001_a", "CREATE TABLE a (x TEXT);", "DROP TABLE wrong;"}});
  EXPECT_EQ(brought({{"001_a", "CREATE TABLE a (x TEXT);", "DROP TABLE a;"}}), "");
  EXPECT_EQ(brought({{"001_a", "CREATE TABLE a (y TEXT);", "DROP TABLE a;"}}), "1 undone, 1 applied");
}

TEST_F(Anew, WhatFailsToBeUndoneSaysSoAndStays) {
  brought({{"001_a", "CREATE TABLE a (x TEXT);", "DROP TABLE wrong;"}});
  EXPECT_THAT(brought({{"001_a", "CREATE TABLE a (y TEXT);", "DROP TABLE a;"}}),
              HasSubstr("The migration 001_a of acme could not be undone: "));
  EXPECT_THAT(rows("SELECT x FROM a"), ElementsAre());
}

TEST_F(Anew, WhatWasAppliedWithoutKeepingHowToUndoItIsNotTouched) {
  migrate(*session_, "acme", {{"001_a", "CREATE TABLE a (x TEXT)", "DROP TABLE a"}}).value();
  EXPECT_THAT(brought({{"001_a", "CREATE TABLE a (y TEXT)", "DROP TABLE a"}}),
              HasSubstr("how to undo it was not kept"));
}

}  // namespace
}  // namespace chitty::host::daemon
