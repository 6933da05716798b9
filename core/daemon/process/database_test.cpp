// The daemon and a database that changed under it (SQLite: a file that anybody may put elsewhere).
#include "daemon/testing/daemon_fixture.hpp"

#include "base/time.hpp"
#include "daemon/store/store.hpp"

namespace chitty::host::daemon {
namespace {

class DatabaseTest : public DaemonTest {
 protected:
  std::filesystem::path file(const char* more = "") const { return paths_.data / "local" / ("chittyos.db" + std::string(more)); }
  std::string keep(const std::string& id) const { return ask("POST", "/acme/things", R"({"id":")" + id + R"(","name":"x"})"); }
  std::string why_not() const {
    const auto started = Control(paths_).up(port_);
    return started ? "it started" : log();
  }
};

TEST_F(DatabaseTest, ADeletedFileEndsWhatIsAcknowledgedAndNoNewOneIsFounded) {
  if (database_) GTEST_SKIP() << "SQLite's file";
  up();
  EXPECT_THAT(keep("a"), StartsWith("HTTP/1.1 201 "));
  EXPECT_TRUE(soon([&] { return std::filesystem::exists(paths_.data / "local" / "database.json"); }));
  std::filesystem::create_directory(folder_ / "backup");
  for (const char* part : {"", "-wal", "-shm"}) std::filesystem::rename(file(part), folder_ / "backup" / ("chittyos.db" + std::string(part)));
  EXPECT_THAT(keep("b"), StartsWith("HTTP/1.1 503 "));
  EXPECT_TRUE(soon([&] { return log().find("removed, exchanged or cut short") != std::string::npos; }));
  EXPECT_FALSE(std::filesystem::exists(file()));
  Control(paths_).down().value();
  EXPECT_THAT(why_not(), AllOf(HasSubstr("The database is gone: "), HasSubstr("from a backup"), HasSubstr("database.json")));
  EXPECT_FALSE(std::filesystem::exists(file()));
  for (const char* part : {"", "-wal", "-shm"})
    if (std::filesystem::exists(folder_ / "backup" / ("chittyos.db" + std::string(part))))
      std::filesystem::rename(folder_ / "backup" / ("chittyos.db" + std::string(part)), file(part));
  up();
  EXPECT_THAT(ask("GET", "/acme/things/a"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(DatabaseTest, AnOlderFileIsRefusedAtTheStart) {
  if (database_) GTEST_SKIP() << "SQLite's file";
  up();
  Control(paths_).down().value();
  std::filesystem::copy(file(), folder_ / "older.db");
  up();
  EXPECT_THAT(keep("a"), StartsWith("HTTP/1.1 201 "));
  Control(paths_).down().value();
  std::filesystem::rename(folder_ / "older.db", file());
  EXPECT_THAT(why_not(), HasSubstr("The database is older than what this daemon has kept in it"));
  std::filesystem::remove(paths_.data / "local" / "database.json");  // as the hint says
  up();
  EXPECT_THAT(ask("GET", "/acme/things/a"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(DatabaseTest, AClockThatWasSetBackRevivesNothing) {
  up();
  Control(paths_).down().value();
  {  // what it would say if the clock had been two hours later when the database was last written
    const auto store = Store::open(database_url()).value();
    store->lend().value()->run("UPDATE chitty_database SET clock = :then", {{"then", now_ms() + 7'200'000}}).value();
  }
  up();
  EXPECT_THAT(log(), HasSubstr("the clock is behind"));
  const auto token = [&](const char* name, std::int64_t ends) {
    EXPECT_THAT(ask("POST", "/porter/tokens", "{\"token\":\"" + std::string(name) + "\",\"token_id\":\"" + name + R"(","subject":"ada","scopes":["acme:*"],"expires_at":)" + std::to_string(ends) + "}"),
                StartsWith("HTTP/1.1 201 "));
    return ask_with("Authorization: Bearer " + std::string(name) + "\r\n", "GET", "/acme/things/1");
  };
  EXPECT_THAT(token("expired", now_ms() + 3'600'000), StartsWith("HTTP/1.1 401 "));  // it had ended already
  EXPECT_THAT(token("good", now_ms() + 10'800'000), StartsWith("HTTP/1.1 404 "));
}

}  // namespace
}  // namespace chitty::host::daemon
