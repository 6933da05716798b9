// A copy of a SQLite file by its own interface for that, within one read transaction: in WAL mode nothing that others write meanwhile
// makes it begin anew, and the rows are counted as of the same moment.
#include "daemon/admin/backups.hpp"

#include "base/files.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

namespace fs = std::filesystem;

constexpr int pages_at_once = 2000;

struct Close {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
using Connection = std::unique_ptr<sqlite3, Close>;

Error failed(sqlite3* connection, const std::string& what) {
  const std::string words = connection ? sqlite3_errmsg(connection) : "no memory";
  const int code = connection ? sqlite3_errcode(connection) : SQLITE_NOMEM;
  if (code == SQLITE_FULL || code == SQLITE_IOERR) return make_error(Code::host_fault, what + ": the disk is full or failing (" + words + ").", "Free some space on the disk and try again.");
  return make_error(Code::host_fault, what + ": " + words + ".");
}

Result<Connection> open(const fs::path& file, int flags) {
  sqlite3* raw = nullptr;
  const int done = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection(raw);
  if (done != SQLITE_OK) return failed(raw, "Cannot open " + file.string());
  sqlite3_busy_timeout(raw, 10000);
  return connection;
}

Result<std::string> value(sqlite3* connection, const std::string& sql) {
  std::string found;
  const auto take = [](void* out, int, char** columns, char**) {
    auto& text = *static_cast<std::string*>(out);
    if (text.empty()) text = columns[0] ? columns[0] : "";
    return 0;
  };
  if (sqlite3_exec(connection, sql.c_str(), take, &found, nullptr) != SQLITE_OK) return failed(connection, "The database failed");
  return found;
}

Result<TableCounts> counts(sqlite3* connection) {
  TableCounts rows;
  std::vector<std::string> names;
  const auto take = [](void* out, int, char** columns, char**) {
    static_cast<std::vector<std::string>*>(out)->emplace_back(columns[0]);
    return 0;
  };
  if (sqlite3_exec(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name", take, &names, nullptr) != SQLITE_OK)
    return failed(connection, "The database failed");
  for (const auto& name : names) {
    std::string quoted;
    for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
    auto found = value(connection, "SELECT COUNT(*) FROM \"" + quoted + "\"");
    if (!found) return found.error();
    rows[name] = std::stoull(*found);
  }
  return rows;
}

Result<void> copy(const Desk& desk, sqlite3* from, sqlite3* to) {
  sqlite3_backup* work = sqlite3_backup_init(to, "main", from, "main");
  if (!work) return failed(to, "The copy failed");
  int step = SQLITE_OK;
  while ((step = sqlite3_backup_step(work, pages_at_once)) == SQLITE_OK && !desk.interruption.wanted()) {
    const auto total = static_cast<std::uint64_t>(sqlite3_backup_pagecount(work));
    desk.frames.progress(total - static_cast<std::uint64_t>(sqlite3_backup_remaining(work)), total, "pages");
  }
  sqlite3_backup_finish(work);
  if (desk.interruption.wanted()) return make_error(Code::cancelled, "The backup was stopped.");
  return step == SQLITE_DONE ? Result<void>() : failed(to, "The copy failed");
}

fs::path own_file(const Desk& desk) { return desk.dialect.shown(); }

}  // namespace

Result<TableCounts> copy_sqlite(const Desk& desk, const fs::path& file) {
  auto from = open(own_file(desk), SQLITE_OPEN_READONLY);
  if (!from) return from.error();
  if (auto begun = value(from->get(), "BEGIN; SELECT COUNT(*) FROM sqlite_master"); !begun) return begun.error();
  auto rows = counts(from->get());
  if (!rows) return rows.error();
  {
    const Fd made(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!made) return make_error(Code::configuration, "Cannot write " + file.string() + ": " + system_words(errno) + ".", "Make the folder writable.");
  }
  auto to = open(file, SQLITE_OPEN_READWRITE);
  if (!to) return to.error();
  if (auto done = copy(desk, from->get(), to->get()); !done) return done.error();
  // One file by itself, without a log beside it.
  if (auto done = value(to->get(), "PRAGMA journal_mode=DELETE"); !done) return done.error();
  to->reset();
  if (auto durable = make_durable(file); !durable) return durable.error();
  return rows;
}

Result<std::string> prove_sqlite(const Desk& desk, const fs::path& file, const TableCounts& expected) {
  (void)desk;
  auto copy_of_it = open(file, SQLITE_OPEN_READONLY);
  if (!copy_of_it) return copy_of_it.error();
  auto* connection = copy_of_it->get();
  const auto damaged = [&](const std::string& why) { return make_error(Code::refused, "The backup " + file.filename().string() + " is not whole: " + why + "."); };
  const auto whole = value(connection, "PRAGMA integrity_check(1)");
  if (!whole || *whole != "ok") return damaged(whole ? *whole : whole.error().message);
  const auto keys = value(connection, "PRAGMA foreign_key_check");
  if (!keys || !keys->empty()) return damaged(keys ? "a row of " + *keys + " refers to one that is missing" : keys.error().message);
  const auto rows = counts(connection);
  if (!rows) return damaged(rows.error().message);
  for (const auto& [table, count] : expected)
    if (const auto found = rows->find(table); found == rows->end() || found->second != count) return damaged("the table " + table + " has not the rows that it had");
  return std::string("opened, checked page by page, foreign keys and rows of every table as they were");
}

Result<void> put_back_sqlite(const Desk& desk, const fs::path& file) {
  const auto own = own_file(desk);
  const fs::path part = own.string() + ".part";
  std::error_code ec;
  fs::remove(part, ec);
  {
    auto from = open(file, SQLITE_OPEN_READONLY);
    if (!from) return from.error();
    auto to = open(part, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!to) return to.error();
    ::chmod(part.c_str(), 0600);
    auto done = copy(desk, from->get(), to->get());
    if (done) done = value(to->get(), "PRAGMA journal_mode=DELETE") ? Result<void>() : failed(to->get(), "The copy failed");
    if (done) done = make_durable(part);
    if (!done) {
      to->reset();
      fs::remove(part, ec);
      return done;
    }
  }
  // The old one's log must not be taken for the new one's: folded in, or put aside with it.
  const fs::path before = own.string() + ".before-restore";
  if (fs::exists(own, ec)) {
    auto old = open(own, SQLITE_OPEN_READWRITE);
    if (old) (void)value(old->get(), "PRAGMA wal_checkpoint(TRUNCATE)");
  }
  for (const auto* ending : {"-wal", "-shm"}) fs::remove(before.string() + ending, ec);
  fs::remove(before, ec);
  fs::create_hard_link(own, before, ec);  // what is there now stays to be had
  for (const auto* ending : {"-wal", "-shm"})
    if (fs::exists(own.string() + ending, ec)) fs::rename(own.string() + ending, before.string() + ending, ec);
  fs::rename(part, own, ec);
  if (ec) return make_error(Code::host_fault, "Cannot rename " + part.string() + ": " + ec.message() + ".");
  return make_durable(own);
}

}  // namespace chitty::host::daemon
