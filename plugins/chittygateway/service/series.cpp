// GET /analytics/series: the same sums in steps of time, for whoever draws or exports them.
#include <chitty/lists.hpp>
#include <chittygateway_names.hpp>
#include <map>
#include <tuple>

#include "sum.hpp"

namespace chittygateway::routes {

using namespace chitty;

namespace {

constexpr std::int64_t minute = 60'000, most_steps = 1500;
constexpr std::size_t most_rows = 50'000;

}  // namespace

// Steps without a request are left out. What is older than two days is kept by the hour, and is in the step of its hour's beginning.
Result<Response> series(Service& service, const Series& given) {
  const auto& query = given.query;
  const auto step = query.stepMs, from = query.from - query.from % step, to = query.to;
  if (step % minute != 0) return usage_error("The step is not a number of whole minutes.");
  if (to <= from || (to - from) / step > most_steps) return usage_error("A series has at least 1 step and at most " + std::to_string(most_steps) + ".", "Ask for less time, or for longer steps.");
  const bool by_route = query.by == "route", by_service = by_route || query.by == "service";
  std::map<std::tuple<std::int64_t, std::string, std::string>, Sum> sums;
  Select select{"SELECT at, service, route, class, count, bytes_in, bytes_out, latency FROM gateway_traffic WHERE at >= :from AND at < :to",
                {{"from", from}, {"to", to}}};
  select.where_given("service = :service", "service", query.service);
  CHITTY_DO(service.store().each(select.sql, select.parameters, [&](Row row) {
    const auto at = row.at("at").to_number<std::int64_t>();
    sums[{at - at % step, by_service ? text_in(row, "service") : "", by_route ? text_in(row, "route") : ""}].add(row);
    return sums.size() <= most_rows;
  }));
  if (sums.size() > most_rows) return usage_error("The series has more than " + std::to_string(most_rows) + " rows.", "Ask for less time, or for longer steps.");
  json::array rows;
  for (const auto& [key, sum] : sums) {
    auto row = sum.shown();
    row["at"] = std::get<0>(key);
    if (by_service) row["service"] = std::get<1>(key);
    if (by_route) row["route"] = std::get<2>(key);
    if (query.histogram) row["latency"] = sum.latency.text();
    rows.push_back(std::move(row));
  }
  return Response(json::object{{"from", from}, {"to", to}, {"stepMs", step}, {"series", std::move(rows)}});
}

}  // namespace chittygateway::routes
