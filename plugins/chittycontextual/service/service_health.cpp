#include "service_health.hpp"

#include <algorithm>
#include <chitty/answers.hpp>
#include <chrono>

#include "own_store.hpp"

namespace chittycontextual {

using namespace chitty;

namespace {

constexpr std::int64_t slow_ms = 1000;

ServiceHealth look_at(Service& service, const std::string& name) {
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = service.ask(name, get("/health"), Service::As::caller);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count();
  ServiceHealth health{name, took > slow_ms ? "degraded" : "healthy", took, "", rfc3339(service.now())};
  // A page that is not there, or not for the caller, is an answer, too; one that this manifest does not name (service.uses) is not asked.
  const bool answers = answer || answer.error().code == Code::not_found || answer.error().code == Code::permission_denied;
  if (!answers) health.status = answer.error().code == Code::plugin_fault ? "unknown" : "down", health.error = answer.error().message;
  return health;
}

}  // namespace

Result<std::vector<ServiceHealth>> look_at_services(Service& service) {
  std::vector<ServiceHealth> all;
  CHITTY_TRY(const auto services, service.scopes_of_services());
  if (!services) return all;
  for (const auto& [name, scopes] : *services)
    if (name != service.name() && name != "chittyd" && !service.cancelled()) all.push_back(look_at(service, std::string(name)));
  const auto holder = holder_of(service);
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(service.store().execute("DELETE FROM contextual_services WHERE holder = :holder", {{"holder", holder}}));
    for (const auto& one : all)
      CHITTY_DO(service.store().insert("contextual_services", {{"holder", holder}, {"service", one.service}, {"status", one.status}, {"latency_ms", one.latency_ms}, {"error", text_or_null(one.error)}, {"checked_at", one.checked_at}}));
    return {};
  }));
  return all;
}

Result<std::vector<ServiceHealth>> known_services(Service& service) {
  std::vector<ServiceHealth> all;
  CHITTY_DO(service.store().each("SELECT service, status, latency_ms, error, checked_at FROM contextual_services WHERE holder = :holder ORDER BY service", {{"holder", holder_of(service)}},
                                 [&](const Row& row) {
                                   all.push_back({text_in(row, "service"), text_in(row, "status"), row.at("latency_ms").as_int64(), text_in(row, "error"), text_in(row, "checked_at")});
                                   return true;
                                 }));
  return all;
}

json::object ecosystem_of(const std::vector<ServiceHealth>& services) {
  const auto many = [&](std::string_view status) { return std::count_if(services.begin(), services.end(), [&](const ServiceHealth& one) { return one.status == status; }); };
  return {{"totalServices", services.size()}, {"healthy", many("healthy")}, {"degraded", many("degraded")}, {"down", many("down")}};
}

json::array anomalies_of(const std::vector<ServiceHealth>& services) {
  json::array anomalies;
  for (const auto& one : services) {
    if (one.status == "down") anomalies.push_back({{"service", one.service}, {"type", "service_down"}, {"severity", "high"}, {"detail", one.error}});
    if (one.status == "degraded") anomalies.push_back({{"service", one.service}, {"type", "high_latency"}, {"severity", "medium"}, {"detail", std::to_string(one.latency_ms) + " ms"}});
  }
  return anomalies;
}

}  // namespace chittycontextual
