#include "rollup.hpp"

#include <chitty/members.hpp>
#include <map>
#include <tuple>

#include "../histogram.hpp"

namespace chittygateway {

using namespace chitty;

namespace {

constexpr std::int64_t minute = 60'000, hour = 60 * minute, day = 24 * hour, minutes_kept = 2 * day, hours_kept = 400 * day;
constexpr std::int64_t most_callers = 2000, callers_left = 1000;

std::int64_t number(const Row& row, std::string_view column) { return row.at(column).to_number<std::int64_t>(); }

struct Sum {
  std::int64_t count = 0, bytes_in = 0, bytes_out = 0;
  Histogram latency;
};

// The minutes of one hour become its hour; or, where a daemon told some later than two days, are added to it.
Result<void> roll_hour(Service& service, std::int64_t at) {
  const json::object range{{"from", at}, {"to", at + hour}};
  std::map<std::tuple<std::string, std::string, std::int64_t>, Sum> sums;
  CHITTY_DO(service.store().each("SELECT * FROM gateway_traffic WHERE at >= :from AND at < :to", range, [&](Row row) {
    auto& sum = sums[{text_in(row, "service"), text_in(row, "route"), number(row, "class")}];
    sum.count += number(row, "count"), sum.bytes_in += number(row, "bytes_in"), sum.bytes_out += number(row, "bytes_out");
    sum.latency.add(text_in(row, "latency"));
    return true;
  }));
  CHITTY_DO(service.store().execute("DELETE FROM gateway_traffic WHERE at >= :from AND at < :to", range));
  for (const auto& [key, sum] : sums)
    CHITTY_DO(service.store().insert("gateway_traffic", {{"at", at}, {"span", hour}, {"service", std::get<0>(key)}, {"route", std::get<1>(key)}, {"class", std::get<2>(key)}, {"count", sum.count}, {"bytes_in", sum.bytes_in}, {"bytes_out", sum.bytes_out}, {"latency", sum.latency.text()}}));
  return {};
}

// Beyond so many in an hour, those with fewest requests are one.
Result<void> join_callers(Service& service, const Row& crowd) {
  const json::object key{{"at", crowd.at("at")}, {"service", crowd.at("service")}};
  json::object from = key;
  from["left"] = callers_left;
  CHITTY_TRY(const auto least, service.store().find("SELECT count FROM gateway_callers WHERE at = :at AND service = :service AND caller <> '*'"
                                                    " ORDER BY count DESC, caller LIMIT 1 OFFSET :left",
                                                    from));
  if (!least) return {};
  json::object small = key;
  small["least"] = least->at("count");
  CHITTY_DO(service.store().execute(
      "INSERT INTO gateway_callers (at, service, caller, count, errors, bytes_out)"
      " SELECT at, service, '*', SUM(count), SUM(errors), SUM(bytes_out) FROM gateway_callers"
      " WHERE at = :at AND service = :service AND caller <> '*' AND caller <> '' AND count <= :least GROUP BY at, service"
      " ON CONFLICT (at, service, caller) DO UPDATE SET count = gateway_callers.count + excluded.count,"
      " errors = gateway_callers.errors + excluded.errors, bytes_out = gateway_callers.bytes_out + excluded.bytes_out",
      small));
  CHITTY_DO(service.store().execute(
      "DELETE FROM gateway_callers WHERE at = :at AND service = :service AND caller <> '*' AND caller <> ''"
      " AND count <= :least",
      small));
  return {};
}

}  // namespace

Result<void> roll_up(Service& service) {
  const auto now = service.now();
  CHITTY_TRY(const auto crowds, service.store().query("SELECT at, service FROM gateway_callers WHERE at >= :recent GROUP BY at, service HAVING COUNT(*) > :most",
                                                      {{"recent", now - 2 * hour}, {"most", most_callers}}));
  for (const auto& crowd : crowds) CHITTY_DO(join_callers(service, crowd));
  CHITTY_TRY(const auto oldest, service.store().find("SELECT MIN(at) AS at FROM gateway_traffic WHERE span = :span AND at < :before",
                                                     {{"span", minute}, {"before", now - now % hour - minutes_kept}}));
  if (!oldest || oldest->at("at").is_null()) return {};
  const auto at = number(*oldest, "at");
  CHITTY_DO(roll_hour(service, at - at % hour));
  for (const auto* table : {"gateway_traffic", "gateway_callers"})
    CHITTY_DO(service.store().execute(std::string("DELETE FROM ") + table + " WHERE at < :old", {{"old", now - hours_kept}}));
  return {};
}

}  // namespace chittygateway
