// How the services of this ChittyOS are, when somebody last asked.
#pragma once

#include <chitty/service.hpp>

namespace chittycontextual {

struct ServiceHealth {
  std::string service, status;  // healthy; degraded: slower than a second; down; unknown: not asked
  std::int64_t latency_ms = 0;
  std::string error, checked_at;
};

// Each is asked for its /health, one after the other, and what it says is kept as the caller's. Not within a transaction.
chitty::Result<std::vector<ServiceHealth>> look_at_services(chitty::Service& service);
chitty::Result<std::vector<ServiceHealth>> known_services(chitty::Service& service);

// {"totalServices", "healthy", "degraded", "down"}; [{"service", "type": "high_latency" | "service_down", "severity", "detail"}].
chitty::json::object ecosystem_of(const std::vector<ServiceHealth>& services);
chitty::json::array anomalies_of(const std::vector<ServiceHealth>& services);

}  // namespace chittycontextual
