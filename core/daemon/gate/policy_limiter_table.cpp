// What the limiter tells the table, and who else is there: in the background.
#include <chrono>
#include <thread>

#include "daemon/gate/policy_limiter.hpp"

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t second = 1'000'000'000, minute = 60 * second;
constexpr std::size_t batch = 500;  // buckets in one transaction: other writers wait that long

std::int64_t steady_ns() { return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count(); }

}  // namespace

// The bucket's lock is held.
Result<void> PolicyLimiter::tell(StoreConnection& connection, RateBucket& bucket, std::int64_t now) {
  if (bucket.moved == 0 && bucket.refused == 0) return {};
  const auto owed = bucket.owned ? bucket.tat - now : 0;
  if (auto told = rates_.tell(connection, bucket, owed, bucket.refused); !told) return told;
  bucket.moved = 0, bucket.refused = 0;
  return {};
}

// How many could not be told, since they were just asking the table themselves: perhaps for the lock that we would hold.
Result<std::size_t> PolicyLimiter::tell_some(StoreConnection& connection, const std::vector<std::shared_ptr<RateBucket>>& all, bool last) {
  std::size_t busy = 0;
  if (auto begun = connection.begin(); !begun) return begun.error();
  Result<void> done;
  for (std::size_t i = 0; done && i < all.size(); ++i) {
    auto& bucket = *all[i];
    const std::unique_lock lock(bucket.mutex, std::try_to_lock);
    if (!lock) {
      ++busy;
      continue;
    }
    const auto now = steady_ns();
    done = tell(connection, bucket, now);
    if (!alone_) bucket.owned = false;  // from now on others count as well
    if (!done || bucket.leased == 0 || (!last && now - bucket.used_at < second)) continue;
    done = rates_.give_back(connection, bucket, bucket.leased);
    if (done) bucket.leased = 0;
  }
  if (done) done = connection.commit();
  else (void)connection.rollback();
  if (done) return busy;
  for (const auto& bucket : all) {  // what was told was not kept
    const std::lock_guard lock(bucket->mutex);
    if (bucket->owned && bucket->tat > steady_ns()) ++bucket->moved;
  }
  return done.error();
}

Result<std::size_t> PolicyLimiter::tell_all(StoreConnection& connection, bool last) {
  std::vector<std::shared_ptr<RateBucket>> all;
  std::size_t busy = 0;
  const auto now = steady_ns();
  const auto tell_these = [&]() -> Result<void> {
    auto told = tell_some(connection, all, last);
    all.clear();
    if (told) busy += *told;
    return told ? Result<void>() : Result<void>(told.error());
  };
  for (const auto& bucket : those_with_news(now, last)) {
    all.push_back(bucket);
    if (all.size() < batch) continue;
    if (auto told = tell_these(); !told) return told.error();
  }
  if (!all.empty())
    if (auto told = tell_these(); !told) return told.error();
  return busy;
}

std::vector<std::shared_ptr<RateBucket>> PolicyLimiter::those_with_news(std::int64_t now, bool last) const {
  std::vector<std::shared_ptr<RateBucket>> all;
  const std::lock_guard guard(mutex_);
  for (const auto& [key, bucket] : buckets_) {
    const std::unique_lock lock(bucket->mutex, std::try_to_lock);
    const bool quiet = lock && bucket->moved == 0 && bucket->refused == 0 && (alone_ || !bucket->owned) &&
                       (bucket->leased == 0 || (!last && now - bucket->used_at < second));
    if (!quiet) all.push_back(bucket);
  }
  return all;
}

// Alone after a while in which nobody else was heard of: until then another may be as sure as we are.
Result<void> PolicyLimiter::look_around(StoreConnection& connection) {
  auto others = rates_.beat(connection, id_, !alone_);
  if (!others) return others.error();
  daemons_ = others->there + 1;
  const auto now = steady_ns();
  if (others->there > 0) {
    quiet_since_ = 0;
    if (!alone_.exchange(false)) return {};
    for (int attempt = 0; attempt < 100; ++attempt) {
      auto told = tell_all(connection, false);
      if (!told) return told.error();
      if (*told == 0) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    auto beaten = rates_.beat(connection, id_, true);
    return beaten ? Result<void>() : Result<void>(beaten.error());
  }
  if (quiet_since_ == 0) quiet_since_ = now;
  if (now - quiet_since_ >= 2 * second) alone_ = true;
  return {};
}

Result<void> PolicyLimiter::synchronise() {
  if (!any()) {
    alone_ = false, quiet_since_ = 0;
    return {};
  }
  auto connection = store_.lend("limits");
  if (!connection) return connection.error();
  if (auto looked = look_around(**connection); !looked) {
    alone_ = false, quiet_since_ = 0;  // nobody can be heard
    return looked;
  }
  if (auto told = tell_all(**connection, false); !told) return told.error();
  const auto now = steady_ns();
  if (now - swept_at_ < minute) return {};
  swept_at_ = now;
  return rates_.sweep(**connection);
}

Result<void> PolicyLimiter::finish() {
  if (!any()) return {};
  auto connection = store_.lend("limits");
  if (!connection) return connection.error();
  if (auto told = tell_all(**connection, true); !told) return told.error();
  return rates_.leave(**connection, id_);
}

void PolicyLimiter::join() {
  if (!any()) return;
  const auto until = steady_ns() + RateTable::silence;
  for (;;) {
    auto connection = store_.lend("limits");
    const auto others = connection ? rates_.beat(**connection, id_, true) : Result<RateTable::Others>(connection.error());
    if (!others || others->there == others->sharing || steady_ns() > until) return;
    daemons_ = others->there + 1;
    connection->reset();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace chitty::host::daemon
