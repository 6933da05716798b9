// How the models of an owner have answered: a circuit breaker and a daily budget, kept here because commands come and go.
#include <chitty/members.hpp>
#include <chitty/models/breaker.hpp>
#include <chitty/time.hpp>

#include "inbox.hpp"

namespace chittyrouter::routes {

using namespace chitty;

namespace {

constexpr std::int64_t most_models = 50;

std::int64_t number(const Row& row, std::string_view column) { return row.at(column).to_number<std::int64_t>(); }

std::string today(Service& service) { return rfc3339(service.now()).substr(0, 10); }

Row fresh(Service& service, const std::string& name) {
  return {{"owner", owner(service)}, {"name", name}, {"failures", 0}, {"open_until", 0}, {"probe_until", 0}, {"calls", 0}, {"failed", 0}, {"latency_ms", 0}, {"day", today(service)}, {"tokens", 0}, {"last_error", ""}, {"updated_at", rfc3339(service.now())}};
}

Result<Row> row_of(Service& service, const std::string& name) {
  CHITTY_TRY(auto row, service.store().find("SELECT * FROM router_models WHERE owner = :owner AND name = :name", {{"owner", owner(service)}, {"name", name}}));
  if (!row) return fresh(service, name);
  if (text_in(*row, "day") != today(service)) (*row)["tokens"] = 0, (*row)["day"] = today(service);
  return *row;
}

models::Breaker breaker_of(const Row& row) { return {number(row, "failures"), number(row, "open_until"), number(row, "probe_until")}; }

Result<void> keep(Service& service, Row row, const models::Breaker& breaker) {
  row["failures"] = breaker.failures, row["open_until"] = breaker.open_until, row["probe_until"] = breaker.probe_until, row["updated_at"] = rfc3339(service.now());
  CHITTY_TRY(const auto there, service.store().row("SELECT COUNT(*) AS n FROM router_models WHERE owner = :owner AND name <> :name", {{"owner", owner(service)}, {"name", row.at("name")}}, "No models."));
  if (number(there, "n") >= most_models) CHITTY_DO(service.store().execute("DELETE FROM router_models WHERE owner = :owner AND name = (SELECT name FROM router_models WHERE owner = :owner ORDER BY updated_at LIMIT 1)", {{"owner", owner(service)}}));
  CHITTY_DO(service.store().execute("DELETE FROM router_models WHERE owner = :owner AND name = :name", {{"owner", owner(service)}, {"name", row.at("name")}}));
  return service.store().insert("router_models", row);
}

json::object shown(Service& service, const Row& row) {
  const auto breaker = breaker_of(row);
  const auto state = breaker.state(service.now());
  const auto calls = number(row, "calls");
  return {{"name", row.at("name")}, {"state", state}, {"failures", breaker.failures}, {"calls", calls}, {"failed", row.at("failed")}, {"latencyMs", calls > 0 ? number(row, "latency_ms") / calls : 0}, {"tokensToday", text_in(row, "day") == today(service) ? number(row, "tokens") : 0}, {"lastError", row.at("last_error")}, {"retryAt", state == "closed" ? json::value(nullptr) : json::value(rfc3339(breaker.open_until))}};
}

}  // namespace

Result<Response> list_models(Service& service) {
  CHITTY_TRY(const auto rows, service.store().query("SELECT * FROM router_models WHERE owner = :owner ORDER BY name", {{"owner", owner(service)}}));
  json::array out;
  for (const auto& row : rows) out.push_back(shown(service, row));
  return Response(json::value(std::move(out)));
}

Result<Response> admit_model(Service& service, const AdmitModel& given) {
  json::object answer{{"allowed", true}, {"reason", ""}};
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto row, row_of(service, given.body.name));
    const auto budget = given.body.dailyTokens.value_or(0);
    auto breaker = breaker_of(row);
    if (budget > 0 && number(row, "tokens") >= budget) {
      answer = {{"allowed", false}, {"reason", "its budget of " + std::to_string(budget) + " tokens a day is used up"}};
    } else if (!breaker.admits(service.now())) {
      answer = {{"allowed", false}, {"reason", "it failed " + std::to_string(breaker.failures) + " times in a row"}, {"retryAt", rfc3339(std::max(breaker.open_until, breaker.probe_until))}};
    } else if (breaker.failures > 0) {
      return keep(service, row, breaker);
    }
    return {};
  }));
  return Response(answer);
}

Result<Response> model_outcome(Service& service, const ModelOutcome& given) {
  json::object answer;
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(auto row, row_of(service, given.body.name));
    auto breaker = breaker_of(row);
    if (given.body.ok)
      breaker.succeeded();
    else
      breaker.failed(service.now(), given.body.retryAfterMs.value_or(0));
    row["calls"] = number(row, "calls") + 1;
    if (!given.body.ok) row["failed"] = number(row, "failed") + 1, row["last_error"] = given.body.error;
    if (given.body.ok) row["last_error"] = "";
    row["latency_ms"] = number(row, "latency_ms") + given.body.latencyMs.value_or(0);
    row["tokens"] = number(row, "tokens") + given.body.tokens.value_or(0);
    CHITTY_DO(keep(service, row, breaker));
    CHITTY_TRY(const auto kept, row_of(service, given.body.name));
    answer = shown(service, kept);
    return {};
  }));
  return Response(answer);
}

}  // namespace chittyrouter::routes
