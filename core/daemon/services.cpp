#include "daemon/services.hpp"

#include "base/time.hpp"
#include "daemon/host_tables.hpp"
#include "daemon/migrations.hpp"
#include "plugin/catalogue.hpp"
#include "plugin/running.hpp"

#include <algorithm>
#include <set>

namespace chitty::daemon {
namespace {

class PluginCode final : public ServiceCode {
 public:
  explicit PluginCode(RunningPlugin plugin) : plugin_(std::move(plugin)) {}
  Result<void> start(chitty_call* call) const override { return plugin_.start(call); }
  Result<void> handle(chitty_call* call) const override { return plugin_.handle(call); }
  bool has_identity() const override { return plugin_.has_identity(); }
  Result<std::string> check_token(chitty_call* call, std::string_view token) const override { return plugin_.check_token(call, token); }
  Result<void> tokens_used(chitty_call* call, std::string_view uses) const override { return plugin_.tokens_used(call, uses); }

 private:
  RunningPlugin plugin_;
};

void out_of_order(HostedService& service, const Error& why, Log& log) {
  service.out_of_order = make_error(Code::configuration, "The service " + service.name + " is out of order: " + why.message, why.hint);
  log.error(service.out_of_order->message);
}

void quarantine(HostedService& service, const Board::Quarantine& facts, Log& log) {
  service.quarantined = true;
  out_of_order(service,
               make_error(Code::configuration,
                          "it crashed " + std::to_string(facts.crashes) + " times within a minute, since " + rfc3339(facts.since_ms) + ".",
                          "Restart chittyd to try it again, or install another version of the plugin."),
               log);
}

Result<void> open_code(HostedService& service, const CatalogueRow& row, const Manifest& manifest) {
  auto plugin = RunningPlugin::open(row, manifest, host_for_services());
  if (!plugin) return plugin.error();
  if (!plugin->has_service())
    return make_error(Code::plugin_fault, "the plugin declares a service and has none.", "Install another version of the plugin.");
  if (service.has_role("identity") && !plugin->has_identity())
    return make_error(Code::plugin_fault, "the plugin declares the role identity and does not offer " CHITTY_EXT_IDENTITY ".",
                      "Install another version of the plugin.");
  service.code = std::make_unique<PluginCode>(std::move(*plugin));
  return {};
}

}  // namespace

void bring_up(HostedService& service, const ServiceWorld& world, Log& log) {
  auto session = world.store.lend(service.name);
  if (!session) return out_of_order(service, session.error(), log);
  auto migrated = migrate(**session, service.name, service.migrations);
  session->reset();
  if (!migrated) return out_of_order(service, migrated.error(), log);
  if (*migrated > 0) log.info(service.name + ": " + std::to_string(*migrated) + " migrations applied");
  ServiceCall call(world, service);
  if (auto started = service.code->start(call.handle()); !started) out_of_order(service, started.error(), log);
}

Services open_services(const Paths& paths, const ServiceWorld& world, Board* board, Log& log) {
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
    if (!manifest || !manifest->service || !seen.insert(manifest->name).second) continue;
    auto& service = *services.emplace_back(std::make_unique<HostedService>());
    service.name = manifest->name, service.version = manifest->version, service.sha256 = row.sha256;
    service.migrations = manifest->service->migrations, service.roles = manifest->service->roles;
    service.how_to = manifest->service->how_to;
    service.add_routes(manifest->service->routes);
    service.add_peers(manifest->service->uses);
    if (board) service.number = board->add_service(service.name, service.sha256);
    if (const auto* facts = board ? board->find_quarantine(service.name, service.sha256) : nullptr) {
      quarantine(service, *facts, log);
      continue;
    }
    const InService here(service.number);
    if (auto opened = open_code(service, row, *manifest); !opened) out_of_order(service, opened.error(), log);
    else bring_up(service, world, log);
  }
  std::sort(services.begin(), services.end(), [](const auto& a, const auto& b) { return a->name < b->name; });
  return services;
}

}  // namespace chitty::daemon
