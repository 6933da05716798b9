// Renders one progress line from the state of the work.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::host {

struct Step {
  std::uint64_t done = 0;
  std::uint64_t total = 0;  // 0: not known
  std::string_view label;
};

// "minting  [######------]  50%  500/1000  12 s left", never wider than `width`. Parts that do not fit are left out,
// the bar first; the label is cut last.
std::string progress_line(const Step& step, std::chrono::milliseconds elapsed, std::size_t width);

// Lets through at most one in `interval`; the first always.
class Throttle {
 public:
  using Clock = std::chrono::steady_clock;
  explicit Throttle(std::chrono::milliseconds interval) : interval_(interval) {}
  bool due(Clock::time_point now);

 private:
  std::chrono::milliseconds interval_;
  Clock::time_point next_{};
};

}  // namespace chitty::host
