#include "daemon/gate/policy_limiter.hpp"

#include <algorithm>
#include <chitty/client_key.hpp>
#include <chrono>
#include <thread>

#include "daemon/watch/thread_pool.hpp"
#include "daemon/watch/trusted_clock.hpp"

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t second = 1'000'000'000;

std::int64_t steady_ns() { return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count(); }
std::int64_t wall_ns() { return trusted_ms() * 1'000'000; }

}  // namespace

PolicyLimiter::PolicyLimiter(Store& store, std::string id) : store_(store), id_(std::move(id)), rates_(store.dialect(), wall_ns) {}

void PolicyLimiter::set(std::shared_ptr<const LimitTable> table) {
  if (table)
    for (const auto& limit : table->all())
      if (!limit.each) limit.together = find_or_make(limit, limit.user, limit.epoch + table->epoch_of(limit.user));
  static std::atomic<std::uint64_t> versions{0};
  const std::lock_guard guard(table_mutex_);
  table_ = std::move(table);
  version_.store(++versions, std::memory_order_release);
  any_ = table_ && !table_->empty();
  has_paths_ = table_ && table_->has_paths();
}

// Each thread remembers it until there is another.
const std::shared_ptr<const LimitTable>& PolicyLimiter::table() const {
  thread_local std::uint64_t version = 0;
  thread_local std::shared_ptr<const LimitTable> known;
  if (version != version_.load(std::memory_order_acquire)) {
    const std::lock_guard guard(table_mutex_);
    known = table_, version = version_.load(std::memory_order_relaxed);
  }
  return known;
}

std::shared_ptr<RateBucket> PolicyLimiter::find_or_make(const PolicyLimit& limit, std::string_view subject, std::uint64_t epoch) {
  thread_local std::string key;
  RateBucket::write_key(key, limit.id, epoch, subject);
  const std::lock_guard guard(mutex_);
  const auto found = buckets_.find(key);
  if (found != buckets_.end()) return found->second;
  if (buckets_.size() >= most) make_room(steady_ns());
  if (buckets_.size() < most) return buckets_[key] = std::make_shared<RateBucket>(limit.id, std::string(subject), epoch);
  auto& all = buckets_[limit.id + " 0 *"];
  if (!all) all = std::make_shared<RateBucket>(limit.id, "*", 0);
  return all;
}

RateBucket& PolicyLimiter::bucket(const PolicyLimit& limit, const LimitTable& table, std::string_view subject, std::shared_ptr<RateBucket>& keep) {
  if (limit.together) return *limit.together;
  return *(keep = find_or_make(limit, subject, limit.epoch + table.epoch_of(subject)));
}

// Those that are whole again and have nothing to tell.
void PolicyLimiter::make_room(std::int64_t now) {
  std::erase_if(buckets_, [&](const auto& one) {
    if (one.second.use_count() > 1) return false;
    const std::lock_guard guard(one.second->mutex);
    return one.second->tat <= now && one.second->leased == 0 && one.second->moved == 0 && one.second->refused == 0;
  });
}

std::uint64_t PolicyLimiter::lease_of(const PolicyLimit& limit) const {
  return std::min(limit.requests, limit.burst) / (200 * daemons_.load(std::memory_order_relaxed));
}

PolicyLimiter::Verdict PolicyLimiter::take_one(const PolicyLimit& limit, RateBucket& bucket, std::uint64_t units, std::int64_t now) {
  bucket.used_at = now;
  if (units > limit.burst) return Verdict::no;
  if (bucket.leased >= units) {
    bucket.leased -= units;
    return Verdict::yes;
  }
  if (bucket.owned && alone_) return bucket.take_owned(limit, now, units) ? Verdict::yes : Verdict::no;
  if (now < bucket.down_until) return Verdict::unknown;
  if (!bucket.owned && bucket.wait_for(limit, now, units) > 0) return Verdict::no;  // others have only taken more since
  return ask(limit, bucket, units);
}

// Who is alone asks only what the table knows from before. Else what this daemon has owned so far is told first, since others count on
// it; and then so much is taken from the table.
Result<RateTable::Taken> PolicyLimiter::asked(const PolicyLimit& limit, RateBucket& bucket, std::uint64_t units, bool alone) {
  auto connection = store_.lend("limit " + bucket.key);
  if (!connection) return connection.error();
  if (alone) return rates_.look(**connection, bucket);
  if (bucket.owned)
    if (auto told = tell(**connection, bucket, steady_ns()); !told) return told.error();
  bucket.owned = false;
  return rates_.take(**connection, limit, bucket, units, std::min(limit.burst, units + lease_of(limit)));
}

