#include <boost/json.hpp>
#include <chitty/members.hpp>
#include <chitty/models/health.hpp>
#include <chitty/time.hpp>

namespace chitty::models {

namespace {

constexpr std::int64_t most_models = 50;

std::int64_t number(const Row& row, std::string_view column) { return row.at(column).to_number<std::int64_t>(); }

Breaker breaker_of(const Row& row) { return {number(row, "failures"), number(row, "open_until"), number(row, "probe_until")}; }

}  // namespace

std::string Health::today() const { return rfc3339(service_.now()).substr(0, 10); }

Result<Row> Health::row_of(const std::string& name) {
  CHITTY_TRY(auto row, service_.store().find("SELECT * FROM " + table_ + " WHERE owner = :owner AND name = :name", {{"owner", owner()}, {"name", name}}));
  if (!row) return Row{{"owner", owner()}, {"name", name}, {"failures", 0}, {"open_until", 0}, {"probe_until", 0}, {"calls", 0}, {"failed", 0}, {"latency_ms", 0}, {"day", today()}, {"tokens", 0}, {"last_error", ""}, {"updated_at", rfc3339(service_.now())}};
  if (text_in(*row, "day") != today()) (*row)["tokens"] = 0, (*row)["day"] = today();
  return *row;
}

Result<void> Health::keep(Row row, const Breaker& breaker) {
  row["failures"] = breaker.failures, row["open_until"] = breaker.open_until, row["probe_until"] = breaker.probe_until, row["updated_at"] = rfc3339(service_.now());
  auto store = service_.store();
  CHITTY_TRY(const auto there, store.row("SELECT COUNT(*) AS n FROM " + table_ + " WHERE owner = :owner AND name <> :name", {{"owner", owner()}, {"name", row.at("name")}}, "No models."));
  if (number(there, "n") >= most_models) CHITTY_DO(store.execute("DELETE FROM " + table_ + " WHERE owner = :owner AND name = (SELECT name FROM " + table_ + " WHERE owner = :owner ORDER BY updated_at LIMIT 1)", {{"owner", owner()}}));
  CHITTY_DO(store.execute("DELETE FROM " + table_ + " WHERE owner = :owner AND name = :name", {{"owner", owner()}, {"name", row.at("name")}}));
  return store.insert(table_, row);
}

json::object Health::shown(const Row& row) const {
  const auto breaker = breaker_of(row);
  const auto state = breaker.state(service_.now());
  const auto calls = number(row, "calls");
  return {{"name", row.at("name")}, {"state", state}, {"failures", breaker.failures}, {"calls", calls}, {"failed", row.at("failed")}, {"latencyMs", calls > 0 ? number(row, "latency_ms") / calls : 0}, {"tokensToday", text_in(row, "day") == today() ? number(row, "tokens") : 0}, {"lastError", row.at("last_error")}, {"retryAt", state == "closed" ? json::value(nullptr) : json::value(rfc3339(breaker.open_until))}};
}

Result<json::array> Health::all() {
  CHITTY_TRY(const auto rows, service_.store().query("SELECT * FROM " + table_ + " WHERE owner = :owner ORDER BY name", {{"owner", owner()}}));
  json::array out;
  for (const auto& row : rows) out.push_back(shown(row));
  return out;
}

Result<json::object> Health::admit(const std::string& name, std::int64_t daily_tokens) {
  json::object answer{{"allowed", true}, {"reason", ""}};
  CHITTY_DO(service_.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto row, row_of(name));
    auto breaker = breaker_of(row);
    if (daily_tokens > 0 && number(row, "tokens") >= daily_tokens) {
      answer = {{"allowed", false}, {"reason", "its budget of " + std::to_string(daily_tokens) + " tokens a day is used up"}};
    } else if (!breaker.admits(service_.now())) {
      answer = {{"allowed", false}, {"reason", "it failed " + std::to_string(breaker.failures) + " times in a row"}, {"retryAt", rfc3339(std::max(breaker.open_until, breaker.probe_until))}};
    } else if (breaker.failures > 0) {
      return keep(row, breaker);
    }
    return {};
  }));
  return answer;
}

Result<json::object> Health::outcome(const Outcome& fared) {
  json::object answer;
  CHITTY_DO(service_.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(auto row, row_of(fared.name));
    auto breaker = breaker_of(row);
    if (fared.ok)
      breaker.succeeded();
    else
      breaker.failed(service_.now(), fared.retry_after_ms);
    row["calls"] = number(row, "calls") + 1;
    if (!fared.ok) row["failed"] = number(row, "failed") + 1;
    row["last_error"] = fared.ok ? std::string() : fared.error;
    row["latency_ms"] = number(row, "latency_ms") + fared.latency_ms;
    row["tokens"] = number(row, "tokens") + fared.tokens;
    CHITTY_DO(keep(row, breaker));
    CHITTY_TRY(const auto kept, row_of(fared.name));
    answer = shown(kept);
    return {};
  }));
  return answer;
}

}  // namespace chitty::models
