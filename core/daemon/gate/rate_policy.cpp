#include "daemon/gate/rate_policy.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>

#include "daemon/wire/request_target.hpp"

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t most_requests = 1'000'000'000'000, most_period_ms = 31LL * 86'400'000;
constexpr std::int64_t least_interval = 1000;                       // nanoseconds: a million requests each second
constexpr std::int64_t most_room = 100LL * 86'400 * 1'000'000'000;  // until a limit that was used up is whole again

Error wrong(const json::value& limit, const char* what) {
  return make_error(Code::plugin_fault, "The policy has a limit " + std::string(what) + ": " + json::serialize(limit).substr(0, 200) + ".");
}

std::int64_t number(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  boost::system::error_code ec;
  const auto read = value ? value->to_number<std::int64_t>(ec) : 0;
  return ec ? 0 : read;
}

bool flag(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  return value && value->is_bool() && value->get_bool();
}

Result<PolicyLimit> limit_of(const json::value& value) {
  if (!value.is_object()) return wrong(value, "that is no object");
  const auto& from = value.get_object();
  PolicyLimit made;
  made.id = text_in(from, "id");
  made.target = text_in(from, "target");
  made.user = text_in(from, "user");
  made.each = flag(from, "each");
  made.shadow = flag(from, "shadow");
  made.closed = text_in(from, "whenStoreIsDown") == "closed";
  const auto requests = number(from, "requests"), burst = number(from, "burst"), period = number(from, "periodMs");
  if (made.id.empty() || made.target.empty()) return wrong(value, "without id or target");
  if (requests < 1 || requests > most_requests || burst < 1 || burst > most_requests || period < 1 || period > most_period_ms)
    return wrong(value, "without requests, burst and periodMs that can be");
  made.requests = static_cast<std::uint64_t>(requests);
  made.burst = static_cast<std::uint64_t>(burst);
  made.period_ns = period * 1'000'000;
  made.interval_ns = (made.period_ns + requests - 1) / requests;
  if (made.interval() < least_interval) return wrong(value, "of more than a million requests a second");
  if (burst > most_room / made.interval()) return wrong(value, "with a burst that takes more than 100 days to come back");
  if (made.target.front() != '/') return made;
  RequestTarget target;
  if (!parse_request_target(made.target, target)) return wrong(value, "whose target is no path");
  made.path = std::move(target.segments);
  if (!made.path.empty() && made.path.back().empty()) made.path.pop_back();
  return made;
}

std::string fields_before_rest(const PolicyLimit& limit) {
  const auto seconds = std::max<std::int64_t>(1, (limit.period_ns + 999'999'999) / 1'000'000'000);
  return "RateLimit-Policy: \"" + limit.id + "\";q=" + std::to_string(limit.requests) + ";w=" + std::to_string(seconds) + "\r\nRateLimit: \"" + limit.id +
         "\";r=";
}

bool begins_with(const std::vector<std::string>& path, const std::vector<std::string>& prefix) {
  return path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

}  // namespace

Result<std::shared_ptr<const LimitTable>> LimitTable::parse(const json::object& document) {
  const auto* limits = document.if_contains("limits");
  const auto* resets = document.if_contains("resets");
  if ((limits && !limits->is_array()) || (resets && !resets->is_array()))
    return make_error(Code::plugin_fault, "The policy's limits or resets are no array.");
  const auto made = std::make_shared<LimitTable>();
  if (resets)
    for (const auto& reset : resets->get_array())
      if (reset.is_object()) made->epochs_[text_in(reset, "subject")] = static_cast<std::uint64_t>(number(reset.get_object(), "epoch"));
  if (!limits) return std::shared_ptr<const LimitTable>(made);
  if (limits->get_array().size() > most) return make_error(Code::plugin_fault, "The policy has more than " + std::to_string(most) + " limits.");
  made->limits_.reserve(limits->get_array().size());  // they are pointed to
  for (const auto& limit : limits->get_array()) {
    auto read = limit_of(limit);
    if (!read) return read.error();
    auto& kept = made->limits_.emplace_back(std::move(*read));
    kept.epoch = made->epoch_of(kept.target);
    kept.fields = fields_before_rest(kept);
    made->has_paths_ = made->has_paths_ || !kept.path.empty();
    made->tells_apart_ = made->tells_apart_ || kept.each || !kept.user.empty();
    if (kept.target.front() == '/' || kept.target == "*") made->of_path_.push_back(&kept);
    else made->of_service_[kept.target].push_back(&kept);
  }
  return std::shared_ptr<const LimitTable>(made);
}

std::uint64_t LimitTable::epoch_of(std::string_view subject) const {
  if (epochs_.empty()) return 0;
  const auto found = epochs_.find(std::string(subject));
  return found == epochs_.end() ? 0 : found->second;
}

LimitTable::Limits LimitTable::of(std::string_view service, const std::vector<std::string>& path, std::string_view subject) const {
  Limits found;
  const auto add = [&](const PolicyLimit* limit) {
    if (limit->user.empty() || limit->user == subject) found.push_back(limit);
  };
  if (!service.empty() && !of_service_.empty())
    if (const auto limits = of_service_.find(std::string(service)); limits != of_service_.end())
      for (const auto* limit : limits->second) add(limit);
  for (const auto* limit : of_path_)
    if (begins_with(path, limit->path)) add(limit);
  return found;
}

}  // namespace chitty::host::daemon
