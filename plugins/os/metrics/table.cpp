#include "table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

namespace os::metrics {

namespace json = boost::json;

namespace {

struct Counted {
  double requests = 0, refused = 0, errors = 0, seconds = 0;
  Histogram times;
};

const std::string& label(const Sample& sample, const char* name) {
  static const std::string none;
  const auto found = sample.labels.find(name);
  return found == sample.labels.end() ? none : found->second;
}

void add(Counted& to, const Sample& sample) {
  if (sample.name == "chittyd_requests_total") {
    to.requests += sample.value;
    const auto& code = label(sample, "code");
    if (code == "4xx") to.refused += sample.value;
    if (code == "5xx") to.errors += sample.value;
  } else if (sample.name == "chittyd_request_duration_seconds_bucket") {
    const auto& bound = label(sample, "le");
    double value = HUGE_VAL;
    std::from_chars(bound.data(), bound.data() + bound.size(), value);
    to.times[bound == "+Inf" ? HUGE_VAL : value] += sample.value;
  }
}

json::value milliseconds(double seconds) {
  return std::isfinite(seconds) ? json::value(std::round(seconds * 1e5) / 100) : json::value();
}

json::object row_of(const std::string& service, const std::string& route, const Counted& counted) {
  json::object row{{"service", service}};
  if (!route.empty()) row["route"] = route;
  row["requests"] = static_cast<std::int64_t>(counted.requests);
  row["refused"] = static_cast<std::int64_t>(counted.refused);
  row["errors"] = static_cast<std::int64_t>(counted.errors);
  row["p50Ms"] = milliseconds(quantile(counted.times, 0.5));
  row["p95Ms"] = milliseconds(quantile(counted.times, 0.95));
  return row;
}

std::string with_labels(const Sample& sample) {
  std::string text = sample.name;
  for (const auto& [name, value] : sample.labels) text += (text.size() == sample.name.size() ? "{" : ",") + name + "=\"" + value + "\"";
  return sample.labels.empty() ? text : text + "}";
}

}  // namespace

json::array rows_of(const std::vector<Sample>& samples, const std::string& service) {
  std::map<std::pair<std::string, std::string>, Counted> counted;
  for (const auto& sample : samples) {
    const auto& of = label(sample, "service");
    if (of.empty() || (!service.empty() && of != service)) continue;
    const bool counts = sample.name == "chittyd_requests_total" || sample.name.starts_with("chittyd_request_duration_seconds");
    if (sample.name == "chittyd_service_up") counted[{of, ""}];
    if (counts) add(counted[{of, service.empty() ? std::string() : label(sample, "route")}], sample);
  }
  // A service that nobody has asked yet is a row, too; one with routes needs none without.
  if (!service.empty() && counted.size() > 1) counted.erase({service, ""});
  json::array rows;
  for (const auto& [key, value] : counted) rows.push_back(row_of(key.first, key.second, value));
  return rows;
}

json::array plain_rows(const std::vector<Sample>& samples) {
  json::array rows;
  for (const auto& sample : samples)
    rows.push_back({{"metric", with_labels(sample)}, {"value", std::isfinite(sample.value) ? json::value(sample.value) : json::value()}});
  return rows;
}

std::string sparkline(const std::vector<double>& values) {
  constexpr const char* heights[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double most = 0;
  for (const double value : values) most = std::max(most, value);
  std::string line;
  for (const double value : values) {
    const auto height = most <= 0 || value <= 0 ? 0 : std::clamp(static_cast<int>(std::ceil(value / most * 8)) - 1, 0, 7);
    line += heights[height];
  }
  return line;
}

}  // namespace os::metrics
