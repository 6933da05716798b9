// GET /api/intelligence/consciousness/awareness: what is known, from where, and how fresh it is.
#include <chitty/answers.hpp>
#include <chittycontextual_names.hpp>

#include "own_store.hpp"
#include "service_health.hpp"

namespace chittycontextual::routes {

using namespace chitty;

namespace {

constexpr const char* known_things =
    "SELECT 'memories' AS what, source AS \"from\", COUNT(*) AS count, NULL AS state, MIN(made_at) AS oldest, MAX(made_at) AS newest, NULL AS checked_at"
    " FROM contextual_memories WHERE holder = :holder GROUP BY source"
    " UNION ALL SELECT 'sessions', origin, COUNT(DISTINCT session), NULL, MIN(saved_at), MAX(saved_at), NULL FROM contextual_versions WHERE holder = :holder GROUP BY origin"
    " UNION ALL SELECT 'deletions', kind, COUNT(*), NULL, MIN(removed_at), MAX(removed_at), NULL FROM contextual_removed WHERE holder = :holder GROUP BY kind"
    " UNION ALL SELECT 'changes of a store', replica, seq, NULL, NULL, NULL, synced_at FROM contextual_peers WHERE holder = :holder"
    " UNION ALL SELECT 'health of a service', service, 1, status, NULL, NULL, checked_at FROM contextual_services WHERE holder = :holder"
    " ORDER BY 1, 2";

}  // namespace

Result<Response> awareness(Service& service) {
  json::array known;
  CHITTY_DO(service.store().each(known_things, {{"holder", holder_of(service)}}, [&](const Row& row) { return known.push_back(record_of(row, shapes::known)), true; }));
  CHITTY_TRY(const auto services, known_services(service));
  auto anomalies = anomalies_of(services);
  const auto many = anomalies.size();
  return answer(service, {{"ecosystem", ecosystem_of(services)}, {"anomalies", {{"count", many}, {"details", std::move(anomalies)}}}, {"known", std::move(known)}});
}

}  // namespace chittycontextual::routes
