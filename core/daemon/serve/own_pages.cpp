#include "daemon/serve/own_pages.hpp"

#include "base/time.hpp"
#include "base/json_pieces.hpp"

#include <algorithm>

namespace chitty::host::daemon {
namespace {

const char* state_of(const HostedService& service) {
  return service.quarantined ? "quarantined" : service.out_of_order ? "failed"
                                                                    : "ok";
}

std::string services_object(const std::vector<std::unique_ptr<HostedService>>& services) {
  std::string text = "{";
  for (const auto& service : services) {
    if (text.size() > 1) text.push_back(',');
    append_quoted(text, service->name);
    text.append(":{\"status\":\"").append(state_of(*service)).push_back('"');
    append_member(text, "version", service->version);
    append_member(text, "build", std::string_view(service->sha256).substr(0, 12));
    if (!service->migrated.empty()) append_member(text, "migrations", service->migrated);
    if (service->out_of_order) append_member(text, "message", service->out_of_order->message);
    text.push_back('}');
  }
  text.push_back('}');
  return text;
}

// Those that are warnings, or those that are not; nothing where there are none.
std::string faults_member(const char* name, const std::vector<Fault>& faults, bool warnings) {
  std::string text = "[";
  for (const auto& fault : faults) {
    if (fault.warning != warnings) continue;
    text.append(text.size() > 1 ? ",{\"part\":" : "{\"part\":");
    append_quoted(text, fault.part);
    append_member(text, "message", fault.words);
    text.push_back('}');
  }
  if (text.size() == 1) return {};
  return std::string(",\"") + name + "\":" + text + "]";
}

// RFC 3339 of this second, made once a second for each thread.
const std::string& second_now() {
  thread_local std::int64_t made = -1;
  thread_local std::string text;
  const std::int64_t second = now_ms() / 1000;
  if (second != made) {
    text = rfc3339(second * 1000);
    made = second;
  }
  return text;
}

}  // namespace

OwnPages::OwnPages(const std::vector<std::unique_ptr<HostedService>>& services, Store& store, const SharedState* shared)
    : services_(services), store_(store), instance_(shared ? shared->instance : ""), started_ms_(shared ? shared->started_ms : now_ms()), restarts_(shared ? shared->restarts : 0) {
  health_head_ = ",\"service\":\"chittyd\"";
  append_member(health_head_, "version", CHITTY_VERSION);
  health_head_ += ",\"timestamp\":\"";
  health_tail_ = "\"";
  append_member(health_tail_, "instance", instance_);
  append_member(health_tail_, "started", rfc3339(started_ms_));
  append_member(health_tail_, "database", store_.dialect().name());
  health_tail_.append(",\"restarts\":").append(std::to_string(restarts_));
  if (shared && shared->last_end[0] != '\0') append_member(health_tail_, "lastEnd", shared->last_end);
  health_tail_.append(",\"services\":").append(services_object(services_)).append("}");
}

std::string OwnPages::health(const std::vector<Fault>& faults, std::string_view tls) const {
  const auto ill = faults_member("faults", faults, false);
  const bool down = std::any_of(faults.begin(), faults.end(), [](const Fault& fault) { return fault.fatal; });
  std::string page = "{\"status\":";
  page.reserve(health_head_.size() + health_tail_.size() + 64);
  append_quoted(page, down ? "down" : ill.empty() ? "ok"
                                                  : "degraded");
  page.append(ill).append(faults_member("warnings", faults, true));
  if (!tls.empty()) page.append(",\"tls\":").append(tls);
  return page.append(health_head_).append(second_now()).append(health_tail_);
}

std::string OwnPages::live() {
  std::string page = "{\"status\":\"ok\",\"service\":\"chittyd\"";
  append_member(page, "version", CHITTY_VERSION);
  append_member(page, "timestamp", second_now());
  page.push_back('}');
  return page;
}

std::string OwnPages::health_of(const HostedService& service) {
  std::string page = "{\"status\":\"ok\",\"service\":";
  append_quoted(page, service.name);
  append_member(page, "version", service.version);
  append_member(page, "timestamp", second_now());
  page.push_back('}');
  return page;
}

std::string OwnPages::metrics() const {
  std::string page;
  append_heading(page, "chittyd_requests_total", "counter", "Requests answered, by service, route and class of status.");
  append_requests(page, "chittyd", "GET /health", requests_health);
  append_requests(page, "chittyd", "GET /metrics", requests_metrics);
  append_requests(page, "chittyd", "GET /quotas", requests_quotas);
  append_requests(page, "chittyd", "refused", requests_refused);
  append_requests(page, "chittyd", "forwarded", requests_forwarded);
  for (const auto& service : services_)
    for (const auto& route : service->routes) append_requests(page, service->name, route.label, route.metrics);

  append_heading(page, "chittyd_request_duration_seconds", "histogram", "Time from a request's head to its reply.");
  append_durations(page, "chittyd", "GET /health", requests_health);
  append_durations(page, "chittyd", "forwarded", requests_forwarded);
  for (const auto& service : services_)
    for (const auto& route : service->routes) append_durations(page, service->name, route.label, route.metrics);

  const auto sample = [&](const char* name, const char* type, const char* help, double value) {
    append_heading(page, name, type, help);
    append_sample(page, name, value);
  };
  auto& counts = store_.counts();
  sample("chittyd_requests_in_flight", "gauge", "Requests being answered now.", static_cast<double>(in_flight.load()));
  sample("chittyd_store_statements_total", "counter", "SQL statements run by services.", static_cast<double>(counts.statements.load()));
  sample("chittyd_store_failures_total", "counter", "SQL statements that failed.", static_cast<double>(counts.failures.load()));
  sample("chittyd_store_connections", "gauge", "Connections to the database.", static_cast<double>(counts.connections.load()));
  sample("chittyd_worker_restarts_total", "counter", "Workers restarted after a crash.", restarts_);
  sample("chittyd_start_time_seconds", "gauge", "When the daemon was started, since 1970.", static_cast<double>(started_ms_) / 1000);
  append_heading(page, "chittyd_service_up", "gauge", "1: the service answers; 0: failed or quarantined.");
  for (const auto& service : services_)
    append_sample(page, "chittyd_service_up{service=\"" + service->name + "\"}", service->out_of_order ? 0 : 1);
  return page;
}

}  // namespace chitty::host::daemon
