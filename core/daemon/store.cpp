#include "daemon/store.hpp"

#include "daemon/own_tables.hpp"
#include "daemon/sql_text.hpp"

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

Error busy(std::string message) {
  Error error = make_error(Code::timeout, std::move(message), "Try again in a moment.");
  error.retryable = true;
  return error;
}

}  // namespace

StoreSession::~StoreSession() { end_request(); }

Result<std::unique_lock<WriteLock>> StoreSession::writer() {
  if (transaction_ || !store_.dialect().single_writer()) return std::unique_lock<WriteLock>();
  std::unique_lock<WriteLock> lock(store_.writer_, std::defer_lock);
  if (lock.try_lock_for(lock_limit)) return lock;
  return busy("The database was busy with another writer for too long.");
}

Result<void> StoreSession::counted(Result<void> done) {
  if (!done) store_.counts().failures.fetch_add(1, std::memory_order_relaxed);
  return done;
}

// What is known to be lost before anything has been sent costs nothing but a new connection.
void StoreSession::mend() {
  if (at_rest() && !connection_->usable()) (void)connect_anew();
}

Result<void> StoreSession::connect_anew() {
  cache_.clear();
  auto connected = store_.connect();
  if (!connected) return connected.error();
  connection_ = std::move(*connected);
  connection_->writes_for(writes_for_);
  return {};
}

Result<std::uint64_t> StoreSession::run(std::string_view sql, const json::object& parameters, const TakeRow& take) {
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
  if (!done && !given && at_rest() && !connection_->usable() && only_reads(sql))
    if (auto anew = connect_anew()) done = run_here(sql, parameters, take_safely);
  return done;
}

Result<std::uint64_t> StoreSession::run_here(std::string_view sql, const json::object& parameters, const TakeRow& take) {
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
    auto taken = writer();
    if (!taken) return taken.error();
    lock = std::move(*taken);
  }
  auto changed = connection_->execute(**prepared, take);
  if (!changed) return counted(changed.error()).error();
  return changed;
}

Result<void> StoreSession::begin() {
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
  return {};
}

Result<void> StoreSession::commit() {
  if (!transaction_) return no_transaction();
  Result<void> done = connection_->in_transaction() ? counted(connection_->commit()) : Result<void>(lost_transaction());
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
  Result<void> done = connection_->rollback();
  transaction_ = false;
  writing_ = {};
  return counted(done);
}

void StoreSession::end_request() {
  if (transaction_) (void)rollback();
}

Result<void> StoreSession::run_script(const std::string& script) { return counted(connection_->run_script(script)); }

Result<std::unique_ptr<Store>> Store::open(const std::string& url, const std::filesystem::path& library) {
  auto dialect = dialect_for(url, library);
  if (!dialect) return dialect.error();
  std::unique_ptr<Store> store(new Store(std::move(*dialect)));
  auto connected = store->dialect_->connect();
  if (!connected) return connected.error();
  store->counts_.connections.fetch_add(1, std::memory_order_relaxed);
  store->idle_.push_back(std::make_unique<StoreSession>(*store, std::move(*connected)));
  if (auto made = store->make_own_tables(); !made) return made.error();
  return store;
}

Result<void> Store::make_own_tables() {
  auto session = lend();
  if (!session) return session.error();
  if (auto begun = (*session)->begin(); !begun) return begun;
  if (auto made = (*session)->run_script(own_tables(*dialect_)); !made) return made;
  return (*session)->commit();
}

// While services run: why it fails is the operator's business, that it does is the caller's.
Result<std::unique_ptr<SqlConnection>> Store::connect() {
  auto connected = dialect_->connect();
  if (connected) {
    if (away_.exchange(false) && watcher_) watcher_("the database is back");
    return connected;
  }
  if (!away_.exchange(true) && watcher_) watcher_(connected.error().message);
  Error gone = make_error(Code::host_fault, "The database cannot be reached.", "Try again in a moment.");
  gone.details["cause"] = "database_gone";
  gone.retryable = true;
  return gone;
}

std::unique_ptr<StoreSession> Store::take_idle() {
  const std::lock_guard guard(mutex_);
  if (idle_.empty()) return nullptr;
  auto session = std::move(idle_.back());
  idle_.pop_back();
  return session;
}

Result<Store::Lease> Store::lend(std::string_view writes_for) {
  {
    std::unique_lock guard(mutex_);
    const auto free = [&] { return lent_ < dialect_->most_connections(); };
    if (!returned_.wait_for(guard, lock_limit, free)) return busy("All connections to the database were in use for too long.");
    ++lent_;
  }
  auto session = take_idle();
  while (session && !session->connection_->usable()) {
    session.reset();
    counts_.connections.fetch_sub(1, std::memory_order_relaxed);
    session = take_idle();
  }
  if (!session) {
    auto connected = connect();
    if (!connected) return release_place(), connected.error();
    counts_.connections.fetch_add(1, std::memory_order_relaxed);
    session = std::make_unique<StoreSession>(*this, std::move(*connected));
  }
  if (session->writes_for_ != writes_for) {
    session->writes_for_ = writes_for;
    session->connection_->writes_for(writes_for);
  }
  return Lease(session.release(), GiveBack{this});
}

void Store::give_back(StoreSession* session) {
  std::unique_ptr<StoreSession> back(session);
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

}  // namespace chitty::daemon
