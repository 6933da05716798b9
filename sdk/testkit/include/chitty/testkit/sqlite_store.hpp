// chitty.store/1 over one SQLite database in memory, so that a service's SQL is run and not imagined. Not part of
// <chitty/testkit.hpp>: link sqlite3, and offer(CHITTY_EXT_STORE, &testkit::sqlite_store()) before a plugin is opened.
#ifndef CHITTY_TESTKIT_SQLITE_STORE_HPP
#define CHITTY_TESTKIT_SQLITE_STORE_HPP

#include <sqlite3.h>

#include <algorithm>
#include <chitty/testkit.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace chitty::testkit {

inline sqlite3*& database() {
  static sqlite3* open = nullptr;
  return open;
}

// What another process does just before the next transaction begins, once.
inline std::function<void()>& before_transaction() {
  static std::function<void()> work;
  return work;
}

inline void run_script(const std::string& sql) {
  char* wrong = nullptr;
  if (sqlite3_exec(database(), sql.c_str(), nullptr, nullptr, &wrong) != SQLITE_OK) throw std::runtime_error(wrong);
}

// As chittyd's SQLite counts bytes.
inline void octet_length(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
  sqlite3_result_int64(context, sqlite3_value_bytes(values[0]));
}

// A new, empty database: what the daemon itself keeps there for services, and all migrations in `folder` (none: empty)
// run up, in the order of their names.
inline void new_database(const std::string& folder = {}) {
  if (database()) sqlite3_close(database());
  sqlite3_open(":memory:", &database());
  sqlite3_create_function_v2(database(), "octet_length", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, octet_length,
                             nullptr, nullptr, nullptr);
  run_script(
      "CREATE TABLE chitty_answers (service TEXT NOT NULL, request_key TEXT NOT NULL, answer TEXT NOT NULL,"
      " created_at TEXT NOT NULL, PRIMARY KEY (service, request_key))");
  if (folder.empty()) return;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    run_script(text.str().substr(0, text.str().find("-- down")));
  }
}

inline void bind(sqlite3_stmt* statement, int index, const json::value& value) {
  if (value.is_int64())
    sqlite3_bind_int64(statement, index, value.get_int64());
  else if (value.is_double())
    sqlite3_bind_double(statement, index, value.get_double());
  else if (value.is_uint64())
    sqlite3_bind_int64(statement, index, static_cast<sqlite3_int64>(value.get_uint64()));
  else if (value.is_bool())
    sqlite3_bind_int64(statement, index, value.get_bool());
  else if (const auto* text = value.if_string())
    sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
}

inline json::object row_of(sqlite3_stmt* statement) {
  json::object row;
  for (int i = 0; i < sqlite3_column_count(statement); ++i) {
    auto& value = row[sqlite3_column_name(statement, i)];
    if (sqlite3_column_type(statement, i) == SQLITE_INTEGER)
      value = sqlite3_column_int64(statement, i);
    else if (sqlite3_column_type(statement, i) == SQLITE_FLOAT)
      value = sqlite3_column_double(statement, i);
    else if (sqlite3_column_type(statement, i) == SQLITE_TEXT)
      value = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
  }
  return row;
}

// Run one statement; `rows` and `changed` may be null.
inline Result<void> run_sql(std::string_view sql, const json::object& parameters = {},
                            const chitty_sink* rows = nullptr, std::uint64_t* changed = nullptr) {
  sqlite3_stmt* statement = nullptr;
  const auto failed = [&](int code) {
    Error error =
        make_error(code == SQLITE_CONSTRAINT ? Code::conflict : Code::invalid_argument, sqlite3_errmsg(database()));
    sqlite3_finalize(statement);
    return error;
  };
  const int prepared = sqlite3_prepare_v2(database(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (prepared != SQLITE_OK) return failed(prepared);
  for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
    const auto* value = parameters.if_contains(sqlite3_bind_parameter_name(statement, i) + 1);
    if (!value) return failed(SQLITE_MISUSE);
    bind(statement, i, *value);
  }
  const auto before = sqlite3_total_changes(database());
  int step = 0;
  while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
    const auto text = json::serialize(row_of(statement));
    if (rows && rows->write(rows->context, text.data(), text.size()) != CHITTY_OK) break;
  }
  if (step != SQLITE_DONE && step != SQLITE_ROW) return failed(step & 0xff);
  if (changed) *changed = static_cast<std::uint64_t>(sqlite3_total_changes(database()) - before);
  sqlite3_finalize(statement);
  return {};
}

// The first number of the first row of a query; -1 when there is none.
inline std::int64_t number_in_store(std::string_view sql) {
  std::int64_t value = -1;
  auto take = [&](std::string_view row) -> chitty_status {
    const auto first = json::parse(row).as_object().begin()->value();
    return value = first.is_int64() ? first.get_int64() : -1, CHITTY_OK;
  };
  const auto sink = abi::sink_to_function(take);
  if (auto done = run_sql(sql, {}, &sink); !done) throw std::runtime_error(done.error().message);
  return value;
}

inline const chitty_store& sqlite_store() {
  using tables::fallible;
  static const chitty_store table{
      sizeof(chitty_store),
      0,
      [](chitty_call* call, const chitty_str* sql, const chitty_str* parameters, const chitty_sink* rows,
         std::uint64_t* changed, chitty_error* error) -> chitty_status {
        return fallible(call, error, [&](FakeHost&) {
          const auto text = abi::view(parameters);
          return run_sql(abi::view(sql), text.empty() ? json::object() : json::parse(text).as_object(), rows, changed);
        });
      },
      [](chitty_call* call, chitty_error* error) -> chitty_status {
        return fallible(call, error, [](FakeHost& host) {
          if (const auto work = std::exchange(before_transaction(), nullptr)) work();
          return host.store.open = true, run_sql("BEGIN IMMEDIATE");
        });
      },
      [](chitty_call* call, chitty_error* error) -> chitty_status {
        FakeHost::of(call).store.open = false;
        const auto status = fallible(call, error, [](FakeHost&) { return run_sql("COMMIT"); });
        if (status != CHITTY_OK) (void)run_sql("ROLLBACK");  // the test made the commit fail
        return status;
      },
      [](chitty_call* call, chitty_error* error) -> chitty_status {
        FakeHost::of(call).store.open = false;
        if (sqlite3_get_autocommit(database())) return CHITTY_OK;
        return fallible(call, error, [](FakeHost&) { return run_sql("ROLLBACK"); });
      },
      nullptr};  // await_change: a test's clock needs no waking
  return table;
}

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_SQLITE_STORE_HPP
