// One plugin's service as the daemon hosts it: its code, its routes, and whether it is in order.
#pragma once

#include "daemon/wire/known_caller.hpp"
#include "daemon/wire/service_id.hpp"
#include "daemon/watch/metrics.hpp"
#include "manifest/manifest.hpp"

#include <chitty/error.hpp>
#include <chitty/route_shape.hpp>

#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chitty::host::daemon {

// What happens: a running plugin, or a table of functions in a test.
class ServiceCode {
 public:
  virtual ~ServiceCode() = default;
  virtual Result<void> start(chitty_call* call) const = 0;
  virtual Result<void> handle(chitty_call* call) const = 0;  // [any-thread]

  // What it does without being asked; after how many milliseconds again, 0: as the host likes. [one thread]
  virtual bool has_tend() const { return false; }
  virtual Result<std::uint64_t> tend(chitty_call* call) const;

  // Of the role identity (plugin.h, chitty.identity/1): the caller as JSON text. [any-thread]
  virtual bool has_identity() const { return false; }
  virtual Result<std::string> check_token(chitty_call* call, std::string_view token) const;
  virtual Result<void> tokens_used(chitty_call* call, std::string_view uses) const;

  // Of the role events (plugin.h, chitty.event-log/1): keeps them, a JSON array, in the call's transaction. [any-thread]
  virtual bool has_event_log() const { return false; }
  virtual Result<void> take_events(chitty_call* call, std::string_view events) const;

  // Of the role policy (plugin.h, chitty.policy/1): the document in force as JSON text, empty when its version is `known`; and
  // being told of requests. [any-thread]
  virtual bool has_policy() const { return false; }
  virtual Result<std::string> policy(chitty_call* call, std::uint64_t known) const;
  virtual Result<void> measured(chitty_call* call, std::string_view sums) const;
};

// A service whose functions are in this process (tests, and the daemon's own).
class TableCode final : public ServiceCode {
 public:
  explicit TableCode(const chitty_service& table) : table_(table) {}
  Result<void> start(chitty_call* call) const override;
  Result<void> handle(chitty_call* call) const override;
  bool has_tend() const override;
  Result<std::uint64_t> tend(chitty_call* call) const override;

 private:
  const chitty_service& table_;
};

// From then on a `tend` that runs is told as one that hangs.
inline constexpr std::chrono::milliseconds tend_patience = std::chrono::minutes(5);

struct HostedService;

struct HostedRoute {
  ServiceRoute declared;
  std::vector<std::string> segments;  // of the path, "{name}" as it is
  const HostedService* service = nullptr;
  RouteShape shape;   // what it takes and gives; nothing until compile_shapes
  std::string label;  // "GET /api/info/{id}", in metrics and the access log
  mutable RouteMetrics metrics;
};

struct HostedService : ServiceId {
  std::string version, sha256;  // of the plugin's file
  std::unique_ptr<ServiceCode> code;
  std::deque<HostedRoute> routes;  // most specific first; never moved
  std::vector<Migration> migrations;
  std::vector<Quota> quotas;  // `most` as the operator has it
  json::object settings;      // as the operator has them: a member for each that it declares, null where nothing is set
  std::vector<std::string> roles;
  HowTo how_to;                         // of the role identity
  std::map<std::string, Caller> peers;  // other services that it asks as itself, by type, and who it is there
  std::optional<Error> out_of_order;    // why it answers 503
  bool quarantined = false;
  mutable std::atomic<std::int64_t> tending_since{0};  // SharedState::life_ms of its `tend` that runs; 0: none does
  std::string migrated;                                // while it is developed: what this start did to its migrations, "1 undone, 2 applied"

  bool has_role(std::string_view role) const;
  std::chrono::milliseconds tends_for() const;  // for how long its `tend` has run; 0: it does not
  void add_routes(const std::vector<ServiceRoute>& declared);
  // What its routes take and give, by `$defs` of the manifest. CONFIGURATION when a schema is none: the first such.
  Result<void> compile_shapes(const json::object& shapes);
  // Those that it declares, as `set` has them by kind: how many, 0 any number.
  void add_quotas(const std::vector<Quota>& declared, const json::object& set);
  const Quota* quota(std::string_view kind) const;
  void add_peers(const std::vector<UsedService>& uses);  // when the name is there
};

}  // namespace chitty::host::daemon
