#include "daemon/store/store.hpp"

#include "daemon/store/sql_text.hpp"

namespace chitty::host::daemon {
namespace {

constexpr auto lock_limit = std::chrono::seconds(10);
constexpr std::size_t most_idle = 64;

Error no_transaction() {
  return make_error(Code::plugin_fault, "There is no transaction to end.", "Begin one first.");
}

Error lost_transaction() {
  return make_error(Code::host_fault, "The database rolled the transaction back after an earlier failure.",
                    "Roll back and begin again.");
}

Error gone(std::string message) {
  Error error = make_error(Code::host_fault, std::move(message), "Try again in a moment.");
  error.details["cause"] = "database_gone";
  error.retryable = true;
  return error;
}

Error busy(std::string message) {
  Error error = make_error(Code::timeout, std::move(message), "Try again in a moment.");
  error.retryable = true;
  return error;
}

}  // namespace

StoreConnection::~StoreConnection() { end_request(); }

Result<std::unique_lock<WriteLock>> StoreConnection::writer() {
  if (transaction_ || !store_.dialect().single_writer()) return std::unique_lock<WriteLock>();
  std::unique_lock<WriteLock> lock(store_.writer_, std::defer_lock);
  if (lock.try_lock_for(lock_limit)) return lock;
  return busy("Timed out waiting for another writer of the database.");
}

Result<void> StoreConnection::may_write() const { return store_.dialect().still_there(); }

Result<void> StoreConnection::counted(Result<void> done) {
  if (!done) store_.counts().failures.fetch_add(1, std::memory_order_relaxed);
  if (!done) (void)was_read_only(done.error());
  return done;
}

// The server has become a standby: every connection to it is as useless as this one. New ones find the primary, where the
// URL names several hosts; and nothing was changed.
bool StoreConnection::was_read_only(const Error& error) {
  const auto* cause = error.details.if_contains("cause");
  if (!cause || *cause != json::value("read_only")) return false;
  connection_->give_up();
  store_.drop_idle();
  return true;
}

// What is known to be lost before anything has been sent costs nothing but a new connection.
void StoreConnection::mend() {
  if (at_rest() && !connection_->usable()) (void)connect_anew();
}

Result<void> StoreConnection::connect_anew() {
  cache_.clear();
  auto connected = store_.connect();
  if (!connected) return connected.error();
  connection_ = std::move(*connected);
  connection_->writes_for(writes_for_);
  return {};
}

Result<std::uint64_t> StoreConnection::run(std::string_view sql, const json::object& parameters, const TakeRow& take) {
  store_.counts().statements.fetch_add(1, std::memory_order_relaxed);
  if (transaction_ && !connection_->in_transaction()) return lost_transaction();
  mend();
  bool given = false;
  const TakeRow take_safely = [&](std::string_view row) -> Result<void> {
    given = true;
    if (!take) return {};
    try {
      return take(row);
    } catch (const std::exception& failure) {
      return make_error(Code::host_fault, "A row could not be read: " + std::string(failure.what()) + ".");
    }
  };
  auto done = run_here(sql, parameters, take_safely);
  if (!done && !given && at_rest() && !connection_->usable() && (only_reads(sql) || was_read_only(done.error())))
    if (auto anew = connect_anew()) done = run_here(sql, parameters, take_safely);
  return done;
}

Result<std::uint64_t> StoreConnection::run_here(std::string_view sql, const json::object& parameters, const TakeRow& take) {
  auto prepared = cache_.get(*connection_, sql, parameters);
  if (!prepared) return counted(prepared.error()).error();
  struct Busy {
    bool& flag;
    int& depth;
    ~Busy() { flag = false, --depth; }
  } busy{(*prepared)->busy, depth_};
  (*prepared)->busy = true, ++depth_;
  std::unique_lock<WriteLock> lock;
  if (!transaction_ && (*prepared)->changes_data) {
    if (auto there = may_write(); !there) return counted(there).error();
    auto taken = writer();
    if (!taken) return taken.error();
    lock = std::move(*taken);
    store_.counts().writes.fetch_add(1, std::memory_order_relaxed);
  }
  auto changed = connection_->execute(**prepared, take);
  if (!changed) return counted(changed.error()).error();
  if (*changed > 0) note_change();
  return changed;
}

// Within a transaction it is one when that has been committed.
void StoreConnection::note_change() {
  changed_ = transaction_;
  if (!changed_ && !writes_for_.empty()) store_.changes().note(writes_for_);
}

Result<void> StoreConnection::begin() {
  if (transaction_) return make_error(Code::plugin_fault, "A transaction is open already.", "End it before you begin another.");
  auto lock = writer();
  if (!lock) return lock.error();
  mend();
  auto begun = connection_->begin();
  if (!begun && at_rest() && !connection_->usable())
    if (auto anew = connect_anew()) begun = connection_->begin();
  if (!begun) return counted(begun);
  writing_ = std::move(*lock);
  transaction_ = true;
  changed_ = false;
  return {};
}

Result<void> StoreConnection::commit() {
  if (!transaction_) return no_transaction();
  Result<void> done = connection_->in_transaction() ? may_write() : Result<void>(lost_transaction());
  if (done) done = connection_->commit();
  if (done) store_.counts().writes.fetch_add(1, std::memory_order_relaxed);
  else (void)counted(done);
  if (!done) {
    (void)rollback();
    return done;
  }
  transaction_ = false;
  writing_ = {};
  if (changed_) note_change();
  return {};
}

Result<void> StoreConnection::rollback() {
  if (!transaction_) return no_transaction();
  Result<void> done = connection_->rollback();
  transaction_ = false;
  writing_ = {};
  return counted(done);
}

void StoreConnection::end_request() {
  if (transaction_) (void)rollback();
}

Result<void> StoreConnection::run_script(const std::string& script) { return counted(connection_->run_script(script)); }

Result<std::unique_ptr<Store>> Store::open(const std::string& url, const std::filesystem::path& library, DatabaseRecord* record) {
  auto dialect = dialect_for(url, library);
  if (!dialect) return dialect.error();
  std::unique_ptr<Store> store(new Store(std::move(*dialect)));
  if (record && record->is_known() && !store->dialect_->still_there()) return record->is_missing(store->dialect_->shown());
  auto connected = store->dialect_->connect();
  if (!connected) return connected.error();
  store->counts_.connections.fetch_add(1, std::memory_order_relaxed);
  store->idle_.push_back(std::make_unique<StoreConnection>(*store, std::move(*connected)));
  if (auto right = record ? store->check_record(*record) : Result<void>(); !right) return right.error();
  if (auto made = store->make_own_tables(); !made) return made.error();
  return store;
}

// While services run: why it fails is the operator's business, that it does is the caller's.
Result<std::unique_ptr<SqlConnection>> Store::connect() {
  auto connected = dialect_->connect();
  if (connected) {
    if (away_.exchange(false) && watcher_) watcher_("the database is back");
    return connected;
  }
  if (!away_.exchange(true) && watcher_) watcher_(connected.error().message);
  return gone("The database cannot be reached.");
}

std::unique_ptr<StoreConnection> Store::take_idle() {
  const std::lock_guard guard(mutex_);
  if (idle_.empty()) return nullptr;
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

Result<Store::Lease> Store::lend(std::string_view writes_for) {
  if (lost_.load(std::memory_order_relaxed)) return gone("The database is gone.");
  {
    std::unique_lock guard(mutex_);
    const auto free = [&] { return lent_ < dialect_->most_connections(); };
    if (!returned_.wait_for(guard, lock_limit, free)) return busy("All connections to the database were in use for too long.");
    ++lent_;
  }
  auto connection = take_idle();
  while (connection && !connection->connection_->usable()) {
    connection.reset();
    counts_.connections.fetch_sub(1, std::memory_order_relaxed);
    connection = take_idle();
  }
  if (!connection) {
    auto connected = connect();
    if (!connected) return release_place(), connected.error();
    counts_.connections.fetch_add(1, std::memory_order_relaxed);
    connection = std::make_unique<StoreConnection>(*this, std::move(*connected));
  }
  if (connection->writes_for_ != writes_for) {
    connection->writes_for_ = writes_for;
    connection->connection_->writes_for(writes_for);
  }
  return Lease(connection.release(), GiveBack{this});
}

void Store::drop_idle() {
  std::vector<std::unique_ptr<StoreConnection>> dropped;
  const std::lock_guard guard(mutex_);
  dropped.swap(idle_);
  counts_.connections.fetch_sub(dropped.size(), std::memory_order_relaxed);
}

void Store::give_back(StoreConnection* connection) {
  std::unique_ptr<StoreConnection> back(connection);
  back->end_request();
  if (back->connection_->usable()) {
    const std::lock_guard guard(mutex_);
    if (idle_.size() < most_idle) idle_.push_back(std::move(back));
  }
  if (back) counts_.connections.fetch_sub(1, std::memory_order_relaxed);
  release_place();
}

void Store::release_place() {
  {
    const std::lock_guard guard(mutex_);
    --lent_;
  }
  returned_.notify_one();
}

}  // namespace chitty::host::daemon
