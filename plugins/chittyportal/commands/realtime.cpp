// chitty portal analytics realtime: what came since the last look, again and again.
#include <chitty/members.hpp>
#include <chitty/time.hpp>
#include <chittyportal_names.hpp>
#include <cmath>
#include <map>

#include "../latency.hpp"
#include "../sparkline.hpp"

namespace chittyportal::commands {

using namespace chitty;

namespace {

constexpr std::size_t trend_kept = 24;

struct Minute {
  std::int64_t requests = 0, refused = 0, errors = 0;
  std::string latency{};
};
// The sums of the last minutes, which grow until a minute is over.
struct Look {
  std::int64_t at = 0;
  std::map<std::int64_t, Minute> minutes{};
};

std::int64_t number(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  return value && value->is_number() ? value->to_number<std::int64_t>() : 0;
}

Result<Look> look(Host& host) {
  CHITTY_TRY(const auto reply, host.send(get("/v1/analytics/now")));
  const auto* whole = reply.value().if_object();
  const auto* minutes = whole ? whole->if_contains("minutes") : nullptr;
  if (!minutes || !minutes->is_array()) return make_error(Code::malformed, "The portal's answer has no sums.");
  Look seen{number(*whole, "now")};
  for (const auto& one : minutes->get_array())
    if (const auto* row = one.if_object())
      seen.minutes[number(*row, "at")] = {number(*row, "requests"), number(*row, "refused"), number(*row, "errors"), text_in(*row, "latency")};
  return seen;
}

json::value or_null(std::optional<double> value) { return value ? json::value(*value) : json::value(); }

json::object difference(const Look& before, const Look& now, std::vector<double>& trend) {
  std::int64_t requests = 0, refused = 0, errors = 0;
  Latency latency;
  for (const auto& [at, minute] : now.minutes) {
    requests += minute.requests, refused += minute.refused, errors += minute.errors;
    latency.add(minute.latency);
  }
  for (const auto& [at, minute] : before.minutes) {
    if (!now.minutes.contains(at)) continue;  // it is too long ago to be told again
    requests -= minute.requests, refused -= minute.refused, errors -= minute.errors;
    latency.add(minute.latency, -1);
  }
  const double seconds = std::max(0.001, static_cast<double>(now.at - before.at) / 1000);
  const double rate = std::round(static_cast<double>(std::max<std::int64_t>(requests, 0)) / seconds * 10) / 10;
  trend.push_back(rate);
  if (trend.size() > trend_kept) trend.erase(trend.begin());
  return {{"time", rfc3339(now.at)}, {"requests", requests}, {"requestsPerSecond", rate}, {"refused", refused}, {"errors", errors}, {"p50Ms", or_null(latency.percentile(0.5))}, {"p95Ms", or_null(latency.percentile(0.95))}, {"trend", sparkline(trend)}, {"of", "all services"}};
}

}  // namespace

Result<Reply> analytics_realtime(const AnalyticsRealtime& args, Host& host) {
  const std::chrono::milliseconds interval(args.interval.value_or(3000));
  if (interval < std::chrono::seconds(1)) return usage_error("invalid value for '--interval': must be at least 1s");
  CHITTY_TRY(auto before, look(host));
  std::vector<double> trend;
  for (std::int64_t left = args.limit.value_or(INT64_MAX); left > 0; --left) {
    CHITTY_DO(host.wait(interval));
    CHITTY_TRY(auto now, look(host));
    CHITTY_DO(host.record(difference(before, now, trend)));
    before = std::move(now);
  }
  return Reply::nothing();
}

}  // namespace chittyportal::commands
