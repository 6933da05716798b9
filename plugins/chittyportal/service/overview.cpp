// GET /page/overview: what the page shows, in one answer. GET /v1/stats: its numbers.
#include <chittyportal_names.hpp>

#include "answering.hpp"
#include "numbers.hpp"
#include "session.hpp"
#include "traffic.hpp"

namespace chittyportal::routes {

using namespace chitty;

namespace {

json::array shown(const std::vector<ServiceHealth>& all) {
  json::array list;
  for (const auto& one : all)
    list.push_back(json::object{{"name", one.name}, {"state", one.state}, {"version", one.version}, {"message", one.message}, {"history", one.history}});
  return list;
}

Result<Response> overview(Service& service, const std::string& period) {
  CHITTY_TRY(const auto session, session_of(service));
  CHITTY_TRY(const auto health, health_of_all(service));
  CHITTY_TRY(auto all, numbers(service, health, session.is_admin()));
  json::object whole{{"now", service.now()},
                     {"me", json::object{{"subject", session.subject}, {"admin", session.is_admin()}, {"endsAt", session.ends_at}}},
                     {"services", shown(health)},
                     {"slotMs", slot_ms},
                     {"numbers", std::move(all)},
                     {"traffic", nullptr},
                     {"evidence", nullptr}};
  if (auto drawn = traffic_to_draw(service, period)) whole["traffic"] = std::move(*drawn);
  else if (drawn.error().code != Code::not_found && drawn.error().code != Code::unreachable) return drawn.error();
  if (!session.is_admin()) return page_answer(whole);
  CHITTY_TRY(auto pieces, evidence(service));
  if (pieces) whole["evidence"] = std::move(*pieces);
  return page_answer(whole);
}

}  // namespace

Result<Response> page_overview(Service& service) {
  return answering([&] { return overview(service, service.query("period")); });
}

Result<Response> stats(Service& service) {
  CHITTY_TRY(const auto health, health_of_all(service));
  bool everybodys = service.caller().owner;
  for (const auto& scope : service.caller().scopes)
    everybodys = everybodys || scope == "admin:*" || scope == "chittyportal:admin" || scope == "chittyportal:*";
  CHITTY_TRY(auto all, numbers(service, health, everybodys));
  return answer(service, {{"numbers", std::move(all)}});
}

}  // namespace chittyportal::routes
