#include "daemon/gate/limiter.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "base/time.hpp"
#include "daemon/watch/trusted_clock.hpp"

namespace chitty::host::daemon {
namespace {

constexpr std::size_t batch = 500;  // keys in one transaction: other writers wait that long
constexpr std::int64_t sweep_ms = 60'000;

constexpr const char* add =
    "INSERT INTO chitty_limits (key, window_start, window_end, used) VALUES (:key, :window_start, :window_end, :used)"
    " ON CONFLICT (key, window_start) DO UPDATE SET used = chitty_limits.used + excluded.used RETURNING used";

}  // namespace

std::shared_ptr<LimitCounter> Limiter::counter(const std::string& key) {
  const std::lock_guard guard(mutex_);
  auto found = counters_.find(key);
  if (found != counters_.end()) return found->second;
  if (counters_.size() >= most) make_room(trusted_ms());
  return counters_[key] = std::make_shared<LimitCounter>();
}

Limiter::Decision Limiter::take(LimitCounter& counter, const RateLimit& rate, std::int64_t now_ms, std::uint64_t cost) {
  const std::int64_t start = now_ms - now_ms % rate.window_ms;
  const std::lock_guard guard(counter.mutex);
  if (counter.window_start != start || counter.window_ms != rate.window_ms) {
    counter.window_start = start;
    counter.window_ms = rate.window_ms;
    counter.known = counter.own = 0;
  }
  Decision decision;
  decision.limit = rate.requests;
  decision.window_ms = rate.window_ms;
  decision.ends_at = start + rate.window_ms;
  decision.cost = cost;
  const std::uint64_t used = counter.known + counter.own;
  decision.remaining = used < rate.requests ? rate.requests - used : 0;
  decision.allowed = cost <= decision.remaining;
  if (!decision.allowed) return decision;
  counter.own += cost;
  decision.remaining -= cost;
  return decision;
}

void Limiter::give_back(LimitCounter& counter, const Decision& taken) {
  const std::lock_guard guard(counter.mutex);
  if (counter.window_start + counter.window_ms == taken.ends_at) counter.own -= std::min(counter.own, taken.cost);
}

void Limiter::make_room(std::int64_t now_ms) {
  const auto forget = [&](bool also_in_table) {
    std::erase_if(counters_, [&](const auto& one) {
      if (one.second.use_count() > 1) return false;
      const std::lock_guard guard(one.second->mutex);
      return one.second->window_start + one.second->window_ms <= now_ms || (also_in_table && one.second->own == 0);
    });
  };
  forget(false);
  if (counters_.size() >= most) forget(true);
  if (counters_.size() < most) return;
  for (auto it = counters_.begin();
       it != counters_.end() && counters_.size() >= most - most / 8;)  // more than so many within a second
    it = it->second.use_count() > 1 ? std::next(it) : counters_.erase(it);
}

Result<void> Limiter::load(StoreConnection& connection, std::int64_t now_ms) {
  auto done = connection.run(
      "SELECT key, window_start, window_end, used FROM chitty_limits WHERE window_end > :now ORDER BY used DESC LIMIT "
      ":most",
      {{"now", now_ms}, {"most", static_cast<std::int64_t>(most / 2)}}, [&](std::string_view text) -> Result<void> {
        const auto row = json::parse({text.data(), text.size()}).as_object();
        const auto counter = this->counter(std::string(row.at("key").as_string()));
        const std::lock_guard guard(counter->mutex);
        counter->window_start = row.at("window_start").as_int64();
        counter->window_ms = row.at("window_end").as_int64() - counter->window_start;
        counter->known = static_cast<std::uint64_t>(row.at("used").as_int64());
        return {};
      });
  return done ? Result<void>() : Result<void>(done.error());
}

std::vector<Limiter::Change> Limiter::changes() {
  std::vector<Change> all;
  const std::lock_guard guard(mutex_);
  for (const auto& [key, counter] : counters_) {
    const std::lock_guard inner(counter->mutex);
    if (counter->own > 0)
      all.push_back({counter, key, counter->window_start, counter->window_start + counter->window_ms, counter->own, 0});
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.key < b.key; });  // as all daemons do
  return all;
}

Result<void> Limiter::write(StoreConnection& connection, Change* begin, Change* end) {
  if (auto begun = connection.begin(); !begun) return begun;
  for (auto* change = begin; change != end; ++change) {
    auto added = connection.run(
        add,
        {{"key", change->key},
         {"window_start", change->window_start},
         {"window_end", change->window_end},
         {"used", static_cast<std::int64_t>(change->count)}},
        [&](std::string_view row) -> Result<void> {
          change->used = static_cast<std::uint64_t>(json::parse({row.data(), row.size()}).at("used").as_int64());
          return {};
        });
    if (added) continue;
    (void)connection.rollback();
    return added.error();
  }
  return connection.commit();
}

Result<void> Limiter::synchronise(StoreConnection& connection, std::int64_t now_ms) {
  auto all = changes();
  for (std::size_t i = 0; i < all.size(); i += batch) {
    auto* begin = all.data() + i;
    auto* end = begin + std::min(batch, all.size() - i);
    if (auto written = write(connection, begin, end); !written) return written;
    for (auto* change = begin; change != end; ++change) {
      const std::lock_guard guard(change->counter->mutex);
      if (change->counter->window_start != change->window_start) continue;  // its window was over meanwhile
      change->counter->known = change->used;
      change->counter->own -= std::min(change->counter->own, change->count);
    }
  }
  if (now_ms - swept_at_ < sweep_ms) return {};
  swept_at_ = now_ms;
  auto swept = connection.run("DELETE FROM chitty_limits WHERE window_end <= :now", {{"now", now_ms}});
  return swept ? Result<void>() : Result<void>(swept.error());
}

std::size_t Limiter::size() const {
  const std::lock_guard guard(mutex_);
  return counters_.size();
}

}  // namespace chitty::host::daemon
