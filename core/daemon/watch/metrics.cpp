#include "daemon/watch/metrics.hpp"

#include <charconv>

namespace chitty::host::daemon {
namespace {

void append_label(std::string& page, std::string_view name, std::string_view value) {
  page.append(name).append("=\"");
  for (const char c : value) {
    if (c == '\\' || c == '"') page.push_back('\\');
    page.push_back(c == '\n' ? ' ' : c);
  }
  page.push_back('"');
}

void append_value(std::string& page, double value) {
  char text[32];
  page.append(text, std::to_chars(text, text + sizeof text, value).ptr);
  page.push_back('\n');
}

void append_labels(std::string& page, std::string_view service, std::string_view route) {
  append_label(page, "service", service);
  page.push_back(',');
  append_label(page, "route", route);
}

}  // namespace

void append_heading(std::string& page, std::string_view name, std::string_view type, std::string_view help) {
  page.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
}

void append_sample(std::string& page, std::string_view name, double value) {
  page.append(name).append(" ");
  append_value(page, value);
}

void append_requests(std::string& page, std::string_view service, std::string_view route, const RouteMetrics& metrics) {
  for (std::size_t status_class = 1; status_class < metrics.by_class.size(); ++status_class) {
    const auto count = metrics.by_class[status_class].load(std::memory_order_relaxed);
    if (count == 0) continue;
    page += "chittyd_requests_total{";
    append_labels(page, service, route);
    page.append(",code=\"").append(std::to_string(status_class)).append("xx\"} ");
    append_value(page, static_cast<double>(count));
  }
}

void append_durations(std::string& page, std::string_view service, std::string_view route, const RouteMetrics& metrics) {
  std::uint64_t total = 0;
  for (const auto& bucket : metrics.buckets) total += bucket.load(std::memory_order_relaxed);
  if (total == 0) return;
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < metrics.buckets.size(); ++i) {
    below += metrics.buckets[i].load(std::memory_order_relaxed);
    page += "chittyd_request_duration_seconds_bucket{";
    append_labels(page, service, route);
    page += ",le=\"";
    if (i < RouteMetrics::bounds_us.size()) {
      char text[32];
      page.append(text, std::to_chars(text, text + sizeof text, static_cast<double>(RouteMetrics::bounds_us[i]) / 1e6).ptr);
    } else {
      page += "+Inf";
    }
    page += "\"} ";
    append_value(page, static_cast<double>(below));
  }
  page += "chittyd_request_duration_seconds_sum{";
  append_labels(page, service, route);
  page += "} ";
  append_value(page, static_cast<double>(metrics.sum_us.load(std::memory_order_relaxed)) / 1e6);
  page += "chittyd_request_duration_seconds_count{";
  append_labels(page, service, route);
  page += "} ";
  append_value(page, static_cast<double>(below));
}

}  // namespace chitty::host::daemon
