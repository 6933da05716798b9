#include "traffic.hpp"

#include <chitty/members.hpp>
#include <map>

namespace chittyportal {

using namespace chitty;

Result<json::array> traffic(Service& service, std::int64_t from, std::int64_t to, std::int64_t step, std::string_view by, bool histogram) {
  CHITTY_TRY(auto answer, service.ask("chittygateway", get("/analytics/series", {{"from", std::to_string(from)}, {"to", std::to_string(to)}, {"stepMs", std::to_string(step)}, {"by", std::string(by)}, {"histogram", histogram ? "true" : ""}}), Service::As::service));
  return std::move(answer.as_object().at("series").as_array());
}

Result<json::object> traffic_sums(Service& service, std::int64_t period) {
  CHITTY_TRY(auto answer, service.ask("chittygateway", get("/analytics", {{"periodMs", std::to_string(period)}}), Service::As::service));
  return std::move(answer.as_object().at("metrics").as_object());
}

Result<json::object> traffic_to_draw(Service& service, std::string_view period) {
  struct Drawn {
    std::int64_t whole, step;
  };
  static const std::map<std::string_view, Drawn> all{{"1h", {an_hour, a_minute}}, {"24h", {a_day, 15 * a_minute}}, {"7d", {7 * a_day, 2 * an_hour}}, {"30d", {30 * a_day, 8 * an_hour}}};
  const auto found = all.find(period);
  const auto [whole, step] = found == all.end() ? all.at("24h") : found->second;
  const auto to = service.now() - service.now() % step + step, from = to - whole;
  CHITTY_TRY(auto series, traffic(service, from, to, step, "all"));
  return json::object{{"from", from}, {"to", to}, {"stepMs", step}, {"series", std::move(series)}};
}

}  // namespace chittyportal
