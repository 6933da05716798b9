// Does the daemon work, and not only answer? The store is checked on a thread of its own when somebody asks, so that no request
// waits longer than a moment for a database that does not answer, and an idle daemon checks nothing.
#pragma once

#include "daemon/host/hosted_service.hpp"
#include "daemon/store/store.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace chitty::host::daemon {

// What is not well, by whose it is ("store", "supervisor", a service's name), in words; empty: all is.
struct Fault {
  std::string part, words;
  bool fatal = false;    // nothing works without it
  bool warning = false;  // all works, and will not if nothing is done
};

class Readiness {
 public:
  using Clock = std::chrono::steady_clock;

  // `on_thread` is called first on the checking thread.
  Readiness(const std::vector<std::unique_ptr<HostedService>>& services, Store& store, std::function<void()> on_thread = {});

  // Waits at most two seconds for a check that is under way. A result that is younger than a second is given again, so that
  // asking costs the database one check a second at most. [any-thread]
  std::vector<Fault> faults();

 private:
  // What the thread and those who ask share; it outlives this, since a check that hangs cannot be ended.
  struct Shared {
    std::mutex mutex;
    std::condition_variable changed;
    bool asked = false, ends = false, busy = false, ended = false;
    Clock::time_point begun{}, done{};
    std::string words;  // what is wrong with the store
  };
  static void run(const std::shared_ptr<Shared>& shared, Store& store);
  std::string store_fault();

 public:
  ~Readiness();
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

 private:
  const std::vector<std::unique_ptr<HostedService>>& services_;
  Store& store_;
  std::function<void()> on_thread_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  std::once_flag started_;
};

}  // namespace chitty::host::daemon
