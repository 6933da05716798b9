// One backend: its kept connections, its breaker, its budget for tries. As many routes as lead there in the same way share it, and it
// outlives a change of the table that leaves it as it was.
#pragma once

#include "daemon/forward/breaker.hpp"
#include "daemon/forward/failure.hpp"
#include "daemon/forward/retry_budget.hpp"
#include "daemon/forward/route_table.hpp"
#include "net/channel.hpp"
#include "net/network.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

namespace chitty::host::daemon {

// A connection to a backend.
struct Line {
  using Clock = std::chrono::steady_clock;
  std::unique_ptr<Channel> channel;
  bool kept = false;  // has served before: the backend may be closing it
  Clock::time_point made{}, idle_since{};
};

// What all backends have in common.
struct Surroundings {
  static constexpr std::size_t most_kept = 128;  // idle connections, of all backends together: each is a descriptor
  std::atomic<std::size_t> kept{0};
  std::function<Result<const Network*>()> network;  // for TLS; opened at the first need
  std::string loop_word;                            // of this daemon, in CDN-Loop
  std::atomic<unsigned> streams{0};                 // upgraded connections and event streams that run
};

class Backend {
 public:
  using Clock = Line::Clock;
  using ms = std::chrono::milliseconds;
  static constexpr ms longest_idle{4000};  // node closes after five seconds
  static constexpr ms oldest{60'000};      // then the name is looked up anew
  static constexpr std::size_t most_kept = 64;

  Backend(Url url, bool allow_private, BreakerRule rule, Surroundings& around)
      : breaker(rule), url_(std::move(url)), allow_private_(allow_private), around_(around) {}
  ~Backend();

  // One that is kept and still open, or null. [any-thread]
  std::unique_ptr<Line> take();
  // A new one: the name is looked up once, each address checked, and one of those dialled; TLS is done. [any-thread]
  std::variant<std::unique_ptr<Line>, Failure> connect(const ForwardRoute& route);
  void keep(std::unique_ptr<Line> line);
  void close_old(Clock::time_point now);  // those that nobody took in time

  const std::string host_field() const { return url_.host_port(); }

  Breaker breaker;
  RetryBudget budget;

 private:
  const Url url_;
  const bool allow_private_;
  Surroundings& around_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Line>> idle_;  // the last one is the one that was used last
};

}  // namespace chitty::host::daemon
