#include "daemon/store.hpp"

namespace chitty::daemon {
namespace {

constexpr auto lock_limit = std::chrono::seconds(10);
constexpr std::size_t most_idle = 64;

Error no_transaction() {
  return make_error(Code::plugin_fault, "There is no transaction to end.", "Begin one first.");
}

Error lost_transaction() {
  return make_error(Code::host_fault, "The database has given the transaction up after an earlier failure; nothing of it was kept.",
                    "Roll back and begin again.");
}

}  // namespace

StoreSession::~StoreSession() { end_request(); }

Result<std::unique_lock<WriteLock>> StoreSession::writer() {
  if (transaction_ || !store_.dialect().single_writer()) return std::unique_lock<WriteLock>();
  std::unique_lock<WriteLock> lock(store_.writer_, std::defer_lock);
  if (lock.try_lock_for(lock_limit)) return lock;
  Error error = make_error(Code::timeout, "The database was busy with another writer for too long.", "Try again in a moment.");
  error.retryable = true;
  return error;
}

Result<std::uint64_t> StoreSession::run(std::string_view sql, const json::object& parameters, const TakeRow& take) {
  const auto& dialect = store_.dialect();
  auto& counts = store_.counts();
  counts.statements.fetch_add(1, std::memory_order_relaxed);
  if (transaction_ && !dialect.in_transaction(*session_)) return lost_transaction();
  try {
    auto prepared = cache_.get(*session_, sql, parameters);
    if (!prepared) return prepared.error();
    struct Busy {
      bool& flag;
      ~Busy() { flag = false; }
    } busy{(*prepared)->busy};
    (*prepared)->busy = true;
    std::unique_lock<WriteLock> lock;
    if (!transaction_ && dialect.changes_data((*prepared)->statement)) {
      auto taken = writer();
      if (!taken) return taken.error();
      lock = std::move(*taken);
    }
    Result<void> verdict;
    const auto changed = dialect.execute(
        *session_, (*prepared)->statement, [&](std::string_view row) { return take ? take(row) : Result<void>(); }, verdict);
    if (!verdict) return verdict.error();
    return changed;
  } catch (const std::exception& failure) {
    counts.failures.fetch_add(1, std::memory_order_relaxed);
    return dialect.explain(*session_, failure);
  }
}

Result<void> StoreSession::command(const char* sql) {
  try {
    *session_ << sql;
    return {};
  } catch (const std::exception& failure) {
    store_.counts().failures.fetch_add(1, std::memory_order_relaxed);
    return store_.dialect().explain(*session_, failure);
  }
}

Result<void> StoreSession::begin() {
  if (transaction_) return make_error(Code::plugin_fault, "A transaction is open already.", "End it before you begin another.");
  auto lock = writer();
  if (!lock) return lock.error();
  if (auto begun = command(store_.dialect().begin_writing()); !begun) return begun;
  writing_ = std::move(*lock);
  transaction_ = true;
  return {};
}

Result<void> StoreSession::commit() {
  if (!transaction_) return no_transaction();
  Result<void> done = store_.dialect().in_transaction(*session_) ? command("COMMIT") : Result<void>(lost_transaction());
  if (!done) {
    (void)rollback();
    return done;
  }
  transaction_ = false;
  writing_ = {};
  return {};
}

Result<void> StoreSession::rollback() {
  if (!transaction_) return no_transaction();
  Result<void> done;
  if (store_.dialect().in_transaction(*session_)) done = command("ROLLBACK");
  transaction_ = false;
  writing_ = {};
  return done;
}

void StoreSession::end_request() {
  if (transaction_) (void)rollback();
}

Result<void> StoreSession::run_script(const std::string& script) {
  try {
    store_.dialect().run_script(*session_, script);
    return {};
  } catch (const std::exception& failure) {
    return store_.dialect().explain(*session_, failure);
  }
}

void StoreSession::checkpoint() { store_.dialect().checkpoint(*session_); }

Result<std::unique_ptr<Store>> Store::open(const std::string& url) {
  auto dialect = dialect_for(url);
  if (!dialect) return dialect.error();
  std::unique_ptr<Store> store(new Store(std::move(*dialect)));
  auto session = store->lend();
  if (!session) return session.error();
  auto begun = (*session)->begin();
  if (begun) begun = (*session)->run_script(store->dialect().own_tables());
  if (begun) begun = (*session)->commit();
  if (!begun) return begun.error();
  session->reset();
  return store;
}

Result<Store::Lease> Store::lend() {
  {
    const std::lock_guard guard(mutex_);
    if (!idle_.empty()) {
      auto session = std::move(idle_.back());
      idle_.pop_back();
      return Lease(session.release(), GiveBack{this});
    }
  }
  auto connected = dialect_->connect();
  if (!connected) return connected.error();
  counts_.connections.fetch_add(1, std::memory_order_relaxed);
  return Lease(new StoreSession(*this, std::move(*connected)), GiveBack{this});
}

void Store::give_back(StoreSession* session) {
  std::unique_ptr<StoreSession> back(session);
  back->end_request();
  const std::lock_guard guard(mutex_);
  if (idle_.size() < most_idle) idle_.push_back(std::move(back));
  else counts_.connections.fetch_sub(1, std::memory_order_relaxed);
}

}  // namespace chitty::daemon
