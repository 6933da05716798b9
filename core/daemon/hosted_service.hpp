// One plugin's service as the daemon hosts it: its code, its routes, and whether it is in order.
#pragma once

#include "daemon/known_caller.hpp"
#include "daemon/metrics.hpp"
#include "plugin/manifest.hpp"

#include <chitty/error.hpp>

#include <deque>
#include <map>
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

  // Of the role identity (plugin.h, chitty.identity/1): the caller as JSON text. [any-thread]
  virtual bool has_identity() const { return false; }
  virtual Result<std::string> check_token(chitty_call* call, std::string_view token) const;
  virtual Result<void> tokens_used(chitty_call* call, std::string_view uses) const;
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
  HowTo how_to;                         // of the role identity
  std::map<std::string, Caller> peers;  // other services that it asks as itself, by type, and who it is there
  std::optional<Error> out_of_order;  // why it answers 503
  bool quarantined = false;

  bool has_role(std::string_view role) const;
  void add_routes(const std::vector<ServiceRoute>& declared);
  void add_peers(const std::vector<UsedService>& uses);  // when the name is there
};

}  // namespace chitty::daemon
