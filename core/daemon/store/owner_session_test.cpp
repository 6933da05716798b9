// What a statement that somebody has typed may do on SQLite; on PostgreSQL: tests of the whole (plugins/os/contract).
#include "daemon/store/owner_session.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <thread>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

class OwnerSessionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    file_ = std::filesystem::temp_directory_path() / ("owner-session-" + std::to_string(::getpid()) + ".db");
    std::filesystem::remove(file_);
    sqlite3* made = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &made), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(made,
                           "PRAGMA journal_mode=WAL; CREATE TABLE things (id TEXT PRIMARY KEY, n BIGINT); CREATE TABLE keys (id TEXT, jwk TEXT);"
                           "CREATE VIEW through AS SELECT jwk FROM keys; INSERT INTO things VALUES ('b', 2), ('a', 1); INSERT INTO keys VALUES ('k', 'SECRET')",
                           nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(made);
    session = std::move(*sqlite_owner_session(file_, true));
  }
  void TearDown() override {
    session.reset();
    for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(file_.string() + end);
  }

  // Its rows, or the error's code.
  std::string run(const std::string& sql, bool write = false) {
    Guard guard;
    guard.write = write;
    guard.hidden = {"keys"};
    guard.resolve = [](const std::string& noun) -> Result<std::optional<std::string>> { return noun == "nouns" ? std::optional<std::string>("things") : std::nullopt; };
    guard.limit = limit;
    std::string text;
    const auto done = session->query(
        sql, guard, [](const auto&) { return Result<void>(); },
        [&](const std::vector<Cell>& row) {
          for (const auto& cell : row) text += cell.kind == Cell::Kind::integer ? std::to_string(cell.integer) : std::string(cell.text);
          text += ';';
          return Result<void>();
        });
    return done ? text : "error " + std::to_string(static_cast<int>(done.error().code));
  }

  std::filesystem::path file_;
  std::unique_ptr<OwnerSession> session;
  std::chrono::milliseconds limit{0};
};

TEST_F(OwnerSessionTest, ReadsAndNothingElse) {
  EXPECT_EQ(run("SELECT id, n FROM things ORDER BY id"), "a1;b2;");
  EXPECT_EQ(run("SELECT COUNT(*) FROM nouns; -- and no more"), "2;");
  for (const auto* sql : {"DELETE FROM things", "WITH x AS (SELECT 1) DELETE FROM things", "/* SELECT */ INSERT INTO things VALUES ('c', 3)", "CREATE TABLE x (y)", "PRAGMA journal_mode=DELETE",
                          "ATTACH '/tmp/x' AS x", "VACUUM INTO '/tmp/x'", "BEGIN", "SELECT 1; SELECT 2", "", "  -- nothing", "SELECT ?", "SELECT load_extension('x')", "REINDEX", "DROP TABLE things"})
    EXPECT_EQ(run(sql), "error 100") << sql;
  EXPECT_EQ(run("SELECT COUNT(*) FROM things"), "2;");
}

TEST_F(OwnerSessionTest, HiddenTablesAreNotReadOnAnyWay) {
  for (const auto* sql : {"SELECT * FROM keys", "SELECT COUNT(*) FROM KEYS", "SELECT * FROM through", "SELECT (SELECT jwk FROM keys)", "SELECT id FROM things WHERE EXISTS (SELECT 1 FROM keys WHERE jwk LIKE 'S%')",
                          "SELECT data FROM sqlite_dbpage", "SELECT * FROM main.keys"})
    EXPECT_TRUE(run(sql).starts_with("error ")) << sql;
}

TEST_F(OwnerSessionTest, WritesRowsWhereItIsSaid) {
  session = std::move(*sqlite_owner_session(file_, false));
  EXPECT_EQ(run("UPDATE things SET n = 5 WHERE id = 'a'"), "error 100");
  EXPECT_EQ(run("UPDATE things SET n = 5 WHERE id = 'a'", true), "");
  EXPECT_EQ(run("INSERT INTO things VALUES ('c', 3) RETURNING n", true), "3;");
  EXPECT_EQ(run("SELECT n FROM things ORDER BY id"), "5;2;3;");
  for (const auto* sql : {"DELETE FROM keys", "INSERT INTO things SELECT id, 1 FROM keys", "UPDATE sqlite_master SET sql = ''", "DROP TABLE things", "CREATE TABLE x (y)"}) EXPECT_TRUE(run(sql, true).starts_with("error ")) << sql;
}

TEST_F(OwnerSessionTest, OneThatDoesNotEndIsEnded) {
  const std::string endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
  limit = std::chrono::milliseconds(50);
  EXPECT_EQ(run(endless), "error 601");
  limit = {};
  std::thread interrupts([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    session->interrupt();
  });
  EXPECT_EQ(run(endless), "error 900");
  interrupts.join();
}

TEST_F(OwnerSessionTest, FillsATableAndTellsWhatDoesNotFit) {
  session = std::move(*sqlite_owner_session(file_, false));
  const auto shape = session->shape("things");
  ASSERT_TRUE(shape);
  EXPECT_EQ(shape->key, std::vector<std::string>{"id"});
  std::string told;
  ASSERT_TRUE(session->begin("acme"));
  auto filler = session->fill(*shape, {0, 1}, [&](const RowFault& fault) {
    told += std::to_string(fault.row) + " " + fault.column + ";";
    return Result<void>();
  });
  ASSERT_TRUE(filler);
  Cell id, n;
  id.kind = Cell::Kind::text, n.kind = Cell::Kind::integer, n.integer = 9;
  for (const auto* name : {"c", "a", "d"}) {
    id.text = name;
    ASSERT_TRUE((*filler)->add(static_cast<std::uint64_t>(name[0]), {id, n}));
  }
  ASSERT_TRUE((*filler)->finish());
  filler->reset();
  EXPECT_EQ(told, "97 id;");
  ASSERT_TRUE(session->rollback());
  EXPECT_EQ(run("SELECT COUNT(*) FROM things"), "2;");
}

}  // namespace
}  // namespace chitty::host::daemon
