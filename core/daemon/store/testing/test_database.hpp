// The database of one test: a SQLite file in the test's folder; or, where CHITTY_TEST_DATABASE names a PostgreSQL server
// (its URL, or file:PATH with it; tests/support/postgres.py starts one), a fresh database there, dropped at the end.
#pragma once

#include "base/files.hpp"
#include "base/paths.hpp"
#include "base/text.hpp"
#include "daemon/store/dialect.hpp"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>

namespace chitty::host::daemon {

class TestDatabase {
 public:
  explicit TestDatabase(const std::filesystem::path& folder) {
    if (!on_postgresql()) {
      url_ = "sqlite:" + (folder / "test.db").string();
      return;
    }
    static std::atomic<int> number{0};
    name_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
    server_ = dialect_for(server_url(), Paths::of_this_process().library).value()->connect().value();
    server_->run_script("CREATE DATABASE " + name_).value();
    // Whether the disk has it does not matter here; tests/contract asks for that.
    server_->run_script("ALTER DATABASE " + name_ + " SET synchronous_commit = off").value();
    url_ = url_of(name_);
  }
  ~TestDatabase() {
    if (server_) (void)server_->run_script("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& url() const { return url_; }
  const std::string& name() const { return name_; }
  SqlConnection& server() const { return *server_; }

  static bool on_postgresql() { return !server_url().empty(); }
  static std::string server_url() {
    const char* set = std::getenv("CHITTY_TEST_DATABASE");
    const std::string given = set ? set : "";
    return given.rfind("file:", 0) == 0 ? std::string(trim(read_file(given.substr(5)).value())) : given;
  }
  // The server's URL with another database in it.
  static std::string url_of(const std::string& database) {
    std::string url = server_url();
    const auto slash = url.find('/', url.find("://") + 3);
    return url.replace(slash + 1, url.find('?') - slash - 1, database);
  }

 private:
  std::string url_, name_;
  std::unique_ptr<SqlConnection> server_;
};

}  // namespace chitty::host::daemon
