#include "policy.hpp"

#include <atomic>
#include <chitty/answers.hpp>

namespace chittygateway {

using namespace chitty;

namespace {

// The daemon asks with the version that it has put in force.
std::atomic<std::uint64_t> in_force{0};

constexpr int turns = 50;
constexpr auto turn = std::chrono::milliseconds(20);

bool wait_until_in_force(Service& service, std::uint64_t version) {
  for (int i = 0; i < turns && in_force < version; ++i)
    if (!service.wait(turn)) break;
  return in_force >= version;
}

json::object route_in_document(const Row& row) {
  json::object route{{"id", row.at("id")}, {"prefix", row.at("prefix")}};
  if (!row.at("service").is_null()) {
    route["service"] = row.at("service");
    return route;
  }
  route["url"] = row.at("url");
  route["timeoutMs"] = row.at("timeout_ms");
  route["retries"] = row.at("retries");
  for (const auto& [name, column] : {std::pair{"keepPrefix", "keep_prefix"}, {"public", "is_public"}, {"allowPrivate", "allow_private"}})
    route[name] = row.at(column) != 0;
  if (!row.at("health_path").is_null()) route["healthPath"] = row.at("health_path");
  route["breaker"] = {{"failures", row.at("breaker_failures")}, {"openMs", row.at("breaker_open_ms")}};
  return route;
}

json::object limit_in_document(const Row& row) {
  json::object limit{{"id", row.at("id")}, {"target", row.at("target")}, {"each", row.at("of_each") != 0}, {"requests", row.at("requests")}, {"periodMs", row.at("period_ms")}, {"burst", row.at("burst")}, {"shadow", row.at("shadow") != 0}, {"whenStoreIsDown", row.at("when_store_is_down")}};
  if (const auto user = text_in(row, "user_id"); !user.empty()) limit["user"] = user;
  return limit;
}

Result<json::array> all_of(Service& service, std::string_view sql, json::object (*shown)(const Row&)) {
  json::array all;
  CHITTY_DO(service.store().each(sql, {}, [&](Row row) {
    all.push_back(shown(row));
    return true;
  }));
  return all;
}

Result<std::uint64_t> version_of(Service& service) {
  CHITTY_TRY(const auto row, service.store().row("SELECT version FROM gateway_policy", {}, "The version of the policy is gone."));
  return static_cast<std::uint64_t>(row.at("version").as_int64());
}

}  // namespace

// The version is read first: what is changed while the rest is read comes again with the next version.
Result<std::optional<json::object>> document(Service& service, std::uint64_t known) {
  in_force = known;
  CHITTY_TRY(const auto version, version_of(service));
  if (version == known) return std::optional<json::object>();
  CHITTY_TRY(auto routes, all_of(service, "SELECT * FROM gateway_routes ORDER BY prefix", route_in_document));
  CHITTY_TRY(auto limits, all_of(service, "SELECT * FROM gateway_limits ORDER BY id", limit_in_document));
  CHITTY_TRY(auto resets, all_of(service, "SELECT subject, epoch FROM gateway_resets ORDER BY subject", [](const Row& row) { return row; }));
  return std::optional(json::object{{"version", version}, {"routes", std::move(routes)}, {"limits", std::move(limits)}, {"resets", std::move(resets)}});
}

Result<json::object> changed(Service& service, const Change& change) {
  std::uint64_t version = 0;
  auto done = service.store().transaction([&]() -> Result<json::object> {
    CHITTY_TRY(auto given, change());
    CHITTY_DO(service.store().execute("UPDATE gateway_policy SET version = version + 1, changed_at = :now", {{"now", rfc3339(service.now())}}));
    CHITTY_TRY(version, version_of(service));
    return given;
  });
  if (done) (*done)["inForce"] = wait_until_in_force(service, version);
  return done;
}

}  // namespace chittygateway
