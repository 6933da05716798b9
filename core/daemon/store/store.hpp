// The database of all services: connections that are lent for the time of one request, statements, transactions.
#pragma once

#include "base/paths.hpp"
#include "daemon/store/change_exchange.hpp"
#include "daemon/store/database_record.hpp"
#include "daemon/store/dialect.hpp"
#include "daemon/store/prepared.hpp"
#include "daemon/store/write_lock.hpp"

#include <chitty/error.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

class Store;

// One connection, used by one call at a time.
class StoreConnection {
 public:
  using TakeRow = daemon::TakeRow;

  StoreConnection(Store& store, std::unique_ptr<SqlConnection> connection) : store_(store), connection_(std::move(connection)) {}
  ~StoreConnection();

  // chitty.store/1 `run`, `begin`, `commit`, `rollback`: see plugin.h for what each failure means. Where the connection turns
  // out to be lost, what has done nothing yet (a read outside of a transaction, a `begin`) is tried once more on a new one.
  Result<std::uint64_t> run(std::string_view sql, const json::object& parameters, const TakeRow& take = {});
  Result<void> begin();
  Result<void> commit();
  Result<void> rollback();
  bool in_transaction() const { return transaction_; }
  bool at_rest() const { return !transaction_ && depth_ == 0; }  // nothing of it is in use
  void end_request();                                            // what was left open is rolled back

  Result<void> run_script(const std::string& script);  // migrations; within a transaction of the caller's
  void checkpoint() { connection_->checkpoint(); }

 private:
  friend class Store;
  Result<std::uint64_t> run_here(std::string_view sql, const json::object& parameters, const TakeRow& take);
  Result<std::unique_lock<WriteLock>> writer();
  Result<void> counted(Result<void> done);
  bool was_read_only(const Error& error);
  void note_change();
  Result<void> may_write() const;
  void mend();
  Result<void> connect_anew();

  Store& store_;
  std::unique_ptr<SqlConnection> connection_;
  StatementCache cache_;  // ends before the connection
  std::string writes_for_;
  bool transaction_ = false, changed_ = false;  // in it: rows
  int depth_ = 0;                               // statements being run: one, and those from within its rows
  std::unique_lock<WriteLock> writing_;         // held for the time of a transaction
};

class Store {
 public:
  // By URL (dialect.hpp). The daemon's own tables are made; but not where `record` knows of another database: CONFIGURATION then,
  // and nothing is made or changed. `record` outlives the store. CONFIGURATION or NOT_SUPPORTED when it cannot be opened.
  static Result<std::unique_ptr<Store>> open(const std::string& url,
                                             const std::filesystem::path& library = Paths::of_this_process().library,
                                             DatabaseRecord* record = nullptr);

  // Once a second, by one thread: looks whether the database is still there (while it is not, nothing is lent), and, after
  // writes and once a minute, keeps in it how late it is, and in the record what it says of itself.
  Result<void> look_after(std::int64_t now_ms);
  const DatabaseFacts& facts() const { return facts_; }  // as of then; by that thread

  // A connection for one request, warm if possible; goes back by itself, rolled back. `writes_for` names the service whose
  // tables it writes: see dialect.hpp. [any-thread] TIMEOUT (all are in use), HOST_FAULT (the database is gone).
  struct GiveBack {
    Store* store;
    void operator()(StoreConnection* connection) const { store->give_back(connection); }
  };
  using Lease = std::unique_ptr<StoreConnection, GiveBack>;
  Result<Lease> lend(std::string_view writes_for = {});

  // Write, read and look through, on a connection of its own: what is wrong with the database, in words. As long as the database
  // takes. [any-thread]
  Result<void> check(std::int64_t now_ms);

  const Dialect& dialect() const { return *dialect_; }
  struct Counts {
    std::atomic<std::uint64_t> statements{0}, failures{0}, connections{0}, writes{0};
  };
  Counts& counts() { return counts_; }

  // Told by every write that is committed; between daemons from `exchange_changes` on.
  Changes& changes() { return changes_; }
  void exchange_changes(std::function<void()> on_thread) { exchange_.start(std::move(on_thread)); }
  bool hears_others() const { return exchange_.hears(); }

  // Told once when the database goes away, with the reason, and once when it is back. Before the first lend.
  void watch(std::function<void(std::string_view)> watcher) { watcher_ = std::move(watcher); }

 private:
  friend class StoreConnection;
  explicit Store(std::unique_ptr<Dialect> dialect) : dialect_(std::move(dialect)), exchange_(*dialect_, changes_) {}
  Result<void> check_record(DatabaseRecord& record);
  Result<void> make_own_tables();
  Result<std::optional<DatabaseFacts>> read_facts(StoreConnection& session);
  Result<void> keep_facts(std::int64_t now_ms);
  Result<std::unique_ptr<SqlConnection>> connect();
  std::unique_ptr<StoreConnection> take_idle();
  void give_back(StoreConnection* connection);
  void release_place();
  void drop_idle();

  std::unique_ptr<Dialect> dialect_;
  Counts counts_;
  WriteLock writer_;
  std::function<void(std::string_view)> watcher_;
  std::atomic<bool> away_{false}, lost_{false};
  DatabaseRecord* record_ = nullptr;
  DatabaseFacts facts_;
  std::uint64_t writes_kept_ = 0;
  std::int64_t kept_at_ = 0;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::size_t lent_ = 0;
  std::vector<std::unique_ptr<StoreConnection>> idle_;
  Changes changes_;
  ChangeExchange exchange_;
};

}  // namespace chitty::host::daemon
