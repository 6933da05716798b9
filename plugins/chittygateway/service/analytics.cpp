// GET /analytics, /analytics/users: sums of the period.
#include <algorithm>
#include <chitty/lists.hpp>
#include <chitty/routes.hpp>
#include <chittygateway_names.hpp>
#include <map>

#include "sum.hpp"

namespace chittygateway::routes {

using namespace chitty;

namespace {

constexpr std::int64_t minute = 60'000, hour = 60 * minute, day = 24 * hour;

// "24h", "7d": as the wire names a period.
std::string period_text(std::int64_t ms) {
  for (const auto& [length, letter] : {std::pair{day, "d"}, {hour, "h"}, {minute, "min"}})
    if (ms % length == 0 && (length != day || ms != day)) return std::to_string(ms / length) + letter;
  return std::to_string(ms / 1000) + "s";
}

std::string named(const std::string& caller) { return caller.empty() ? "(no token)" : caller == "*" ? "(others)"
                                                                                                    : caller; }

}  // namespace

// The rows with most requests first. A minute, or an hour of what is older than two days, belongs to the period with its beginning.
Result<Response> analytics(Service& service, const Analytics& given) {
  const auto& query = given.query;
  const auto now = service.now(), since = now - query.periodMs - (now - query.periodMs) % minute;
  const bool by_route = query.by.empty() ? !query.service.empty() : query.by == "route";
  std::map<std::pair<std::string, std::string>, Sum> sums;
  Sum all;
  Select select{"SELECT service, route, class, count, bytes_in, bytes_out, latency FROM gateway_traffic WHERE at >= :since",
                {{"since", since}}};
  select.where_given("service = :service", "service", query.service);
  CHITTY_DO(service.store().each(select.sql, select.parameters, [&](Row row) {
    sums[{text_in(row, "service"), by_route ? text_in(row, "route") : std::string()}].add(row);
    all.add(row);
    return true;
  }));
  json::array rows;
  for (const auto& [key, sum] : sums) {
    auto row = sum.shown();
    row["service"] = key.first;
    if (by_route) row["route"] = key.second;
    rows.push_back(std::move(row));
  }
  const auto more = [](const json::value& a, const json::value& b) { return a.at("requests").as_int64() > b.at("requests").as_int64(); };
  std::stable_sort(rows.begin(), rows.end(), more);
  return Response(json::object{{"timestamp", rfc3339(now)}, {"period", period_text(query.periodMs)}, {"since", rfc3339(since)}, {"metrics", all.shown()}, {"services", std::move(rows)}});
}

Result<Response> top_users(Service& service, const TopUsers& given) {
  const auto& query = given.query;
  const auto now = service.now(), since = now - query.periodMs - (now - query.periodMs) % hour;
  Select select{
      "SELECT caller, SUM(count) AS requests, SUM(errors) AS errors, SUM(bytes_out) AS bytes_out FROM gateway_callers"
      " WHERE at >= :since",
      {{"since", since}}};
  select.where_given("service = :service", "service", query.service);
  select.sql += " GROUP BY caller ORDER BY SUM(count) DESC, caller LIMIT :limit";
  select.parameters["limit"] = query.limit;
  CHITTY_TRY(const auto rows, service.store().query(select.sql, select.parameters));
  json::array users;
  for (const auto& row : rows)
    users.push_back(json::object{{"user", named(text_in(row, "caller"))}, {"requests", row.at("requests")}, {"errors", row.at("errors")}, {"bytesOut", row.at("bytes_out")}});
  return answer(service, {{"since", rfc3339(since)}, {"users", std::move(users)}});
}

// As the gateway of the wire lists what is behind it.
Result<Response> wire_services(Service& service) {
  CHITTY_TRY(const auto installed, service.scopes_of_services());
  const auto root = std::string(service.base_url().substr(0, service.base_url().rfind('/')));
  json::object all;
  if (installed)
    for (const auto& [name, scopes] : *installed)
      if (name != "chittyd") all[name] = json::object{{"base", root + "/" + std::string(name)}};
  return Response(json::object{{"services", std::move(all)}, {"version", service.version()}, {"gateway", service.base_url()}});
}

Result<Response> health(Service& service) { return chitty::health(service); }

}  // namespace chittygateway::routes
