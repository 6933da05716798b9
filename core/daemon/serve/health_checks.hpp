// Each service asked for its health, in a time of its own: one that hangs is that service's fault, and keeps nobody waiting.
#pragma once

#include "daemon/serve/readiness.hpp"
#include "daemon/wire/exchange.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace chitty::host::daemon {

class HealthChecks {
 public:
  using Clock = std::chrono::steady_clock;

  // `check`, on a thread of its own that begins with `on_thread`: what is wrong with one service, asked on a wire that is gone when
  // the time is over. It may hang; then it is not called for that service again until it has come back.
  using Check = std::function<std::optional<Fault>(const HostedService&, Wire&)>;
  HealthChecks(const std::vector<std::unique_ptr<HostedService>>& services, Check check, std::function<void()> on_thread,
               std::chrono::milliseconds patience = std::chrono::seconds(2));
  ~HealthChecks();
  HealthChecks(const HealthChecks&) = delete;
  HealthChecks& operator=(const HealthChecks&) = delete;

  // Of all services that run. They are asked at once, so that `patience` is all that is waited for. [any-thread]
  std::vector<Fault> faults();

 private:
  // Of one service; it outlives this, since a check that hangs cannot be ended.
  struct Asked {
    std::mutex mutex;
    std::condition_variable changed;
    bool busy = false;
    std::atomic<bool> ends = false;
    Clock::time_point begun{};
    std::optional<Fault> found;
  };
  class TimedWire;
  void ask(const HostedService& service, const std::shared_ptr<Asked>& asked);

  const std::vector<std::unique_ptr<HostedService>>& services_;
  const Check check_;
  const std::function<void()> on_thread_;
  const std::chrono::milliseconds patience_;
  std::vector<std::shared_ptr<Asked>> asked_;  // as services_
};

}  // namespace chitty::host::daemon
