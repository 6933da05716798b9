// One plugin's service as the daemon hosts it: its code, its routes, and whether it is in order.
#pragma once

#include "daemon/metrics.hpp"
#include "plugin/manifest.hpp"

#include <chitty/error.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chitty::daemon {

// What happens: a running plugin, or a table of functions in a test.
class ServiceCode {
 public:
  virtual ~ServiceCode() = default;
  virtual Result<void> start(chitty_call* call) const = 0;
  virtual Result<void> handle(chitty_call* call) const = 0;  // [any-thread]
};

// A service whose functions are in this process (tests, and the daemon's own).
class TableCode final : public ServiceCode {
 public:
  explicit TableCode(const chitty_service& table) : table_(table) {}
  Result<void> start(chitty_call* call) const override;
  Result<void> handle(chitty_call* call) const override;

 private:
  const chitty_service& table_;
};

struct HostedService;

struct HostedRoute {
  ServiceRoute declared;
  std::vector<std::string> segments;  // of the path, "{name}" as it is
  const HostedService* service = nullptr;
  std::string label;  // "GET /api/info/{id}", in metrics and the access log
  mutable RouteMetrics metrics;
};

struct HostedService {
  std::string name, version, sha256;  // of the plugin's file
  unsigned number = 0;                // on the supervisor's board; 0 is nobody
  std::unique_ptr<ServiceCode> code;
  std::deque<HostedRoute> routes;  // most specific first; never moved
  std::vector<Migration> migrations;
  std::vector<std::string> roles;
  std::optional<Error> out_of_order;  // why it answers 503
  bool quarantined = false;

  void add_routes(const std::vector<ServiceRoute>& declared);
};

}  // namespace chitty::daemon
