// SQLite behind SOCI. Rows are read by the type of each value and not by the column's declaration: SOCI 4.0 goes by the
// latter, and an expression such as COUNT(*) has none.
#include "daemon/dialect.hpp"
#include "daemon/json_pieces.hpp"

#include "base/text.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <mutex>
#include <sys/stat.h>

namespace chitty::daemon {
namespace {

namespace sq = sqlite_api;

sq::sqlite3* connection(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}
sq::sqlite3_stmt* raw(soci::statement& statement) {
  return static_cast<soci::sqlite3_statement_backend*>(statement.get_backend())->stmt_;
}

// False for bytes that are no text: they have no JSON.
bool append_value(std::string& out, sq::sqlite3_stmt* row, int column) {
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER: append_number(out, static_cast<std::int64_t>(sqlite3_column_int64(row, column))); break;
    case SQLITE_FLOAT: append_number(out, sqlite3_column_double(row, column)); break;
    case SQLITE_NULL: out += "null"; break;
    case SQLITE_BLOB: return false;
    default: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
      append_quoted(out, {text ? text : "", static_cast<std::size_t>(sqlite3_column_bytes(row, column))});
    }
  }
  return true;
}

// The row as a JSON object.
Result<void> write_row(std::string& out, sq::sqlite3_stmt* row, int columns) {
  out = "{";
  for (int column = 0; column < columns; ++column) {
    const char* name = sqlite3_column_name(row, column);
    if (column > 0) out.push_back(',');
    append_quoted(out, name);
    out.push_back(':');
    if (!append_value(out, row, column))
      return usage_error("The column '" + std::string(name) + "' holds bytes, which have no place in JSON.", "Keep bytes as blobs.");
  }
  out.push_back('}');
  return {};
}

Error constraint_error(int extended, const std::string& words) {
  const auto colon = words.rfind(": ");
  const std::string what = colon == std::string::npos ? words : words.substr(colon + 2);
  const bool conflict = extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ||
                        extended == SQLITE_CONSTRAINT_ROWID || extended == SQLITE_CONSTRAINT_FOREIGNKEY;
  Error error = extended == SQLITE_CONSTRAINT_FOREIGNKEY
                    ? make_error(Code::conflict, "The record refers to one that is not there, or is referred to itself.")
                : conflict ? make_error(Code::conflict, "There is such a record already (" + what + ").")
                           : make_error(Code::invalid_argument, "The value does not fit the store's rules (" + words + ").");
  error.details["constraint"] = extended == SQLITE_CONSTRAINT_FOREIGNKEY ? "foreign key" : what;
  return error;
}

Error disk_error(Code code, std::string message, std::string hint, const char* cause) {
  Error error = make_error(code, std::move(message), std::move(hint));
  error.details["cause"] = cause;
  return error;
}

class SqliteDialect final : public Dialect {
 public:
  explicit SqliteDialect(std::string path) : path_(std::move(path)) {}

  Result<std::unique_ptr<soci::session>> connect() const override {
    if (path_.find('"') != std::string::npos)
      return make_error(Code::configuration, "The database's path has a quotation mark in it: " + path_);
    const std::lock_guard one_at_a_time(connecting_);  // the umask is the process's, and the log is made once
    try {
      const mode_t before = ::umask(0077);  // the file and its log belong to the owner alone
      auto session = std::make_unique<soci::session>(soci::sqlite3, "db=\"" + path_ + "\"");
      sqlite3_extended_result_codes(connection(*session), 1);
      sqlite3_busy_timeout(connection(*session), 10000);
      *session << "PRAGMA journal_mode=WAL";
      ::umask(before);
      *session << "PRAGMA synchronous=FULL";
      *session << "PRAGMA foreign_keys=ON";
      return session;
    } catch (const std::exception& failure) {
      return make_error(Code::configuration, "The database cannot be opened (" + std::string(failure.what()) + "): " + path_,
                        "Check that the folder is writable and the file is a SQLite database.");
    }
  }

  const char* name() const override { return "sqlite"; }
  const char* begin_writing() const override { return "BEGIN IMMEDIATE"; }
  bool single_writer() const override { return true; }

