// The database of all services: connections that are lent for the time of one request, statements, transactions.
#pragma once

#include "daemon/dialect.hpp"
#include "daemon/prepared.hpp"
#include "daemon/write_lock.hpp"

#include <chitty/error.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::daemon {

class Store;

// One connection, used by one call at a time.
class StoreSession {
 public:
  using TakeRow = std::function<Result<void>(std::string_view json)>;

  StoreSession(Store& store, std::unique_ptr<soci::session> session) : store_(store), session_(std::move(session)) {}
  ~StoreSession();

  // chitty.store/1 `run`, `begin`, `commit`, `rollback`: see plugin.h for what each failure means.
  Result<std::uint64_t> run(std::string_view sql, const json::object& parameters, const TakeRow& take = {});
  Result<void> begin();
  Result<void> commit();
  Result<void> rollback();
  bool in_transaction() const { return transaction_; }
  void end_request();  // what was left open is rolled back

  Result<void> run_script(const std::string& script);  // migrations; within a transaction of the caller's
  void checkpoint();

 private:
  Result<void> command(const char* sql);
  Result<std::unique_lock<WriteLock>> writer();

  Store& store_;
  std::unique_ptr<soci::session> session_;
  StatementCache cache_;
  bool transaction_ = false;
  std::unique_lock<WriteLock> writing_;  // held for the time of a transaction
};

class Store {
 public:
  // By URL. The daemon's own tables are made. CONFIGURATION or NOT_SUPPORTED when it cannot be opened.
  static Result<std::unique_ptr<Store>> open(const std::string& url);

  // A connection for one request, warm if possible; goes back by itself, rolled back. [any-thread]
  struct GiveBack {
    Store* store;
    void operator()(StoreSession* session) const { store->give_back(session); }
  };
  using Lease = std::unique_ptr<StoreSession, GiveBack>;
  Result<Lease> lend();

  const Dialect& dialect() const { return *dialect_; }
  struct Counts {
    std::atomic<std::uint64_t> statements{0}, failures{0}, connections{0};
  };
  Counts& counts() { return counts_; }

 private:
  friend class StoreSession;
  explicit Store(std::unique_ptr<Dialect> dialect) : dialect_(std::move(dialect)) {}
  void give_back(StoreSession* session);

  std::unique_ptr<Dialect> dialect_;
  Counts counts_;
  WriteLock writer_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<StoreSession>> idle_;
};

}  // namespace chitty::daemon
