// SQLite behind SOCI. Rows are read by the type of each value and not by the column's declaration: SOCI 4.0 goes by the
// latter, and an expression such as COUNT(*) has none.
#include "daemon/store/dialect.hpp"
#include "base/json_pieces.hpp"

#include "base/text.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <atomic>
#include <mutex>
#include <sys/stat.h>

namespace chitty::host::daemon {
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
                    ? make_error(Code::conflict, "Foreign key constraint failed.")
                : conflict ? make_error(Code::conflict, "The record already exists (" + what + ").")
                           : make_error(Code::invalid_argument, "Constraint failed (" + words + ").");
  error.details["constraint"] = extended == SQLITE_CONSTRAINT_FOREIGNKEY ? "foreign key" : what;
  return error;
}

Error disk_error(Code code, std::string message, std::string hint, const char* cause) {
  Error error = make_error(code, std::move(message), std::move(hint));
  error.details["cause"] = cause;
  return error;
}

// Bytes of a text, by PostgreSQL's name: LENGTH counts characters on both. SQLite has it from 3.43 on.
void octet_length(sq::sqlite3_context* context, int, sq::sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
  sqlite3_result_int64(context, sqlite3_value_bytes(values[0]));
}

struct SqlitePrepared final : Prepared {
  explicit SqlitePrepared(soci::session& session) : statement(session) {}
  soci::statement statement;
  std::vector<soci::indicator> indicators;  // SOCI keeps their addresses too
};

class SqliteConnection final : public SqlConnection {
 public:
  explicit SqliteConnection(std::unique_ptr<soci::session> session) : session_(std::move(session)) {}

  Result<std::shared_ptr<Prepared>> prepare(const std::string& sql, const std::vector<std::string>& names,
                                            std::string_view types) override {
    std::shared_ptr<Prepared> prepared;
    auto done = told([&] { prepared = make(sql, names, types); });
    if (!done) return done.error();
    return prepared;
  }

  Result<std::uint64_t> execute(Prepared& prepared, const TakeRow& take) override {
    std::uint64_t changed = 0;
    Result<void> verdict;
    auto done = told([&] { changed = run(static_cast<SqlitePrepared&>(prepared).statement, take, verdict); });
    if (!done) return done.error();
    if (!verdict) return verdict.error();
    return changed;
  }

  Result<void> begin() override { return command("BEGIN IMMEDIATE"); }
  Result<void> commit() override { return command("COMMIT"); }
  Result<void> rollback() override { return command("ROLLBACK"); }
  bool in_transaction() const override { return sqlite3_get_autocommit(raw_connection()) == 0; }
  bool usable() override { return true; }

  Result<void> run_script(const std::string& script) override {
    return told([&] {
      const int result = sqlite3_exec(raw_connection(), script.c_str(), nullptr, nullptr, nullptr);
      if (result != SQLITE_OK) throw soci::sqlite3_soci_error(sqlite3_errmsg(raw_connection()), result);
    });
  }

