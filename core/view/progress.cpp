#include "view/progress.hpp"

#include "view/harmless.hpp"
#include "view/view.hpp"
#include "view/width.hpp"

namespace chitty::host {
namespace {

constexpr std::size_t bar_width = 20;
constexpr std::chrono::milliseconds redraw{100};

std::string bar(std::uint64_t percent) {
  const auto filled = static_cast<std::size_t>(percent) * bar_width / 100;
  return "[" + std::string(filled, '#') + std::string(bar_width - filled, '-') + "]";
}

std::string time_left(const Step& step, std::chrono::milliseconds elapsed) {
  if (step.done == 0 || elapsed < std::chrono::seconds(1)) return {};
  const double left = static_cast<double>(elapsed.count()) / 1000 * static_cast<double>(step.total - step.done) /
                      static_cast<double>(step.done);
  const auto seconds = static_cast<std::uint64_t>(left + 0.5);
  if (seconds >= 3600) return std::to_string(seconds / 3600) + " h " + std::to_string(seconds / 60 % 60) + " min left";
  if (seconds >= 60) return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s left";
  return std::to_string(seconds) + " s left";
}

std::uint64_t percent_of(const Step& step) {
  return static_cast<std::uint64_t>(static_cast<double>(step.done) / static_cast<double>(step.total) * 100);
}

}  // namespace

std::string progress_line(const Step& given, std::chrono::milliseconds elapsed, std::size_t width) {
  Step step = given;
  const bool known = step.total > 0;
  if (known) step.done = std::min(step.done, step.total);
  const std::string label = harmless(step.label, Controls::cell);
  const std::string count = std::to_string(step.done) + (known ? "/" + std::to_string(step.total) : "");

  // From the most telling to the least: what is left out first stands last.
  std::vector<std::string> parts{count};
  if (known) parts = {std::to_string(percent_of(step)) + "%", count, time_left(step, elapsed)};
  std::string line = label;
  if (known && display_width(label) + bar_width + 2 + 2 + 6 + count.size() + 2 <= width)
    line += (line.empty() ? "" : "  ") + bar(percent_of(step));
  for (const auto& part : parts)
    if (!part.empty() && display_width(line) + 2 + part.size() <= width) line += (line.empty() ? "" : "  ") + part;
  return cut_to(line, width);
}

bool Throttle::due(Clock::time_point now) {
  if (now < next_) return false;
  next_ = now + interval_;
  return true;
}

struct Progress::State {
  Terminal terminal;
  Throttle throttle{redraw};
  Throttle::Clock::time_point began = Throttle::Clock::now();
  bool drawn = false;
};

Progress::Progress(const Terminal& terminal, bool quiet) {
  if (!terminal.err_is_terminal || quiet) return;
  state_ = std::make_unique<State>();
  state_->terminal = terminal;
}

Progress::~Progress() { clear(); }

void Progress::update(std::uint64_t done, std::uint64_t total, std::string_view label) {
  if (!state_) return;
  const auto now = Throttle::Clock::now();
  if (!state_->throttle.due(now)) return;
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - state_->began);
  // One column stays free: a full line makes some terminals wrap.
  const auto width = static_cast<std::size_t>(std::max(state_->terminal.width - 1, 1));
  state_->terminal.err("\r" + progress_line({done, total, label}, elapsed, width) + "\x1b[K");
  state_->drawn = true;
}

void Progress::say(std::string_view line) {
  if (!state_) return;
  const auto width = static_cast<std::size_t>(std::max(state_->terminal.width - 1, 1));
  state_->terminal.err("\r" + cut_to(harmless(std::string(line), Controls::cell), width) + "\x1b[K");
  state_->drawn = true;
}

void Progress::clear() {
  if (!state_ || !state_->drawn) return;
  state_->terminal.err("\r\x1b[K");
  state_->drawn = false;
}

}  // namespace chitty::host
