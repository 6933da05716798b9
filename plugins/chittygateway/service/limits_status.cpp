// GET /limits, POST /limits/reset: what is left, and a fresh start.
#include <chitty/answers.hpp>
#include <chittygateway_names.hpp>

#include "limit_state.hpp"
#include "policy.hpp"

namespace chittygateway::routes {

using namespace chitty;

namespace {

constexpr std::int64_t most_shown = 100;           // of those who have a limit for themselves
constexpr std::int64_t kept = 110LL * 86'400'000;  // a fresh start: until all that was counted before it is whole again

Result<Rows> all_limits(Service& service) { return service.store().query("SELECT * FROM gateway_limits ORDER BY target, user_id, of_each"); }

}  // namespace

Result<Response> limits_status(Service& service) {
  CHITTY_TRY(const auto limits, all_limits(service));
  json::array all;
  bool truncated = false;
  for (const auto& limit : limits) {
    CHITTY_TRY(const auto states, states_of(service, limit, most_shown));
    truncated = truncated || static_cast<std::int64_t>(states.size()) == most_shown;
    if (states.empty()) all.push_back(shown_with_state(limit, nullptr, service.now()));
    for (const auto& state : states) all.push_back(shown_with_state(limit, &state, service.now()));
  }
  return answer(service, {{"limits", std::move(all)}, {"truncated", truncated}});
}

Result<Response> reset_limits(Service& service, const ResetLimits& given) {
  const auto& subject = given.body.subject;
  std::int64_t used = 0, count = 0;
  CHITTY_TRY(const auto limits, all_limits(service));
  for (const auto& limit : limits) {
    CHITTY_TRY(const auto states, states_of(service, limit, 100'000));
    for (const auto& state : states) {
      const auto whose = text_in(state, "subject");
      if (whose != subject && !(text_in(limit, "target") == subject)) continue;
      ++count;
      used += shown_with_state(limit, &state, service.now()).at("used").as_int64();
    }
  }
  const auto reset = [&]() -> Result<json::object> {
    const auto now = service.now();
    CHITTY_DO(service.store().execute(
        "INSERT INTO gateway_resets (subject, epoch, reset_at) VALUES (:subject, 1, :now)"
        " ON CONFLICT (subject) DO UPDATE SET epoch = gateway_resets.epoch + 1, reset_at = excluded.reset_at",
        {{"subject", subject}, {"now", rfc3339(now)}}));
    CHITTY_DO(service.store().execute("DELETE FROM gateway_resets WHERE reset_at < :old", {{"old", rfc3339(now - kept)}}));
    CHITTY_DO(service.event("limit.reset", subject, {{"limits", count}, {"usedBefore", used}}));
    return json::object{{"subject", subject}, {"limits", count}, {"usedBefore", used}};
  };
  CHITTY_TRY(auto done, changed(service, reset));
  return answer(service, std::move(done));
}

}  // namespace chittygateway::routes
