// chitty.store/1 over one SQLite database in memory, so that the service's SQL is run and not imagined.
#pragma once

#include <chitty/testkit.hpp>

#include <sqlite3.h>

#include <fstream>
#include <sstream>

namespace chitty::id::testing {

inline sqlite3*& database() {
  static sqlite3* open = nullptr;
  return open;
}

// A new, empty database with all migrations in `folder` run up, in order.
inline void new_database(const std::string& folder) {
  if (database()) sqlite3_close(database());
  sqlite3_open(":memory:", &database());
  for (const char* file : {"001_identities", "002_sessions", "003_credentials"}) {
    std::ifstream in(folder + "/" + file + ".sql");
    std::stringstream text;
    text << in.rdbuf();
    const auto up = text.str().substr(0, text.str().find("-- down"));
    char* wrong = nullptr;
    if (sqlite3_exec(database(), up.c_str(), nullptr, nullptr, &wrong) != SQLITE_OK) throw std::runtime_error(wrong);
  }
}

inline void bind(sqlite3_stmt* statement, int index, const json::value& value) {
  if (value.is_int64()) sqlite3_bind_int64(statement, index, value.get_int64());
  else if (value.is_bool()) sqlite3_bind_int64(statement, index, value.get_bool());
  else if (value.is_string()) sqlite3_bind_text(statement, index, value.get_string().data(), static_cast<int>(value.get_string().size()), SQLITE_TRANSIENT);
}

inline json::object row_of(sqlite3_stmt* statement) {
  json::object row;
  for (int i = 0; i < sqlite3_column_count(statement); ++i) {
    auto& value = row[sqlite3_column_name(statement, i)];
    if (sqlite3_column_type(statement, i) == SQLITE_INTEGER) value = sqlite3_column_int64(statement, i);
    else if (sqlite3_column_type(statement, i) == SQLITE_TEXT) value = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
  }
  return row;
}

inline Result<void> run_sql(std::string_view sql, const json::object& parameters, const chitty_sink* rows, std::uint64_t* changed) {
  sqlite3_stmt* statement = nullptr;
  const auto failed = [&](int code) {
    Error error = make_error(code == SQLITE_CONSTRAINT ? Code::conflict : Code::invalid_argument, sqlite3_errmsg(database()));
    sqlite3_finalize(statement);
    return error;
  };
  if (const int code = sqlite3_prepare_v2(database(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr); code != SQLITE_OK) return failed(code);
  for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
    const auto* value = parameters.if_contains(sqlite3_bind_parameter_name(statement, i) + 1);
    if (!value) return failed(SQLITE_MISUSE);
    bind(statement, i, *value);
  }
  int step = 0;
  while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
    const auto text = json::serialize(row_of(statement));
    if (rows && rows->write(rows->context, text.data(), text.size()) != CHITTY_OK) break;
  }
  if (step != SQLITE_DONE && step != SQLITE_ROW) return failed(step & 0xff);
  if (changed) *changed = static_cast<std::uint64_t>(sqlite3_changes(database()));
  sqlite3_finalize(statement);
  return {};
}

inline json::object parameters_of(const chitty_str* text) {
  return text && text->len ? json::parse(abi::view(text)).as_object() : json::object();
}

inline const chitty_store& sqlite_table() {
  using testkit::tables::fallible;
  static const chitty_store table{
      sizeof(chitty_store), 0,
      [](chitty_call* call, const chitty_str* sql, const chitty_str* parameters, const chitty_sink* rows, std::uint64_t* changed,
         chitty_error* error) -> chitty_status {
        return fallible(call, error, [&](testkit::FakeHost&) { return run_sql(abi::view(sql), parameters_of(parameters), rows, changed); });
      },
      [](chitty_call* call, chitty_error* error) -> chitty_status {
        return fallible(call, error, [](testkit::FakeHost& host) { return host.store.open = true, run_sql("BEGIN IMMEDIATE", {}, nullptr, nullptr); });
      },
      [](chitty_call* call, chitty_error* error) -> chitty_status {
        testkit::FakeHost::of(call).store.open = false;
        const auto status = fallible(call, error, [](testkit::FakeHost&) { return run_sql("COMMIT", {}, nullptr, nullptr); });
        if (status != CHITTY_OK) (void)run_sql("ROLLBACK", {}, nullptr, nullptr);  // the test made the commit fail
        return status;
      },
      [](chitty_call* call, chitty_error* error) -> chitty_status {
        testkit::FakeHost::of(call).store.open = false;
        if (sqlite3_get_autocommit(database())) return CHITTY_OK;
        return fallible(call, error, [](testkit::FakeHost&) { return run_sql("ROLLBACK", {}, nullptr, nullptr); });
      }};
  return table;
}

}  // namespace chitty::id::testing
