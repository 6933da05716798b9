// Circuit breaker: a backend that has failed so often in a row is left alone for a while; then one request looks whether it is back.
#pragma once

#include "daemon/forward/route_table.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace chitty::host::daemon {

class Breaker {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Breaker(BreakerRule rule) : rule_(rule) {}
  Breaker(const Breaker&) = delete;
  Breaker& operator=(const Breaker&) = delete;

  // Leave to send one request; what came of it is said once, before it goes. One that goes without a word (the client has left) is given
  // back: it neither closes nor opens anything.
  class Permit {
   public:
    Permit(Permit&& other) noexcept : of_(other.of_), turn_(other.turn_), probe_(other.probe_) { other.of_ = nullptr; }
    Permit& operator=(Permit&&) = delete;
    ~Permit();
    bool is_probe() const { return probe_; }
    bool succeeded(Clock::time_point now = Clock::now());  // true: the breaker has closed by that
    bool failed(Clock::time_point now = Clock::now());     // true: the breaker has opened by that

   private:
    friend class Breaker;
    Permit(Breaker* of, std::uint64_t turn, bool probe) : of_(of), turn_(turn), probe_(probe) {}
    Breaker* of_;
    std::uint64_t turn_;  // of the state that it was given in; a later state is none of its business
    bool probe_;
  };

  // Nothing while the breaker is open. A probe that says nothing within `patience` is given up, and another one sent. [any-thread]
  std::optional<Permit> enter(Clock::time_point now, std::chrono::milliseconds patience);

  // How long nothing will be sent, from now on. [any-thread]
  std::chrono::milliseconds closed_for(Clock::time_point now) const;

 private:
  bool end(std::uint64_t turn, bool probe, bool good, Clock::time_point now);
  void give_back(std::uint64_t turn, bool probe);

  const BreakerRule rule_;
  std::atomic<bool> calm_{true};  // closed, and the last one did not fail: nothing to be looked at
  mutable std::mutex mutex_;
  std::uint64_t turn_ = 0;  // counts changes of state, and probes
  unsigned failures_ = 0;
  bool open_ = false, probing_ = false;
  Clock::time_point open_until_{}, probe_until_{};
};

}  // namespace chitty::host::daemon
