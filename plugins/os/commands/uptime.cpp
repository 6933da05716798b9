// chitty os uptime: how much of a time each service was up, and how much of it anybody knows.
#include "commands.hpp"

#include "../ecosystem/look.hpp"
#include "../uptime/shares.hpp"

#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace os::commands {

namespace {

constexpr std::int64_t day_ms = 86'400'000, holds_ms = 900'000;

// What the registry has seen of a service; empty where it has no history.
std::vector<Seen> history(Host& host, const std::string& name) {
  const auto reply = host.send(get("/api/v1/services/" + encode(name) + "/health", {{"limit", "100"}}).to("chittyregistry"));
  if (!reply || !reply->value().is_object()) return {};
  const auto* results = reply->value().get_object().if_contains("results");
  std::vector<Seen> seen;
  if (!results || !results->is_array()) return seen;
  for (const auto& result : results->get_array()) {
    const auto at = parse_rfc3339(text_in(result, "at"));
    if (!at) continue;
    const auto outcome = text_in(result, "outcome");
    const auto* suspect = result.is_object() ? result.get_object().if_contains("suspect") : nullptr;
    const bool doubtful = suspect && *suspect == true;  // the prober's own fault, it is taken to be
    seen.push_back({*at, doubtful ? Seen::State::unknown : outcome == "healthy" ? Seen::State::up
                                                                                : Seen::State::down});
  }
  return seen;
}

// "3d 4h", "25m 10s", "12s": the largest unit, and the next one.
std::string in_words(std::int64_t ms) {
  constexpr std::array<std::pair<std::int64_t, char>, 4> units{{{86'400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}}};
  const auto seconds = ms / 1000;
  std::size_t i = 0;
  while (i + 1 < units.size() && seconds < units[i].first) ++i;
  auto words = std::to_string(seconds / units[i].first) + units[i].second;
  if (i + 1 < units.size())
    if (const auto rest = seconds % units[i].first / units[i + 1].first; rest > 0) words += " " + std::to_string(rest) + units[i + 1].second;
  return words;
}

double percent(double share) { return std::round(share * 100'000) / 1000; }

json::object row_of(const std::string& name, const std::string& status, const Shares& shares, const std::string& from) {
  json::object row{{"name", name}, {"status", status}};
  row["upPercent"] = shares.up_ms + shares.down_ms > 0 ? json::value(percent(shares.up())) : json::value();
  row["up"] = in_words(shares.up_ms);
  row["down"] = in_words(shares.down_ms);
  row["unknown"] = in_words(shares.unknown_ms);
  row["upMs"] = shares.up_ms;
  row["downMs"] = shares.down_ms;
  row["unknownMs"] = shares.unknown_ms;
  row["coveredPercent"] = percent(shares.covered());
  row["from"] = from;
  return row;
}

// Since when the daemon runs; none where it does not say.
std::optional<std::int64_t> started(const Look& seen, std::int64_t now_ms) {
  if (!seen.here || seen.rows.empty()) return std::nullopt;
  const auto* up = seen.rows.front().as_object().if_contains("uptimeMs");
  return up && up->is_number() ? std::optional(now_ms - up->to_number<std::int64_t>()) : std::nullopt;
}

}  // namespace

Result<Reply> uptime(const Uptime& args, Host& host) {
  CHITTY_TRY(const auto seen, look(host, usual_wait_ms));
  const auto now_ms = host.now(), from_ms = now_ms - args.period.value_or(day_ms);
  CHITTY_TRY(const auto remotes, places(host));
  const bool has_registry = std::any_of(remotes.begin(), remotes.end(), [](const Place& place) { return place.type == "chittyregistry" && !place.base_url.empty(); });
  const auto since = started(seen, now_ms);
  json::array rows;
  for (const auto& row : seen.rows) {
    const auto name = text_in(row, "name"), status = text_in(row, "status");
    if (!args.service.empty() && args.service != name) continue;
    auto past = has_registry && name != "chittyd" ? history(host, name) : std::vector<Seen>();
    if (!past.empty()) {
      rows.push_back(row_of(name, status, shares_of(std::move(past), from_ms, now_ms, args.holds.value_or(holds_ms)), "registry"));
      continue;
    }
    // Its own start is all there is: up since then where it is well now, and before that nobody knows.
    const bool of_daemon = since && !row.as_object().contains("durationMs");
    if (of_daemon && is_well(row)) past.push_back({*since, Seen::State::up});
    const auto shares = shares_of(std::move(past), from_ms, now_ms, now_ms - from_ms + (since ? now_ms - *since : 0));
    rows.push_back(row_of(name, status, shares, of_daemon ? "start of chittyd" : "no history"));
  }
  if (rows.empty() && !args.service.empty()) return make_error(Code::not_found, "no service '" + args.service + "' in environment " + seen.environment.name, "List the services: chitty os discover");
  if (!has_registry) host.note("Nobody keeps a history here: shown is the time since chittyd was started");
  return Reply::records(std::move(rows));
}

}  // namespace os::commands
