// The wish to stop, from Ctrl-C, a deadline or a client that left. Any thread or signal handler may ask; whoever waits
// polls `wake_fd()` beside its own descriptors.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace chitty::host {

class CancelToken {
 public:
  enum class Why {
    none,
    interrupted,
    timed_out,
    client_gone
  };
  using Clock = std::chrono::steady_clock;

  CancelToken();
  ~CancelToken();
  CancelToken(const CancelToken&) = delete;
  CancelToken& operator=(const CancelToken&) = delete;

  void cancel(Why why) noexcept;  // async-signal-safe; the first reason stands
  void forgive() noexcept;        // an interruption: as if there had been none
  Why why() const noexcept;       // also timed_out once the deadline has passed
  bool cancelled() const noexcept { return why() != Why::none; }

  void set_deadline(std::optional<Clock::time_point> deadline) { deadline_ = deadline; }
  std::optional<Clock::time_point> deadline() const { return deadline_; }

  int wake_fd() const { return fd_; }  // an eventfd, readable once cancelled; -1 if the system gave none

  // Sleep; false if cancelled before the time was over.
  bool wait(std::chrono::nanoseconds time) const;

 private:
  std::atomic<Why> why_{Why::none};
  std::optional<Clock::time_point> deadline_;
  int fd_ = -1;
};

}  // namespace chitty::host
