// Counts the uses of each token since they were last reported.
#pragma once

#include <atomic>
#include <boost/json/array.hpp>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace chitty::host::daemon {

struct TokenUse {
  std::atomic<std::uint64_t> count{0};
  std::atomic<std::int64_t> at{0};  // the last one, milliseconds since 1970

  void note(std::int64_t now_ms) {
    count.fetch_add(1, std::memory_order_relaxed);
    at.store(now_ms, std::memory_order_relaxed);
  }
};

// As many as there are callers that are known now, and those of the last few seconds.
class TokenUses {
 public:
  std::shared_ptr<TokenUse> of(const std::string& token_id);  // [any-thread]

  // What has come since the last time, as chitty.identity/1 is told it. [any-thread]
  boost::json::array take();

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<TokenUse>> by_id_;
};

}  // namespace chitty::host::daemon
