#include "daemon/gate/caller_cache.hpp"

#include "base/time.hpp"
#include "daemon/watch/thread_pool.hpp"
#include "daemon/watch/trusted_clock.hpp"

namespace chitty::host::daemon {
namespace {

Error cannot_tell(std::string message) {
  Error error = make_error(Code::unreachable, std::move(message), "Try again in a moment.");
  error.retryable = true;
  return error;
}

}  // namespace

Result<Caller> CallerCache::get(const Digest& token, Clock::time_point now, const std::function<bool()>& may_ask,
                                const Ask& ask) {
  Shard& shard = all_[token.back() % shards];
  std::unique_lock lock(shard.mutex);
  auto found = shard.entries.find(token);
  if (found == shard.entries.end()) {
    lock.unlock();
    if (!may_ask()) return make_error(Code::rate_limited, "Too many wrong tokens came from your address.");
    lock.lock();
    found = shard.entries.find(token);
  }
  if (found != shard.entries.end()) {
    const Entry& entry = found->second;
    const bool good = entry.caller && now < entry.until;
    if (good && (now < entry.renew || entry.flight)) return entry.caller;
    if (entry.flight) return wait(shard, lock, entry.flight);
  }
  return fly(shard, lock, token, now, ask);
}

Result<Caller> CallerCache::wait(Shard& shard, std::unique_lock<std::mutex>& lock,
                                 const std::shared_ptr<Flight>& flight) {
  const auto own = flight;
  const ThreadPool::Blocking blocking;
  if (!shard.landed.wait_for(lock, times_.patience, [&] { return own->done; }))
    return cannot_tell("Checking the token took too long.");
  return own->answer;
}

Result<Caller> CallerCache::fly(Shard& shard, std::unique_lock<std::mutex>& lock, const Digest& token,
                                Clock::time_point now, const Ask& ask) {
  const auto flight = std::make_shared<Flight>();
  if (!shard.entries.contains(token)) make_room(shard);
  shard.entries[token].flight = flight;
  lock.unlock();
  try {
    flight->answer = ask();  // nobody reads it before it has landed
  } catch (const std::exception& failure) {
    flight->answer = cannot_tell(std::string("The token cannot be checked: ") + failure.what() + ".");
  }
  lock.lock();
  flight->done = true;
  shard.landed.notify_all();
  Entry& entry = shard.entries[token];
  entry.flight = nullptr;
  if (flight->answer) {
    entry.caller = *flight->answer;
    entry.until = now + times_.life;
    entry.renew = now + times_.renewal;
    if (const auto end = entry.caller->facts.expires_at; end != 0)
      entry.until =
          std::min(entry.until, Clock::now() + std::chrono::milliseconds(std::min<std::int64_t>(end - trusted_ms() - 1, 1000)));
    return entry.caller;
  }
  if (flight->answer.error().code == Code::unauthenticated || !entry.caller) {
    const auto answer = flight->answer;
    shard.entries.erase(token);
    return answer;
  }
  return now < entry.until ? Result<Caller>(entry.caller) : flight->answer;  // what was right stays remembered as such
}

// The one whose answer is oldest goes; questions under way stay, and are as many as threads at most.
void CallerCache::make_room(Shard& shard) {
  if (shard.entries.size() < most_in_shard) return;
  auto oldest = shard.entries.end();
  for (auto it = shard.entries.begin(); it != shard.entries.end(); ++it)
    if (!it->second.flight && (oldest == shard.entries.end() || it->second.until < oldest->second.until)) oldest = it;
  if (oldest != shard.entries.end()) shard.entries.erase(oldest);
}

std::size_t CallerCache::size() const {
  std::size_t all = 0;
  for (const auto& shard : all_) {
    const std::lock_guard guard(shard.mutex);
    all += shard.entries.size();
  }
  return all;
}

}  // namespace chitty::host::daemon
