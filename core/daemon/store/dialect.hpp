// Where SQLite and PostgreSQL differ. All else of the store is the same for each: sessions, statements kept by their text,
// named parameters, rows as JSON. A further engine is one more file like sqlite_dialect.cpp.
//
// Writers. On SQLite `begin` takes the one write lock of the database, so a service that reads and then writes within a
// transaction (the next number of a sequence, "has this been answered before", "is this token still good") needs no thought
// of others. The same must hold where several daemons share one PostgreSQL:
//
//   - SERIALIZABLE gives it by failing one of two transactions at its end, to be run again. Behind begin and commit nobody
//     can run a service's code again: half of its reply may have been sent.
//   - READ COMMITTED with row locks gives it to a service that writes FOR UPDATE in the right places, which SQLite does not
//     understand, and which no test on SQLite would miss.
//   - A lock that the transaction takes first and that ends with it gives it to all. This is what we do: an advisory lock,
//     one for each service, since a service writes its own tables only. READ COMMITTED sees, in each statement after that,
//     all that the holders before have committed. A single statement that writes takes the same lock, in the same round
//     trip: else what it does could fall between another's read and write.
//
// The price: the writers of one service take turns, as on SQLite, whatever the number of daemons. Readers wait for nobody.
// Events are written under the lock of the service they are of, so of two services the higher number may be seen first:
// whoever takes events out of events_outbox must take what is there, never "all after the last number".
#pragma once

#include "daemon/store/change_channel.hpp"
#include "daemon/store/owner_session.hpp"
#include "daemon/store/prepared.hpp"

#include <chitty/error.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

// A row as JSON text; its failure ends the reading and is the statement's. Does not throw.
using TakeRow = std::function<Result<void>(std::string_view json)>;

// One connection. Not for two threads at once. Nothing throws: an engine may be a library with a runtime of its own.
// Failures are in the words of chitty.store/1: CONFLICT with details.constraint, INVALID_ARGUMENT, TIMEOUT, HOST_FAULT.
class SqlConnection {
 public:
  virtual ~SqlConnection() = default;

  // `types` has a letter for each name, as in Prepared. What is prepared must not outlive the connection.
  virtual Result<std::shared_ptr<Prepared>> prepare(const std::string& sql, const std::vector<std::string>& names,
                                                    std::string_view types) = 0;
  // Run what was prepared with the values that it holds. Rows changed, or 0. A failure has changed nothing, and a
  // transaction goes on. A statement may be run from within another's rows.
  virtual Result<std::uint64_t> execute(Prepared& prepared, const TakeRow& take) = 0;

  virtual Result<void> begin() = 0;  // with the write lock
  virtual Result<void> commit() = 0;
  virtual Result<void> rollback() = 0;
  virtual bool in_transaction() const = 0;  // false after begin: the engine has given it up

  // Many statements at once, as migrations have them. All or nothing within a transaction.
  virtual Result<void> run_script(const std::string& script) = 0;

  virtual bool usable() = 0;                    // false: it is lost, together with its transaction and all that was prepared on it
  virtual void give_up() {}                     // not to be used again once it is at rest: `usable` says no from now on
  virtual void writes_for(std::string_view) {}  // whose write lock it takes from now on
  virtual void checkpoint() {}                  // fold logs into the database file, before a stop
  // What is wrong with what is stored, in words; empty: nothing, or it has more than `most_bytes`, or the engine looks for itself.
  virtual std::string look_through(std::int64_t /*most_bytes*/) { return {}; }
};

class Dialect {
 public:
  virtual ~Dialect() = default;

  // A new connection, set up as the store promises (durable, foreign keys, waiting for locks). [any-thread] CONFIGURATION
  // with what to do, never with a password.
  virtual Result<std::unique_ptr<SqlConnection>> connect() const = 0;

  // Is what was opened still what stands there? A file may be deleted, exchanged or cut short under its connections. Before the
  // first connection: is there anything? [any-thread] HOST_FAULT with the cause database_gone.
  virtual Result<void> still_there() const { return {}; }
  virtual std::string shown() const = 0;  // names it, without a password

  virtual const char* name() const = 0;          // "sqlite"
  virtual const char* numbered_key() const = 0;  // a key that counts by itself, in a CREATE TABLE

  // The database's clock, as an expression of nanoseconds since 1970. Empty: it has none of its own, this machine's is its clock.
  virtual const char* clock() const { return ""; }

  // One writer at a time within this process? Then the store queues them, fairer than the engine's own busy loop.
  virtual bool single_writer() const = 0;
  // How many connections there may be, and whether they are dear: then a request gives its own back between statements.
  virtual std::size_t most_connections() const = 0;
  virtual bool connections_are_dear() const = 0;

  // Can daemons of one database tell each other what they write? Asked for where there may be several (not single_writer).
  virtual bool has_change_channel() const { return false; }
  virtual Result<std::unique_ptr<ChangeChannel>> change_channel() const { return make_error(Code::not_supported, "The database has no such channel."); }

  // For the owner's own work, which needs more than a service may. `read_only`: nothing can be changed by it.
  virtual Result<std::unique_ptr<OwnerSession>> owner_session(bool read_only) const = 0;
};

// By URL: "sqlite:PATH", "postgres://…" (postgresql://, neon://). `library`: the folder of postgres.so. NOT_SUPPORTED names
// the engines there are, CONFIGURATION says what is wrong with the URL.
Result<std::unique_ptr<Dialect>> dialect_for(const std::string& url, const std::filesystem::path& library);
std::unique_ptr<Dialect> sqlite_dialect(std::string path);

}  // namespace chitty::host::daemon
