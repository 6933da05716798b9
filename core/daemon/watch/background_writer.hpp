// Background writer for token uses, limits and refusals: duties run at intervals on a thread of their own, so that no request
// waits for the store.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace chitty::host::daemon {

class BackgroundWriter {
 public:
  explicit BackgroundWriter(std::function<void()> on_thread = {}) : on_thread_(std::move(on_thread)) {}
  ~BackgroundWriter() { stop(); }

  // Before start(). `work` must not throw.
  void every(std::chrono::milliseconds pause, std::function<void()> work) {
    duties_.push_back({pause, std::move(work), {}});
  }
  void start();

  // Each duty a last time, then the thread ends, if it was started. False when that takes longer than `patience`, as where
  // the store is locked: it goes on then, and so must what its duties use; end the process, or stop again.
  bool stop(std::chrono::milliseconds patience = std::chrono::hours(24));

 private:
  using Clock = std::chrono::steady_clock;
  struct Duty {
    std::chrono::milliseconds pause;
    std::function<void()> work;
    Clock::time_point next;
  };
  void run();
  Clock::time_point do_what_is_due(bool all);

  std::function<void()> on_thread_;
  std::vector<Duty> duties_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ends_ = false, has_ended_ = false;
  std::thread thread_;
};

}  // namespace chitty::host::daemon
