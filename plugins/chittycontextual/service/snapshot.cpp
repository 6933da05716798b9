// POST /api/intelligence/consciousness/snapshot: the services here are looked at, and sessions that were saved from them are brought up
// to date.
#include <chitty/answers.hpp>
#include <chittycontextual_names.hpp>

#include "saving.hpp"
#include "service_health.hpp"

namespace chittycontextual::routes {

using namespace chitty;

namespace {

constexpr std::int64_t most_sessions = 100;  // of one request, the last saved first

json::object refresh(Service& service, const std::string& session, const std::string& origin) {
  json::object told{{"what", "session " + session}, {"outcome", "unchanged"}, {"added", 0}, {"removed", 0}, {"known", 1}, {"detail", origin}};
  auto state = ask_one(service, origin, session);
  auto saved = state ? save(service, session, {*std::move(state), origin, "", "", {}, false}) : Result<json::object>(state.error());
  if (saved && saved->at("created").as_bool()) told["outcome"] = "saved anew", told["added"] = 1;
  if (!saved) told["outcome"] = saved.error().code == Code::not_found ? "kept: gone there" : "not asked", told["detail"] = origin + ": " + saved.error().message;
  return told;
}

}  // namespace

Result<Response> snapshot(Service& service) {
  CHITTY_TRY(const auto services, look_at_services(service));
  json::array synced, listed;
  for (const auto& one : services) {
    listed.push_back({{"name", one.service}, {"status", one.status}, {"latency", one.latency_ms}, {"lastCheck", one.checked_at}, {"error", text_or_null(one.error)}});
    synced.push_back({{"what", "service " + one.service}, {"outcome", one.status}, {"added", 0}, {"removed", 0}, {"known", 1}, {"detail", text_or_null(one.error)}});
  }
  CHITTY_TRY(const auto sessions, service.store().query("SELECT session, MAX(id) AS last, MIN(origin) AS origin FROM contextual_versions WHERE holder = :holder AND origin <> 'file'"
                                                        " GROUP BY session ORDER BY last DESC LIMIT :most",
                                                        {{"holder", holder_of(service)}, {"most", most_sessions}}));
  for (const auto& row : sessions)
    if (has_sessions(text_in(row, "origin")) && !service.cancelled()) synced.push_back(refresh(service, text_in(row, "session"), text_in(row, "origin")));
  const auto ecosystem = ecosystem_of(services);
  return answer(service, {{"snapshot", {{"timestamp", rfc3339(service.now())}, {"services", std::move(listed)}, {"overall", {{"healthy", ecosystem.at("healthy")}, {"degraded", ecosystem.at("degraded")}, {"down", ecosystem.at("down")}}}}}, {"anomalies", anomalies_of(services)}, {"synced", std::move(synced)}});
}

}  // namespace chittycontextual::routes
