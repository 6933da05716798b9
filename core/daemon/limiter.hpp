// How much: requests in fixed windows, which begin at multiples of their length since 1970. Counted in the process;
// what several daemons of one database have counted is put together in the table chitty_limits, once a second at most.
//
// So a request costs no query, a restart forgets at most a second, and several daemons may together let more through
// than one: each of the others at most what it lets through in one second, or the whole limit if that is less.
#pragma once

#include <chitty/error.hpp>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "daemon/store.hpp"
#include "plugin/manifest.hpp"

namespace chitty::daemon {

// The requests of one key: a token, or an address at a route.
struct LimitCounter {
  std::mutex mutex;
  std::int64_t window_ms = 0, window_start = 0;
  std::uint64_t known = 0;  // of all daemons, when the table was last asked
  std::uint64_t own = 0;    // here since then
};

class Limiter {
 public:
  struct Verdict {
    bool allowed = true;
    std::uint64_t limit = 0, remaining = 0;
    std::int64_t window_ms = 0, ends_at = 0;  // of the window: milliseconds since 1970
  };

  // The key's counter, from now on or from before. Of more than `most` keys, those whose window is over are forgotten,
  // then those that the table remembers anyway. [any-thread]
  std::shared_ptr<LimitCounter> counter(const std::string& key);

  // One more request, if there is one left. [any-thread]
  static Verdict take(LimitCounter& counter, const RateLimit& rate, std::int64_t now_ms);

  // At the start: what the table knows of windows that are not over.
  Result<void> load(StoreSession& session, std::int64_t now_ms);

  // Add what was counted here since the last time to the table, and learn what others have counted. By one thread.
  Result<void> synchronise(StoreSession& session, std::int64_t now_ms);

  std::size_t size() const;
  static constexpr std::size_t most = 65536;

 private:
  struct Change {
    std::shared_ptr<LimitCounter> counter;
    std::string key;
    std::int64_t window_start, window_end;
    std::uint64_t count, used;
  };
  std::vector<Change> changes();
  static Result<void> write(StoreSession& session, Change* begin, Change* end);
  void make_room(std::int64_t now_ms);

  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<LimitCounter>> counters_;
  std::int64_t swept_at_ = 0;  // the table, of windows that are over
};

}  // namespace chitty::daemon
