// A circuit breaker, as plain numbers that are kept somewhere: after `threshold` failures in a row nobody asks for a while; then one
// request, and only one, tries; it closes the breaker or opens it again. Times in milliseconds since 1970.
#ifndef CHITTY_MODELS_BREAKER_HPP
#define CHITTY_MODELS_BREAKER_HPP

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace chitty::models {

struct Breaker {
  static constexpr std::int64_t threshold = 3, pause_ms = 60'000, longest_ms = 3'600'000, probe_ms = 120'000;

  std::int64_t failures = 0;     // in a row
  std::int64_t open_until = 0;   // nobody asks before
  std::int64_t probe_until = 0;  // somebody tries it out, until then at the latest

  bool is_open() const { return failures >= threshold || open_until > 0; }

  // May it be asked now? Of one that was open this claims the one probe: keep the breaker before the request goes out.
  bool admits(std::int64_t now) {
    if (now < open_until) return false;
    if (!is_open()) return true;
    if (now < probe_until) return false;
    probe_until = now + probe_ms;
    return true;
  }

  void succeeded() { *this = {}; }

  // `retry_after_ms`: what the other side asked for (Retry-After), 0 if nothing; it is kept to after the first failure already.
  void failed(std::int64_t now, std::int64_t retry_after_ms) {
    ++failures;
    probe_until = 0;
    std::int64_t pause = 0;
    if (failures >= threshold) pause = std::min(longest_ms, pause_ms << std::min<std::int64_t>(failures - threshold, 6));
    if (const auto longest = std::max(pause, std::min(retry_after_ms, longest_ms)); longest > 0) open_until = now + longest;
  }

  std::string_view state(std::int64_t now) const { return !is_open() ? "closed" : now < open_until ? "open"
                                                                                                   : "half-open"; }
};

}  // namespace chitty::models

#endif  // CHITTY_MODELS_BREAKER_HPP
