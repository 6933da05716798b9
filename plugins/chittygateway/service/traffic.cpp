#include "traffic.hpp"

#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>

#include "../histogram.hpp"
#include "rollup.hpp"

namespace chittygateway {

using namespace chitty;

namespace {

constexpr std::int64_t minute = 60'000, hour = 3'600'000;

// The times that are there already come first, so that they can be added.
Result<void> add_route(Service& service, const json::object& sum) {
  const json::object key{{"at", sum.at("minute")}, {"span", minute}, {"service", sum.at("service")}, {"route", sum.at("route")}, {"class", sum.at("class")}};
  CHITTY_TRY(const auto old, service.store().find("SELECT latency FROM gateway_traffic WHERE at = :at AND span = :span AND service = :service"
                                                  " AND route = :route AND class = :class",
                                                  key));
  Histogram latency;
  latency.add(sum.at("latency").as_array());
  if (old) latency.add(text_in(*old, "latency"));
  json::object row = key;
  row["count"] = sum.at("count"), row["bytes_in"] = sum.at("bytesIn"), row["bytes_out"] = sum.at("bytesOut"), row["latency"] = latency.text();
  CHITTY_DO(service.store().execute(
      "INSERT INTO gateway_traffic (at, span, service, route, class, count, bytes_in, bytes_out, latency)"
      " VALUES (:at, :span, :service, :route, :class, :count, :bytes_in, :bytes_out, :latency)"
      " ON CONFLICT (at, span, service, route, class) DO UPDATE SET count = gateway_traffic.count + excluded.count,"
      " bytes_in = gateway_traffic.bytes_in + excluded.bytes_in, bytes_out = gateway_traffic.bytes_out + excluded.bytes_out,"
      " latency = excluded.latency",
      row));
  return {};
}

Result<void> add_caller(Service& service, const json::object& sum) {
  const auto at = sum.at("minute").to_number<std::int64_t>();
  CHITTY_DO(service.store().execute(
      "INSERT INTO gateway_callers (at, service, caller, count, errors, bytes_out)"
      " VALUES (:at, :service, :caller, :count, :errors, :bytes_out)"
      " ON CONFLICT (at, service, caller) DO UPDATE SET count = gateway_callers.count + excluded.count,"
      " errors = gateway_callers.errors + excluded.errors, bytes_out = gateway_callers.bytes_out + excluded.bytes_out",
      {{"at", at - at % hour}, {"service", sum.at("service")}, {"caller", sum.at("caller")}, {"count", sum.at("count")}, {"errors", sum.at("errors")}, {"bytes_out", sum.at("bytesOut")}}));
  return {};
}

}  // namespace

Result<void> measured(Service& service, const json::array& sums) {
  return service.store().transaction([&]() -> Result<void> {
    for (const auto& sum : sums) {
      const auto& one = sum.as_object();
      CHITTY_DO(one.contains("route") ? add_route(service, one) : add_caller(service, one));
    }
    return roll_up(service);
  });
}

}  // namespace chittygateway
