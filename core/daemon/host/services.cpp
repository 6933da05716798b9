#include "daemon/host/services.hpp"

#include "base/time.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/migrations_anew.hpp"
#include "daemon/watch/code_owner.hpp"
#include "plugin/catalogue.hpp"
#include "plugin/running.hpp"

#include <algorithm>
#include <set>

namespace chitty::host::daemon {
namespace {

class PluginCode final : public ServiceCode {
 public:
  explicit PluginCode(RunningPlugin plugin) : plugin_(std::move(plugin)) {}
  Result<void> start(chitty_call* call) const override { return plugin_.start(call); }
  Result<void> handle(chitty_call* call) const override { return plugin_.handle(call); }
  bool has_tend() const override { return plugin_.has_tend(); }
  Result<std::uint64_t> tend(chitty_call* call) const override { return plugin_.tend(call); }
  bool has_identity() const override { return plugin_.has_identity(); }
  Result<std::string> check_token(chitty_call* call, std::string_view token) const override { return plugin_.check_token(call, token); }
  Result<void> tokens_used(chitty_call* call, std::string_view uses) const override { return plugin_.tokens_used(call, uses); }
  bool has_event_log() const override { return plugin_.has_event_log(); }
  Result<void> take_events(chitty_call* call, std::string_view events) const override { return plugin_.take_events(call, events); }
  bool has_policy() const override { return plugin_.has_policy(); }
  Result<std::string> policy(chitty_call* call, std::uint64_t known) const override { return plugin_.policy(call, known); }
  Result<void> measured(chitty_call* call, std::string_view sums) const override { return plugin_.measured(call, sums); }

 private:
  RunningPlugin plugin_;
};

// What the supervisor sees of a start: that it lasts. Migrations take what time they need.
class Starting {
 public:
  Starting(SharedState* shared, unsigned service) : shared_(shared) {
    if (shared_) {
      shared_->starting = service;
      shared_->starting_since = SharedState::life_ms();
    }
  }
  ~Starting() {
    if (shared_) shared_->starting_since = 0;
  }
  Starting(const Starting&) = delete;
  Starting& operator=(const Starting&) = delete;

 private:
  SharedState* shared_;
};

void out_of_order(HostedService& service, const Error& why, Log& log) {
  service.out_of_order = make_error(Code::configuration, "The service " + service.name + " is unavailable: " + why.message, why.hint);
  log.error(service.out_of_order->message);
}

void quarantine(HostedService& service, const SharedState::Quarantine& facts, Log& log) {
  service.quarantined = true;
  out_of_order(service,
               make_error(Code::configuration, facts.never_started ? "its start did not end, at " + rfc3339(facts.since_ms) + "." : "it crashed " + std::to_string(facts.crashes) + " times within a minute, since " + rfc3339(facts.since_ms) + ".",
                          "Restart chittyd to try it again, or install another version of the plugin."),
               log);
}

Result<void> open_code(HostedService& service, const CatalogueRow& row, const Manifest& manifest) {
  auto plugin = RunningPlugin::open(row, manifest, host_for_services());
  if (!plugin) return plugin.error();
  if (!plugin->has_service())
    return make_error(Code::plugin_fault, "the plugin declares a service but has none.", "Install another version of the plugin.");
  const char* missing = service.has_role("identity") && !plugin->has_identity()  ? CHITTY_EXT_IDENTITY
                        : service.has_role("events") && !plugin->has_event_log() ? CHITTY_EXT_EVENT_LOG
                        : service.has_role("policy") && !plugin->has_policy()    ? CHITTY_EXT_POLICY
                                                                                 : nullptr;
  if (missing)
    return make_error(Code::plugin_fault, "the plugin declares a role and does not offer " + std::string(missing) + ", which belongs to it.",
                      "Install another version of the plugin.");
  service.code = std::make_unique<PluginCode>(std::move(*plugin));
  return {};
}

}  // namespace

void bring_up(HostedService& service, const ServiceWorld& world, Log& log, SharedState* shared) {
  auto connection = world.store.lend(service.name);
  if (!connection) return out_of_order(service, connection.error(), log);
  const bool developed = service.name == world.developed;
  auto migrated = developed ? migrate_anew(**connection, service.name, service.migrations, service.migrated)
                            : migrate(**connection, service.name, service.migrations);
  connection->reset();
  if (!migrated) return out_of_order(service, migrated.error(), log);
  if (*migrated > 0) log.info(service.name + ": " + std::to_string(*migrated) + " migrations applied");
  ServiceCall call(world, service);
  const Starting starting(shared, service.number);
  if (auto started = service.code->start(call.handle()); !started) out_of_order(service, started.error(), log);
}

namespace {

bool is_enabled(const ServiceWorld& world, const std::string& name) {
  return world.enabled.empty() || std::find(world.enabled.begin(), world.enabled.end(), name) != world.enabled.end();
}

}  // namespace

Services open_services(const Paths& paths, const ServiceWorld& world, SharedState* shared, Log& log) {
  Services services;
  std::set<std::string> seen;
  // Every file is read again: an index that nobody has refreshed would put a replaced plugin out of order.
  const Catalogue catalogue = Catalogue::rebuild(paths);
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const CatalogueRow row = catalogue.row(i);
    if (!row.reason.empty()) {
      log.warn("the plugin " + std::string(row.path) + " is refused: " + std::string(row.reason));
      continue;
    }
    auto manifest = parse_manifest(row.manifest);
    if (!manifest || !manifest->service || !seen.insert(manifest->name).second || !is_enabled(world, manifest->name)) continue;
    auto& service = *services.emplace_back(std::make_unique<HostedService>());
    service.name = manifest->name;
    service.version = manifest->version;
    service.sha256 = row.sha256;
    service.migrations = manifest->service->migrations;
    service.roles = manifest->service->roles;
    service.how_to = manifest->service->how_to;
    service.add_routes(manifest->service->routes);
    service.add_peers(manifest->service->uses);
    const auto* set = world.quotas.if_contains(service.name);
    service.add_quotas(manifest->service->quotas, set && set->is_object() ? set->get_object() : json::object());
    if (shared) service.number = shared->add_service(service.name, service.sha256);
    if (!manifest->service->settings.empty()) {
      const auto* own = world.settings.if_contains(service.name);
      auto settled = settled_settings(service.name, manifest->service->settings, own && own->is_object() ? own->get_object() : json::object(), world.resolve_secret);
      if (!settled) {
        out_of_order(service, settled.error(), log);
        continue;
      }
      service.settings = std::move(*settled);
    }
    if (const auto* facts = shared ? shared->find_quarantine(service.name, service.sha256) : nullptr) {
      quarantine(service, *facts, log);
      continue;
    }
    const InService here(service.number);
    if (auto fits = service.compile_shapes(manifest->shapes); !fits) {
      out_of_order(service, fits.error(), log);
      continue;
    }
    note_new_code(0);  // what is here already is not this plugin's
    auto opened = [&] {
      const Starting starting(shared, service.number);
      return open_code(service, row, *manifest);
    }();
    note_new_code(service.number);
    if (!opened) out_of_order(service, opened.error(), log);
    else bring_up(service, world, log, shared);
  }
  std::sort(services.begin(), services.end(), [](const auto& a, const auto& b) { return a->name < b->name; });
  return services;
}

}  // namespace chitty::host::daemon
