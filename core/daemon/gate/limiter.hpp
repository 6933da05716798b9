// Rate limits: requests in fixed windows, which begin at multiples of their length since 1970. Counted in the process;
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

#include "daemon/store/store.hpp"
#include "daemon/wire/limit_counter.hpp"
#include "manifest/manifest.hpp"

namespace chitty::host::daemon {

class Limiter {
 public:
  struct Decision {
    bool allowed = true;
    std::uint64_t limit = 0, remaining = 0, cost = 1;
    std::int64_t window_ms = 0, ends_at = 0;  // of the window: milliseconds since 1970
  };

  // The key's counter, from now on or from before. Of more than `most` keys, those whose window is over are forgotten,
  // then those that the table remembers anyway. [any-thread]
  std::shared_ptr<LimitCounter> counter(const std::string& key);

  // So many requests more, if that many are left; else none. [any-thread]
  static Decision take(LimitCounter& counter, const RateLimit& rate, std::int64_t now_ms, std::uint64_t cost = 1);

  // What was taken is given back: another limit says no. [any-thread]
  static void give_back(LimitCounter& counter, const Decision& taken);

  // At the start: what the table knows of windows that are not over.
  Result<void> load(StoreConnection& connection, std::int64_t now_ms);

  // Add what was counted here since the last time to the table, and learn what others have counted. By one thread.
  Result<void> synchronise(StoreConnection& connection, std::int64_t now_ms);

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
  static Result<void> write(StoreConnection& connection, Change* begin, Change* end);
  void make_room(std::int64_t now_ms);

  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<LimitCounter>> counters_;
  std::int64_t swept_at_ = 0;  // the table, of windows that are over
};

}  // namespace chitty::host::daemon
