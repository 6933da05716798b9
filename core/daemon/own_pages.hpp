// What the daemon says of itself: /health and /metrics, and the plain /TYPE/health of services that have no own.
#pragma once

#include "daemon/board.hpp"
#include "daemon/hosted_service.hpp"
#include "daemon/store.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace chitty::daemon {

class OwnPages {
 public:
  OwnPages(const std::vector<std::unique_ptr<HostedService>>& services, Store& store, const Board* board);

  std::string health() const;   // {"status":"ok","service":"chittyd",…,"services":{…}}
  std::string metrics() const;  // Prometheus' text
  static std::string health_of(const HostedService& service);

  RouteMetrics requests_health, requests_metrics, requests_refused;
  std::atomic<std::int64_t> in_flight{0};

 private:
  const std::vector<std::unique_ptr<HostedService>>& services_;
  Store& store_;
  std::string instance_;
  std::int64_t started_ms_;
  std::uint32_t restarts_;
  std::string health_head_, health_tail_;  // around the time
};

}  // namespace chitty::daemon
