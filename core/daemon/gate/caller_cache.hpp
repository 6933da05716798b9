// Cache of callers by token, for less than a second. Keyed by the token's SHA-256, never by the token; only right tokens are in
// it, so that nobody fills it by guessing.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <mutex>
#include <unordered_map>

#include "base/hash.hpp"
#include "daemon/wire/known_caller.hpp"

namespace chitty::host::daemon {

class CallerCache {
 public:
  using Clock = std::chrono::steady_clock;
  using Ask = std::function<Result<Caller>()>;

  // An answer is used until `life` after the question was asked, and never past the token's own end. From `renewal` on,
  // one request asks again while the others go on with what is known. Whoever finds the question asked already waits
  // for the answer, at most `patience`.
  struct Times {
    std::chrono::milliseconds life{900}, renewal{600}, patience{5000};
  };
  CallerCache() = default;
  explicit CallerCache(Times times) : times_(times) {}

  // The caller, from here or by `ask`, which runs outside of all locks and once at a time for each token. Negative
  // answers are not kept. `may_ask` is asked before an `ask` for a token that was not right before: RATE_LIMITED when
  // it says no. [any-thread]
  Result<Caller> get(const Digest& token, Clock::time_point now, const std::function<bool()>& may_ask, const Ask& ask);

  std::size_t size() const;
  static constexpr std::size_t shards = 64, most_in_shard = 512;

 private:
  struct Flight {  // a question under way
    bool done = false;
    Result<Caller> answer = Caller();
  };
  struct Entry {
    Caller caller;  // null: not answered yet
    Clock::time_point until, renew;
    std::shared_ptr<Flight> flight;
  };
  struct FirstBytes {  // a hash is random in each of its bytes
    std::size_t operator()(const Digest& digest) const {
      std::size_t value;
      std::memcpy(&value, digest.data(), sizeof value);
      return value;
    }
  };
  struct alignas(64) Shard {
    mutable std::mutex mutex;
    std::condition_variable landed;
    std::unordered_map<Digest, Entry, FirstBytes> entries;
  };
  Result<Caller> wait(Shard& shard, std::unique_lock<std::mutex>& lock, const std::shared_ptr<Flight>& flight);
  Result<Caller> fly(Shard& shard, std::unique_lock<std::mutex>& lock, const Digest& token, Clock::time_point now,
                     const Ask& ask);
  static void make_room(Shard& shard);

  Times times_;
  std::array<Shard, shards> all_;
};

}  // namespace chitty::host::daemon
