// How many requests to one backend may be tries again at once: a fifth of all that run, and three in any case. Whoever waits before
// trying again counts as one that runs: else all would wait, and then come together.
#pragma once

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

namespace chitty::host::daemon {

class RetryBudget {
 public:
  static constexpr unsigned least = 3, share = 5;  // one in so many

  class Running {
   public:
    explicit Running(std::atomic<unsigned>& counter) : counter_(&counter) { counter.fetch_add(1, std::memory_order_relaxed); }
    Running(Running&& other) noexcept : counter_(std::exchange(other.counter_, nullptr)) {}
    Running& operator=(Running&&) = delete;
    ~Running() {
      if (counter_) counter_->fetch_sub(1, std::memory_order_relaxed);
    }

   private:
    friend class RetryBudget;
    struct Counted {};
    Running(std::atomic<unsigned>& counter, Counted) : counter_(&counter) {}
    std::atomic<unsigned>* counter_;
  };

  Running request() { return Running(requests_); }  // for as long as it runs, its tries included

  // Nothing: no more for now. [any-thread]
  std::optional<Running> retry() {
    unsigned now = retries_.load(std::memory_order_relaxed);
    do {
      if (now >= std::max(least, requests_.load(std::memory_order_relaxed) / share)) return std::nullopt;
    } while (!retries_.compare_exchange_weak(now, now + 1, std::memory_order_relaxed));
    return Running(retries_, Running::Counted());
  }

 private:
  std::atomic<unsigned> requests_{0}, retries_{0};
};

}  // namespace chitty::host::daemon