PolicyLimiter::Verdict PolicyLimiter::ask(const PolicyLimit& limit, RateBucket& bucket, std::uint64_t units) {
  const ThreadPool::Blocking blocking;
  const bool alone = alone_;
  const auto taken = asked(limit, bucket, units, alone);
  const auto now = steady_ns();
  if (!taken) {
    bucket.down_until = now + second;
    return Verdict::unknown;
  }
  bucket.tat = now + taken->owed;
  bucket.interval = limit.interval();
  bucket.owned = alone;
  if (alone) return bucket.take_owned(limit, now, units) ? Verdict::yes : Verdict::no;
  if (taken->granted > 0) bucket.leased += taken->granted - units;
  return taken->granted > 0 ? Verdict::yes : Verdict::no;
}

// Who only counts is gone at once. Whoever finds somebody asking the table waits along; the pool is to know.
std::unique_lock<std::mutex> PolicyLimiter::locked(RateBucket& bucket) {
  std::unique_lock lock(bucket.mutex, std::try_to_lock);
  for (int turn = 0; !lock && turn < 100; ++turn) lock.try_lock();
  if (lock) return lock;
  const ThreadPool::Blocking blocking;
  lock.lock();
  return lock;
}

std::optional<PolicyLimiter::Decision> PolicyLimiter::take(const Place& place, const Caller& who, const std::string& peer, std::uint64_t units,
                                                           Taken* taken) {
  if (!any() || units == 0 || (who && who->facts.owner)) return std::nullopt;
  const auto& table = this->table();  // this thread's: the same until it asks again
  if (!table) return std::nullopt;
  std::string address;  // of who has shown no token, and only where it matters
  if (!who && table->tells_apart()) address = "address " + client_key(peer);
  const std::string_view subject = who ? std::string_view(who->facts.subject) : std::string_view(address);
  const auto limits = table->of(place.service, place.path, subject);
  const bool may_go_back = taken || limits.size() > 1;
  std::optional<Decision> nearest;
  Taken own;
  for (const auto* limit : limits) {
    std::shared_ptr<RateBucket> keep;
    auto& held = bucket(*limit, *table, subject, keep);
    const auto lock = locked(held);
    const auto now = steady_ns();
    const auto verdict = take_one(*limit, held, units, now);
    const bool refused = verdict == Verdict::no || (verdict == Verdict::unknown && limit->closed);
    if (refused) ++held.refused;
    if (verdict == Verdict::yes && may_go_back) own.buckets.push_back(keep ? keep : limit->together), own.limits.push_back(limit);
    if (limit->shadow || (verdict == Verdict::unknown && !refused)) continue;
    const auto left = held.left(*limit, now);
    if (!refused && nearest && nearest->left <= left.requests) continue;
    if (!nearest) nearest.emplace().table = table;
    nearest->allowed = !refused;
    nearest->unknown = verdict == Verdict::unknown;
    nearest->limit = limit, nearest->units = units;
    nearest->left = refused && units == 1 ? 0 : left.requests;
    nearest->next_ms = (refused ? std::max(held.wait_for(*limit, now, units), held.down_until - now) : left.next) / 1'000'000 + 1;
    nearest->whole_ms = left.whole / 1'000'000;
    if (refused) break;
  }
  if (!may_go_back) return nearest;
  own.units = units, own.table = table;
  if (nearest && !nearest->allowed) give_back(own);  // none of these is locked any more
  else if (taken) *taken = std::move(own);
  return nearest;
}

void PolicyLimiter::give_back(Taken& taken) {
  for (std::size_t i = 0; i < taken.buckets.size(); ++i) {
    auto& bucket = *taken.buckets[i];
    const std::lock_guard guard(bucket.mutex);
    const auto back = taken.limits[i]->interval() * static_cast<std::int64_t>(taken.units);
    if (bucket.owned) bucket.tat -= back, bucket.moved -= std::min(bucket.moved, back);
    else bucket.leased += taken.units;
  }
  taken.buckets.clear(), taken.limits.clear();
}

std::size_t PolicyLimiter::size() const {
  const std::lock_guard guard(mutex_);
  return buckets_.size();
}

}  // namespace chitty::host::daemon
