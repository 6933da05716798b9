// Something that may hang is checked on a thread of its own when somebody asks, so that no request waits longer than a moment
// for what does not answer, and an idle daemon checks nothing.
#pragma once

#include <chitty/error.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace chitty::host::daemon {

class TimedCheck {
 public:
  using Clock = std::chrono::steady_clock;

  // `what` begins the sentence about one that does not end ("The database"). `on_thread` is called first on the checking thread.
  TimedCheck(std::string what, std::function<Result<void>()> check, std::function<void()> on_thread);
  ~TimedCheck();
  TimedCheck(const TimedCheck&) = delete;
  TimedCheck& operator=(const TimedCheck&) = delete;

  // Have it checked; a result that is younger than a second counts, so that asking costs one check a second at most. [any-thread]
  Clock::time_point ask();

  // What is wrong; empty: nothing. Waits until two seconds after it was asked. [any-thread]
  std::string words(Clock::time_point asked_at);

 private:
  // What the thread and those who ask share; it outlives this, since a check that hangs cannot be ended.
  struct Shared {
    std::mutex mutex;
    std::condition_variable changed;
    bool asked = false, ends = false, busy = false;
    Clock::time_point begun{}, done{};
    std::string words;
  };
  static void run(const std::shared_ptr<Shared>& shared, const std::function<Result<void>()>& check);

  const std::string what_;
  const std::function<Result<void>()> check_;
  const std::function<void()> on_thread_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  std::once_flag started_;
};

}  // namespace chitty::host::daemon