  void checkpoint() override { sqlite3_wal_checkpoint_v2(raw_connection(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr); }

  std::string look_through(std::int64_t most_bytes) override {
    std::string pages, size, verdict = "ok";
    const bool read = value_of("PRAGMA page_count", pages) && value_of("PRAGMA page_size", size);
    const bool small = read && std::stoll(pages) * std::stoll(size) <= most_bytes;
    if (!read || (small && !value_of("PRAGMA quick_check(1)", verdict))) return sqlite3_errmsg(raw_connection());
    return verdict == "ok" ? std::string() : verdict;
  }

 private:
  sq::sqlite3* raw_connection() const { return connection(*session_); }

  // The first value that a statement of the daemon's own gives.
  bool value_of(const char* sql, std::string& value) const {
    const auto take = [](void* out, int, char** columns, char**) {
      *static_cast<std::string*>(out) = columns[0] ? columns[0] : "";
      return 0;
    };
    return sqlite3_exec(raw_connection(), sql, take, &value, nullptr) == SQLITE_OK;
  }

  std::shared_ptr<Prepared> make(const std::string& sql, const std::vector<std::string>& names, std::string_view types) {
    auto made = std::make_shared<SqlitePrepared>(*session_);
    made->slots.resize(names.size());
    made->indicators.resize(names.size(), soci::i_ok);
    made->statement.alloc();
    for (std::size_t i = 0; i < names.size(); ++i) {
      auto& slot = made->slots[i];
      auto& indicator = made->indicators[i];
      slot.name = names[i];
      slot.type = types[i];
      if (slot.type == 'n') indicator = soci::i_null;
      if (slot.type == 'i') made->statement.exchange(soci::use(slot.integer, indicator, slot.name));
      else if (slot.type == 'd') made->statement.exchange(soci::use(slot.real, indicator, slot.name));
      else made->statement.exchange(soci::use(slot.text, indicator, slot.name));
    }
    made->statement.prepare(sql);
    made->statement.define_and_bind();
    made->changes_data = sqlite3_stmt_readonly(raw(made->statement)) == 0;
    return made;
  }

  std::uint64_t run(soci::statement& statement, const TakeRow& take, Result<void>& verdict) {
    const auto before = sqlite3_total_changes(raw_connection());
    struct Reset {  // ends the read transaction also when the reader wants no more rows
      sq::sqlite3_stmt* statement;
      ~Reset() { sqlite3_reset(statement); }
    } reset{raw(statement)};
    std::string text;
    text.reserve(1024);
    bool more = statement.execute(true);
    const int columns = sqlite3_column_count(raw(statement));  // now: the table may have been changed under the statement
    while (more && verdict) {
      verdict = write_row(text, raw(statement), columns);
      if (verdict) verdict = take(text);
      if (verdict) more = statement.get_backend()->fetch(1) == soci::details::statement_backend::ef_success;
    }
    if (sqlite3_total_changes(raw_connection()) == before) return 0;
    return static_cast<std::uint64_t>(sqlite3_changes(raw_connection()));
  }

  Result<void> command(const char* sql) {
    return told([&] { *session_ << sql; });
  }

  // What SOCI throws, as a value.
  template <class Body>
  Result<void> told(Body&& body) {
    try {
      body();
      return {};
    } catch (const soci::sqlite3_soci_error&) {
      return explain(sqlite3_extended_errcode(raw_connection()), sqlite3_errmsg(raw_connection()));
    } catch (const std::exception& failure) {
      return usage_error("The statement was refused: " + std::string(failure.what()) + ".");
    }
  }

  static Error explain(int extended, const std::string& words) {
    switch (extended & 0xff) {
      case SQLITE_CONSTRAINT: return constraint_error(extended, words);
      case SQLITE_FULL:
        return disk_error(Code::host_fault, "The disk of the database is full, and nothing was changed.",
                          "Free some space on the disk and try again.", "disk_full");
      case SQLITE_IOERR:
        return disk_error(Code::host_fault, "The database's disk refused to write or read (" + words + ").",
                          "Check the disk: full, or failing.", "disk_full");
      case SQLITE_BUSY:
      case SQLITE_LOCKED: {
        Error error = make_error(Code::timeout, "Timed out waiting for another writer of the database.", "Try again in a moment.");
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

  std::unique_ptr<soci::session> session_;
};

class SqliteDialect final : public Dialect {
 public:
  explicit SqliteDialect(std::string path) : path_(std::move(path)) {}

  Result<std::unique_ptr<SqlConnection>> connect() const override {
    if (path_.find('"') != std::string::npos)
      return make_error(Code::configuration, "The database's path has a quotation mark in it: " + path_);
    const std::lock_guard one_at_a_time(connecting_);                                             // the umask is the process's, and the log is made once
    if (auto there = inode_ == 0 ? Result<void>() : still_there(); !there) return there.error();  // SQLite would make a new one
    try {
      const mode_t before = ::umask(0077);  // the file and its log belong to the owner alone
      auto session = std::make_unique<soci::session>(soci::sqlite3, "db=\"" + path_ + "\"");
      sqlite3_extended_result_codes(connection(*session), 1);
      sqlite3_busy_timeout(connection(*session), 10000);
      sqlite3_create_function_v2(connection(*session), "octet_length", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, octet_length,
                                 nullptr, nullptr, nullptr);
      *session << "PRAGMA journal_mode=WAL";
      ::umask(before);
      *session << "PRAGMA synchronous=FULL";
      *session << "PRAGMA foreign_keys=ON";
      if (struct stat facts{}; inode_ == 0 && ::stat(path_.c_str(), &facts) == 0) {
        device_ = facts.st_dev;
        inode_ = facts.st_ino;
      }
      return std::unique_ptr<SqlConnection>(std::make_unique<SqliteConnection>(std::move(session)));
    } catch (const std::exception& failure) {
      return make_error(Code::configuration, "The database cannot be opened (" + std::string(failure.what()) + "): " + path_,
                        "Check that the folder is writable and the file is a SQLite database.");
    }
  }

  // By its name and not by a descriptor: closing one of one's own would take SQLite's locks along.
  Result<void> still_there() const override {
    struct stat facts {};
    const bool is = ::stat(path_.c_str(), &facts) == 0 && (inode_ == 0 || (facts.st_ino == inode_ && facts.st_dev == device_));
    const std::int64_t size = is ? facts.st_size : 0;
    std::int64_t had = size_.load(std::memory_order_relaxed);
    while (is && had < size && !size_.compare_exchange_weak(had, size, std::memory_order_relaxed)) {
    }
    if (is && size > 0 && size >= had) return {};  // the daemon never makes it smaller
    Error error = make_error(Code::host_fault, "The database's file was removed, exchanged or cut short.",
                             "Put it back, or restore a backup, and restart the daemon.");
    error.details["cause"] = "database_gone";
    error.retryable = true;
    return error;
  }
  std::string shown() const override { return path_; }
  Result<std::unique_ptr<OwnerSession>> owner_session(bool read_only) const override { return sqlite_owner_session(path_, read_only); }

  const char* name() const override { return "sqlite"; }
  bool single_writer() const override { return true; }
  std::size_t most_connections() const override { return SIZE_MAX; }
  bool connections_are_dear() const override { return false; }

  const char* numbered_key() const override { return "INTEGER PRIMARY KEY AUTOINCREMENT"; }

 private:
  std::string path_;
  mutable std::mutex connecting_;
  mutable std::atomic<std::uint64_t> device_{0}, inode_{0};  // of the file that was opened first; 0: none yet
  mutable std::atomic<std::int64_t> size_{0};                // the largest that was seen
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

}  // namespace chitty::host::daemon
