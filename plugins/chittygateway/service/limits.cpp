// PUT, DELETE /limits: which limits there are.
#include <chitty/answers.hpp>
#include <chittygateway_names.hpp>

#include "../prefix.hpp"
#include "../rate.hpp"
#include "limit_state.hpp"
#include "policy.hpp"

namespace chittygateway::routes {

using namespace chitty;

namespace {

constexpr std::int64_t most_limits = 1000, most_days = 100;

// A service's name, a path in its one form, or "*".
Result<std::string> target_of(const std::string& text) {
  if (text.front() == '/') return prefix_of(text);
  if (text == "*" || text.find_first_of(" \t/?#%") == text.npos) return text;
  return make_error(Code::invalid_argument, "'" + text.substr(0, 100) + "' is not a service, a path or '*'",
                    "Write a service's name, a path such as /api/verify, or '*'");
}

Result<std::optional<Row>> limit_at(Service& service, const std::string& target, const std::string& user, bool each) {
  return service.store().find("SELECT * FROM gateway_limits WHERE target = :target AND user_id = :user AND of_each = :each",
                              {{"target", target}, {"user", user}, {"each", each ? 1 : 0}});
}

// A burst of one is some time until the next; of all, that many times.
Result<std::int64_t> burst_of(const Rate& rate, const std::optional<std::int64_t>& asked) {
  const auto burst = asked.value_or(rate.requests);
  const auto days = static_cast<double>(burst) / static_cast<double>(rate.requests) * static_cast<double>(rate.period_ms) / 86'400'000;
  if (days > static_cast<double>(most_days))
    return make_error(Code::invalid_argument, "invalid value '" + std::to_string(burst) + "' for '--burst': it would take more than " + std::to_string(most_days) + " days until all of it is back", "Allow fewer at once.");
  return burst;
}

}  // namespace

Result<Response> set_limit(Service& service, const SetLimit& given) {
  const auto& body = given.body;
  CHITTY_TRY(const auto target, target_of(body.target));
  CHITTY_TRY(const auto rate, rate_of(body.rate));
  CHITTY_TRY(const auto burst, burst_of(rate, body.burst));
  if (body.each && !body.user.empty())
    return make_error(Code::invalid_argument, "'--each' and '--user' exclude each other", "Leave one of them out.");
  CHITTY_TRY(const auto id, new_id(service, "lim_"));
  const auto set = [&]() -> Result<json::object> {
    CHITTY_TRY(const auto old, limit_at(service, target, body.user, body.each));
    CHITTY_TRY(const auto count, service.store().row("SELECT COUNT(*) AS n FROM gateway_limits", {}, ""));
    if (!old && count.at("n").as_int64() >= most_limits)
      return make_error(Code::conflict, "There are " + std::to_string(most_limits) + " limits, which is as many as there may be.",
                        "Remove one; list them: chitty gateway limits status");
    const auto kept_id = old ? text_in(*old, "id") : id;
    CHITTY_DO(service.store().execute("DELETE FROM gateway_limits WHERE id = :id", {{"id", kept_id}}));
    const Row row{{"id", kept_id}, {"target", target}, {"user_id", body.user}, {"of_each", body.each ? 1 : 0}, {"rate", rate.text()}, {"requests", rate.requests}, {"period_ms", rate.period_ms}, {"burst", burst}, {"shadow", body.shadow ? 1 : 0}, {"when_store_is_down", body.whenStoreIsDown}, {"created_by", service.caller().subject}, {"created_at", rfc3339(service.now())}};
    CHITTY_DO(service.store().insert("gateway_limits", row));
    json::object said{{"id", kept_id}, {"of", of_whom(row)}, {"rate", rate.text()}, {"burst", burst}, {"shadow", body.shadow}};
    if (old) said["before"] = {{"rate", old->at("rate")}, {"burst", old->at("burst")}};
    CHITTY_DO(service.event("limit.set", target, std::move(said)));
    return shown_limit(row);
  };
  CHITTY_TRY(auto limit, changed(service, set));
  return answer(service, std::move(limit));
}

Result<Response> remove_limit(Service& service, const RemoveLimit& given) {
  CHITTY_TRY(const auto target, target_of(given.query.target));
  const auto remove = [&]() -> Result<json::object> {
    CHITTY_TRY(const auto old, limit_at(service, target, given.query.user, given.query.each));
    if (!old) return make_error(Code::not_found, "No limit for " + target + ".", "List the limits: chitty gateway limits status");
    CHITTY_DO(service.store().execute("DELETE FROM gateway_limits WHERE id = :id", {{"id", old->at("id")}}));
    CHITTY_DO(service.event("limit.removed", target, {{"id", old->at("id")}, {"of", of_whom(*old)}, {"rate", old->at("rate")}}));
    return shown_limit(*old);
  };
  CHITTY_TRY(auto limit, changed(service, remove));
  return answer(service, std::move(limit));
}

}  // namespace chittygateway::routes
