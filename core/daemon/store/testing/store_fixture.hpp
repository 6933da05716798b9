// A store with two tables, on both engines.
#pragma once

#include "daemon/store/store.hpp"
#include "daemon/store/testing/test_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <filesystem>
#include <unistd.h>

namespace chitty::host::daemon {

using testing::ElementsAre;
using testing::HasSubstr;

inline std::filesystem::path new_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "chittyd-store-XXXXXX").string();
  return ::mkdtemp(name.data());
}

// The same tests on both engines: see TestDatabase.
class StoreTest : public testing::Test {
 protected:
  StoreTest() : folder_(new_folder()), database_(folder_) {
    store_ = Store::open(database_.url()).value();
    session_ = store_->lend().value();
    session_->run_script(
                "CREATE TABLE things (id TEXT PRIMARY KEY, size BIGINT, weight DOUBLE PRECISION, note TEXT);"
                "CREATE TABLE parts (thing TEXT NOT NULL REFERENCES things(id), n INTEGER CHECK (n > 0))")
        .value();
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

}  // namespace chitty::host::daemon
