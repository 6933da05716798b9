#include "daemon/watch/traffic.hpp"

#include "base/json_pieces.hpp"

#include <algorithm>
#include <cmath>

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t minute = 60'000;

void begin_sum(std::string& key, const Traffic::Request& request) {
  key = "{\"minute\":";
  append_number(key, request.at_ms - request.at_ms % minute);
  append_quoted(key.append(",\"service\":"), request.service);
}

void add_number(std::string& sum, std::string_view name, std::uint64_t value) {
  append_number(sum.append(name), static_cast<std::int64_t>(value));
}

std::string latency_of(const std::vector<std::uint32_t>& counts) {
  std::string text = "[";
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    if (text.size() > 1) text += ',';
    add_number(text, "[", i);
    add_number(text, ",", counts[i]);
    text += ']';
  }
  return text += ']';
}

// Sums into arrays.
class Arrays {
 public:
  void add(const std::string& sum) {
    if (count_++ % Traffic::most_sums == 0) all_.emplace_back("[");
    else all_.back() += ',';
    all_.back() += sum;
  }
  std::vector<std::string> whole() {
    for (auto& array : all_) array += ']';
    return std::move(all_);
  }

 private:
  std::vector<std::string> all_;
  std::size_t count_ = 0;
};

}  // namespace

std::size_t Traffic::bucket_of(std::uint64_t microseconds) {
  if (microseconds <= 1) return 0;
  static const double scale = 1 / std::log(growth);
  const auto bucket = static_cast<std::size_t>(std::ceil(std::log(static_cast<double>(microseconds)) * scale - 1e-9));
  return std::min(bucket, buckets - 1);
}

void Traffic::note(const Request& request) {
  thread_local std::string route, caller;
  begin_sum(route, request);
  caller = route;
  append_quoted(route.append(",\"route\":"), request.route);
  add_number(route, ",\"class\":", static_cast<std::uint64_t>(request.status / 100));
  append_quoted(caller.append(",\"caller\":"), request.caller);
  const auto bucket = bucket_of(request.microseconds);

  const std::lock_guard guard(mutex_);
  if (routes_.size() < most_routes || routes_.contains(route)) {
    auto& sum = routes_[route];
    ++sum.count;
    sum.bytes_in += request.bytes_in, sum.bytes_out += request.bytes_out;
    if (!request.streamed) {
      if (sum.latency.empty()) sum.latency.resize(buckets);
      ++sum.latency[bucket];
    }
  }
  if (callers_.size() >= most_callers && !callers_.contains(caller)) {
    begin_sum(caller, request);
    caller += ",\"caller\":\"*\"";
  }
  auto& sum = callers_[caller];
  ++sum.count;
  sum.errors += request.status >= 500 ? 1 : 0;
  sum.bytes_out += request.bytes_out;
}

std::vector<std::string> Traffic::take() {
  std::unordered_map<std::string, OfRoute> routes;
  std::unordered_map<std::string, OfCaller> callers;
  {
    const std::lock_guard guard(mutex_);
    routes.swap(routes_), callers.swap(callers_);
  }
  Arrays arrays;
  for (const auto& [key, sum] : routes) {
    std::string text = key;
    add_number(text, ",\"count\":", sum.count);
    add_number(text, ",\"bytesIn\":", sum.bytes_in);
    add_number(text, ",\"bytesOut\":", sum.bytes_out);
    arrays.add(text.append(",\"latency\":").append(latency_of(sum.latency)) + "}");
  }
  for (const auto& [key, sum] : callers) {
    std::string text = key;
    add_number(text, ",\"count\":", sum.count);
    add_number(text, ",\"errors\":", sum.errors);
    add_number(text, ",\"bytesOut\":", sum.bytes_out);
    arrays.add(text += '}');
  }
  return arrays.whole();
}

}  // namespace chitty::host::daemon
