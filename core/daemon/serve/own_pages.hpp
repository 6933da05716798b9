// What the daemon says of itself: /health and /metrics, and the plain /TYPE/health of services that have no own.
#pragma once

#include "daemon/watch/shared_state.hpp"
#include "daemon/host/hosted_service.hpp"
#include "daemon/serve/readiness.hpp"
#include "daemon/store/store.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace chitty::host::daemon {

inline constexpr std::string_view metrics_scope = "chittyd:metrics";

class OwnPages {
 public:
  OwnPages(const std::vector<std::unique_ptr<HostedService>>& services, Store& store, const SharedState* shared);

  // {"status":"ok","service":"chittyd",…,"services":{…}}; "degraded" when something is not well, "down" when nothing works, and then
  // "faults":[{"part":"store","message":"…"}]. "warnings" are such that are none yet. `tls`: an object to go in, or nothing.
  std::string health(const std::vector<Fault>& faults, std::string_view tls = {}) const;
  static std::string live();    // that somebody answers, and no more
  std::string metrics() const;  // Prometheus' text
  static std::string health_of(const HostedService& service);

  RouteMetrics requests_health, requests_metrics, requests_quotas, requests_refused, requests_forwarded;
  std::atomic<std::int64_t> in_flight{0};

 private:
  const std::vector<std::unique_ptr<HostedService>>& services_;
  Store& store_;
  std::string instance_;
  std::int64_t started_ms_;
  std::uint32_t restarts_;
  std::string health_head_, health_tail_;  // around the time
};

}  // namespace chitty::host::daemon
