// Where SQLite and other engines differ. All else of the store is the same for each: SOCI's sessions, statements, named
// parameters. A further engine is one more file like sqlite_dialect.cpp.
#pragma once

#include <chitty/error.hpp>

#include <soci/soci.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace chitty::daemon {

class Dialect {
 public:
  virtual ~Dialect() = default;

  // A new connection, set up as the store promises (durable, foreign keys, waiting for locks).
  virtual Result<std::unique_ptr<soci::session>> connect() const = 0;

  virtual const char* name() const = 0;  // "sqlite"
  virtual const char* begin_writing() const = 0;  // the statement that begins a transaction with the write lock
  virtual const char* own_tables() const = 0;     // the daemon's own: chitty_migrations, events_outbox, chitty_answers; "if not exists"

  // One writer at a time within this process? Then the store queues them, fairer than the engine's own busy loop.
  virtual bool single_writer() const = 0;

  virtual bool changes_data(soci::statement& statement) const = 0;
  virtual bool in_transaction(soci::session& session) const = 0;

  // Run the bound statement; give each row as JSON text to `take` until it answers false. Rows changed, or 0.
  virtual std::uint64_t execute(soci::session& session, soci::statement& statement,
                                const std::function<Result<void>(std::string_view)>& take, Result<void>& verdict) const = 0;

  // Many statements at once, as migrations have them.
  virtual void run_script(soci::session& session, const std::string& script) const = 0;

  // The engine's words to ours: CONFLICT with details.constraint, INVALID_ARGUMENT, TIMEOUT, HOST_FAULT.
  virtual Error explain(soci::session& session, const std::exception& failure) const = 0;

  virtual void checkpoint(soci::session& session) const = 0;  // fold logs into the database file, before a stop
};

// By URL: "sqlite:PATH". NOT_SUPPORTED names the engines that this build has.
Result<std::unique_ptr<Dialect>> dialect_for(const std::string& url);
std::unique_ptr<Dialect> sqlite_dialect(std::string path);

}  // namespace chitty::daemon
