// Sums of requests, by minute: what became of them by service and route, and who sent them. For the service that keeps them (the
// role `policy`); the same requests that the access log has, one by one.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chitty::host::daemon {

class Traffic {
 public:
  struct Request {
    std::int64_t at_ms = 0;  // since 1970
    std::string_view service, route, caller;
    int status = 0;
    std::uint64_t bytes_in = 0, bytes_out = 0, microseconds = 0;
    bool streamed = false;  // its time says nothing of how fast it was
  };
  void note(const Request& request);  // [any-thread]

  // What was noted since the last time, as JSON arrays of at most `most_sums` (plugin.h, chitty.policy/1).
  std::vector<std::string> take();

  // Times are counted in buckets that grow by 2 %: the i-th ends at 1.02^i microseconds. So their sums are exact, over any time and any
  // number of daemons, and what is read off them is wrong by 1 % at most.
  static constexpr double growth = 1.02;
  static constexpr std::size_t buckets = 1200;  // the last ends after more than five hours
  static std::size_t bucket_of(std::uint64_t microseconds);

  static constexpr std::size_t most_sums = 1000;
  static constexpr std::size_t most_callers = 10000;  // with a service, between two takings; further ones are one, "*"
  static constexpr std::size_t most_routes = 20000;   // with minute and status; those of a daemon with many services

 private:
  struct OfRoute {
    std::uint64_t count = 0, bytes_in = 0, bytes_out = 0;
    std::vector<std::uint32_t> latency;
  };
  struct OfCaller {
    std::uint64_t count = 0, errors = 0, bytes_out = 0;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, OfRoute> routes_;    // by what is written of them, up to the count
  std::unordered_map<std::string, OfCaller> callers_;  // likewise
};

}  // namespace chitty::host::daemon