  const char* own_tables() const override {
    return "CREATE TABLE IF NOT EXISTS chitty_migrations ("
           " service TEXT NOT NULL, id TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL,"
           " PRIMARY KEY (service, id));"
           "CREATE TABLE IF NOT EXISTS events_outbox ("
           " id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, service TEXT NOT NULL, type TEXT NOT NULL,"
           " subject TEXT, actor TEXT, request_id TEXT, data TEXT NOT NULL);"
           "CREATE TABLE IF NOT EXISTS chitty_answers ("
           " service TEXT NOT NULL, request_key TEXT NOT NULL, answer TEXT NOT NULL, created_at TEXT NOT NULL,"
           " PRIMARY KEY (service, request_key));"
           "CREATE INDEX IF NOT EXISTS chitty_answers_by_age ON chitty_answers (created_at);";
  }

  bool changes_data(soci::statement& statement) const override { return sqlite3_stmt_readonly(raw(statement)) == 0; }
  bool in_transaction(soci::session& session) const override { return sqlite3_get_autocommit(connection(session)) == 0; }

  std::uint64_t execute(soci::session& session, soci::statement& statement,
                        const std::function<Result<void>(std::string_view)>& take, Result<void>& verdict) const override {
    const auto before = sqlite3_total_changes(connection(session));
    struct Reset {  // ends the read transaction also when the reader wants no more rows
      sq::sqlite3_stmt* statement;
      ~Reset() { sqlite3_reset(statement); }
    } reset{raw(statement)};
    std::string text;
    text.reserve(1024);
    const int columns = sqlite3_column_count(raw(statement));
    bool more = statement.execute(true);
    while (more && verdict) {
      verdict = write_row(text, raw(statement), columns);
      if (verdict) verdict = take(text);
      if (verdict) more = statement.get_backend()->fetch(1) == soci::details::statement_backend::ef_success;
    }
    if (sqlite3_total_changes(connection(session)) == before) return 0;
    return static_cast<std::uint64_t>(sqlite3_changes(connection(session)));
  }

  void run_script(soci::session& session, const std::string& script) const override {
    const int result = sqlite3_exec(connection(session), script.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) throw soci::sqlite3_soci_error(sqlite3_errmsg(connection(session)), result);
  }

  Error explain(soci::session& session, const std::exception& failure) const override {
    const auto* known = dynamic_cast<const soci::sqlite3_soci_error*>(&failure);
    if (!known) return usage_error("The statement was refused: " + std::string(failure.what()) + ".");
    const int extended = sqlite3_extended_errcode(connection(session));
    const std::string words = sqlite3_errmsg(connection(session));
    switch (extended & 0xff) {
      case SQLITE_CONSTRAINT: return constraint_error(extended, words);
      case SQLITE_FULL:
        return disk_error(Code::host_fault, "The disk of the database is full, and nothing was changed.",
                          "Make room on the disk and try again.", "disk_full");
      case SQLITE_IOERR:
        return disk_error(Code::host_fault, "The database's disk refused to write or read (" + words + ").",
                          "Check the disk: full, or failing.", "disk_full");
      case SQLITE_BUSY:
      case SQLITE_LOCKED: {
        Error error = make_error(Code::timeout, "The database was busy with another writer for too long.", "Try again in a moment.");
        error.retryable = true;
        return error;
      }
      case SQLITE_ERROR:
      case SQLITE_MISMATCH:
      case SQLITE_RANGE:
      case SQLITE_TOOBIG: return usage_error("The statement was refused: " + words + ".");
      default: return make_error(Code::host_fault, "The database failed: " + words + ".", "See the daemon's log.");
    }
  }

  void checkpoint(soci::session& session) const override {
    sqlite3_wal_checkpoint_v2(connection(session), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  }

 private:
  std::string path_;
  mutable std::mutex connecting_;
};

}  // namespace

std::unique_ptr<Dialect> sqlite_dialect(std::string path) {
  // A session is one call's at a time: a lock for each column that is read guards nothing. Before the first connection.
  static std::once_flag once;
  std::call_once(once, [] {
    sq::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sq::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);  // nor is anybody told how much memory there is in use
  });
  return std::make_unique<SqliteDialect>(std::move(path));
}

}  // namespace chitty::daemon
