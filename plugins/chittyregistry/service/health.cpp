// What probes found: raw results, and what they amount to.
#include <algorithm>
#include <chitty/answers.hpp>
#include <chittyregistry_names.hpp>

#include "../health_rule.hpp"
#include "entries.hpp"
#include "lookup_cache.hpp"
#include "own_services.hpp"

namespace chittyregistry::routes {

using namespace chitty;

namespace {

constexpr std::int64_t kept_of_each = 100;

// A result with the service that it is about.
struct Told {
  const HealthCheck::Body::Results* result;
  Row entry;
  HealthState before;
  bool suspect = false;
};

std::int64_t number_in(const Row& row, std::string_view column) { return row.at(column).is_null() ? 0 : row.at(column).as_int64(); }

Result<HealthState> state_of(Service& service, const Row& entry) {
  CHITTY_TRY(const auto row, service.store().find("SELECT state, good, bad, rule FROM registry_health WHERE entry = :entry", {{"entry", entry.at("number")}}));
  if (!row) return HealthState();
  return HealthState{text_in(*row, "state"), number_in(*row, "good"), number_in(*row, "bad"), text_in(*row, "rule")};
}

Result<void> keep_result(Service& service, const Told& told) {
  const auto& result = *told.result;
  CHITTY_TRY(const auto kept, service.store().row(
                                  "INSERT INTO registry_probes (entry, number, at, outcome, status, duration_ms, reason, suspect, prober)"
                                  " SELECT CAST(:entry AS BIGINT), COALESCE(MAX(number), 0) + 1, CAST(:at AS TEXT), CAST(:outcome AS TEXT), CAST(:status AS BIGINT), CAST(:took AS BIGINT),"
                                  " CAST(:reason AS TEXT), CAST(:suspect AS BIGINT), CAST(:prober AS TEXT) FROM registry_probes WHERE entry = :entry RETURNING number",
                                  {{"entry", told.entry.at("number")}, {"at", rfc3339(service.now())}, {"outcome", result.outcome}, {"status", result.status ? json::value(*result.status) : json::value(nullptr)}, {"took", result.durationMs}, {"reason", text_or_null(result.reason)}, {"suspect", told.suspect ? 1 : 0}, {"prober", service.caller().subject}},
                                  "The result was not kept."));
  const auto number = number_in(kept, "number");
  if (number <= kept_of_each) return {};
  CHITTY_DO(service.store().execute("DELETE FROM registry_probes WHERE entry = :entry AND number <= :old", {{"entry", told.entry.at("number")}, {"old", number - kept_of_each}}));
  return {};
}

// The state after it; what it was when the result is suspect.
Result<HealthState> take(Service& service, const Told& told) {
  CHITTY_DO(keep_result(service, told));
  if (told.suspect) return told.before;
  const auto& result = *told.result;
  const auto now = rfc3339(service.now());
  auto state = after(told.before, result.outcome);
  const bool flipped = state.state != told.before.state;
  CHITTY_DO(service.store().execute(
      "INSERT INTO registry_health (entry, state, since, rule, good, bad, checked_at, error, reported_version)"
      " VALUES (:entry, :state, :now, :rule, :good, :bad, :now, :error, :version)"
      " ON CONFLICT (entry) DO UPDATE SET state = excluded.state, since = CASE WHEN registry_health.state = excluded.state THEN registry_health.since ELSE excluded.since END,"
      " rule = excluded.rule, good = excluded.good, bad = excluded.bad, checked_at = excluded.checked_at, error = excluded.error,"
      " reported_version = COALESCE(excluded.reported_version, registry_health.reported_version)",
      {{"entry", told.entry.at("number")}, {"state", state.state}, {"now", now}, {"rule", state.rule}, {"good", state.good}, {"bad", state.bad}, {"error", text_or_null(result.reason)}, {"version", text_or_null(result.version)}}));
  if (flipped)
    CHITTY_DO(service.event("registry.health_changed", text_in(told.entry, "id"), {{"name", told.entry.at("name")}, {"from", told.before.state}, {"to", state.state}, {"rule", state.rule}}));
  return state;
}

Result<std::vector<Told>> all_told(Service& service, const HealthCheck::Body& body) {
  std::vector<Told> all;
  CHITTY_TRY(const auto own, own_names(service));
  for (const auto& result : body.results) {
    CHITTY_TRY(auto entry, find_service(service, result.service, own));
    CHITTY_TRY(auto before, state_of(service, entry));
    all.push_back({&result, std::move(entry), std::move(before)});
  }
  return all;
}

// Marks those that say more about whoever asked than about who was asked.
bool mark_suspects(std::vector<Told>& all) {
  const auto were_well = std::count_if(all.begin(), all.end(), [](const Told& told) { return told.before.state == healthy || told.before.state == unknown; });
  const auto lost = [](const Told& told) { return (told.before.state == healthy || told.before.state == unknown) && told.result->outcome == unreachable; };
  if (!blames_the_prober(were_well, std::count_if(all.begin(), all.end(), lost))) return false;
  for (auto& told : all) told.suspect = lost(told);
  return true;
}

}  // namespace

Result<Response> health_check(Service& service, const HealthCheck& given) {
  CHITTY_DO(take_in_own(service));
  CHITTY_TRY(auto all, all_told(service, given.body));
  const bool suspect = mark_suspects(all);
  const auto services = service.store().transaction([&]() -> Result<json::array> {
    json::array shown_ones;
    for (const auto& told : all) {
      CHITTY_TRY(const auto state, take(service, told));
      shown_ones.push_back({{"name", told.entry.at("name")}, {"outcome", told.result->outcome}, {"health", state.state}, {"suspect", told.suspect}});
    }
    if (suspect) CHITTY_DO(service.event("registry.prober_suspected", service.caller().subject, {{"services", all.size()}}));
    return shown_ones;
  });
  if (!services) return services.error();
  forget_lookups();
  const auto count = [&](std::string_view outcome) { return std::count_if(all.begin(), all.end(), [&](const Told& told) { return told.result->outcome == outcome; }); };
  return answer(service, {{"services", *services}, {"checked", all.size()}, {"healthy", count(healthy)}, {"unhealthy", count(unhealthy)}, {"unreachable", count(unreachable)}, {"suspect", suspect}});
}

Result<Response> health_history(Service& service, const HealthHistory& given) {
  CHITTY_TRY(const auto entry, find_entry(service, kinds::service, given.path.name));
  CHITTY_TRY(const auto state, state_of(service, entry));
  CHITTY_TRY(const auto facts, service.store().find("SELECT since, checked_at FROM registry_health WHERE entry = :entry", {{"entry", entry.at("number")}}));
  CHITTY_TRY(auto rows, service.store().query("SELECT at, outcome, status, duration_ms AS \"durationMs\", reason, suspect, prober FROM registry_probes WHERE entry = :entry ORDER BY number DESC LIMIT :limit",
                                              {{"entry", entry.at("number")}, {"limit", given.query.limit}}));
  json::array results;
  for (auto& row : rows) {
    row["suspect"] = number_in(row, "suspect") == 1;
    results.push_back(std::move(row));
  }
  return answer(service, {{"name", entry.at("name")},
                          {"health", state.state},
                          {"since", facts ? facts->at("since") : json::value(nullptr)},
                          {"rule", text_or_null(state.rule)},
                          {"wouldChange", what_would_change(state)},
                          {"results", std::move(results)}});
}

}  // namespace chittyregistry::routes
