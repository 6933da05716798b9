#include "daemon/gate/rate_fields.hpp"

#include "daemon/watch/trusted_clock.hpp"

namespace chitty::host::daemon {
namespace {

std::int64_t seconds(std::int64_t ms) { return (ms + 999) / 1000; }

// "hour", "10 seconds".
std::string period(std::int64_t ms) {
  constexpr std::pair<std::int64_t, const char*> units[] = {{86'400'000, "day"}, {3'600'000, "hour"}, {60'000, "minute"}, {1000, "second"}, {1, "millisecond"}};
  for (const auto& [length, name] : units)
    if (ms % length == 0) return ms == length ? name : std::to_string(ms / length) + " " + name + "s";
  return {};
}

std::string what(const PolicyLimiter::Decision& decision) {
  const auto& limit = *decision.limit;
  return std::to_string(limit.requests) + " requests per " + period(limit.period_ns / 1'000'000) + (limit.target == "*" ? "" : " to " + limit.target);
}

}  // namespace

Exchange::Rates rate_fields(const PolicyLimiter::Decision& decision) {
  Exchange::Rates rates{decision.limit->fields, decision.left};
  if (decision.whole_ms > 0 || !decision.allowed) rates.before_next = ";t=", rates.next = seconds(decision.next_ms);
  rates.of = decision.table;
  return rates;
}

Error rate_used_up(const PolicyLimiter::Decision& decision) {
  if (decision.unknown) {
    Error error = make_error(Code::unreachable, "The limit of " + what(decision) + " cannot be checked, since the database does not answer.",
                             "Try again in a moment.");
    error.retryable = true;
    return error;
  }
  const bool never = decision.units > decision.limit->burst;
  const std::string wait = "Wait " + std::to_string(seconds(decision.next_ms)) + (seconds(decision.next_ms) == 1 ? " second." : " seconds.");
  Error error = decision.units == 1 ? make_error(Code::rate_limited, "Rate limit of " + what(decision) + " exceeded.", wait)
                                    : make_error(Code::rate_limited,
                                                 "This counts as " + std::to_string(decision.units) + " requests, and " +
                                                     std::to_string(decision.left) + " of " + what(decision) + " are left.",
                                                 never ? "Ask for less at once: it allows " + std::to_string(decision.limit->burst) + " at once."
                                                       : "Ask for less at once, or wait. " + wait);
  error.details = {{"policy", decision.limit->id}, {"limit", decision.limit->requests}, {"windowMs", decision.limit->period_ns / 1'000'000}, {"burst", decision.limit->burst}, {"reset", (trusted_ms() + decision.whole_ms) / 1000}};
  if (!never) error.retry_after = std::chrono::milliseconds(seconds(decision.next_ms) * 1000);
  return error;
}

HttpError rate_refusal(const PolicyLimiter::Decision& decision) { return rejected("policy", http_error_for(rate_used_up(decision))); }

}  // namespace chitty::host::daemon
