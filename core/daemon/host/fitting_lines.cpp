#include "daemon/host/fitting_lines.hpp"

#include "daemon/host/request_cost.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace chitty::host::daemon {
namespace {

constexpr std::size_t piece = 64 * 1024;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

}  // namespace

Result<bool> FittingLines::take_line(bool numbered) {
  for (;;) {
    const auto end = gathered_.find('\n', taken_);
    const auto size = (end == gathered_.npos ? gathered_.size() : end) - taken_;
    too_long_ = too_long_ || size > longest;
    if (too_long_ && (end != gathered_.npos || ended_)) {
      taken_ = std::min(gathered_.size(), taken_ + size + 1);
      too_long_ = false;
      ++number_;
      return usage_error((numbered ? "Line " + std::to_string(number_) : "The line") + " is longer than " + std::to_string(longest) + " bytes.");
    }
    if (too_long_) {
      taken_ = gathered_.size();  // dropped as it comes
    } else if (end != gathered_.npos || (ended_ && size > 0)) {
      const auto line = std::string_view(gathered_).substr(taken_, size);
      line_ = number_ == 0 ? without_byte_order_mark(line) : line;
      taken_ = std::min(gathered_.size(), taken_ + size + 1);
      ++number_;
      return true;
    }
    if (ended_) return false;
    gathered_.erase(0, taken_);
    taken_ = 0;
    const auto before = gathered_.size();
    gathered_.resize(before + piece);
    const auto got = exchange_.read(gathered_.data() + before, piece);
    gathered_.resize(before + (got ? *got : 0));
    if (!got) return got.error();
    ended_ = *got == 0;
  }
}

// A line that does not fit counts as one.
std::optional<Error> FittingLines::pay_for_line(bool fits) {
  if (cost_.per != RouteCost::Per::line || !pay_) return std::nullopt;
  const auto asked_for = asked_for_ + (fits && !cost_.at.empty() ? number_at(line_, cost_.at) : 1);
  const auto units = units_of(cost_, asked_for);
  if (units > paid_)
    if (auto refused = pay_(units - paid_)) return refused;
  asked_for_ = asked_for;
  paid_ = std::max(paid_, units);
  return std::nullopt;
}

Result<std::optional<std::string_view>> FittingLines::next(bool numbered) {
  for (;;) {
    const auto taken = take_line(numbered);
    if (!taken) return taken.error();
    if (!*taken) return std::optional<std::string_view>();
    if (is_blank(line_)) continue;
    Departures departures;
    shape_.line(line_, numbered ? number_ : 0, departures);
    given_ = line_.size();
    if (auto refused = pay_for_line(departures.empty())) return std::move(*refused);
    if (!departures.empty()) return departures.error();
    return std::optional<std::string_view>(line_);
  }
}

Result<std::size_t> FittingLines::read(char* buffer, std::size_t capacity) {
  if (given_ >= line_.size()) {
    const auto line = next(true);
    if (!line) return line.error();
    if (!*line) return std::size_t{0};
    line_ += '\n';
    given_ = 0;
  }
  const auto given = std::min(capacity, line_.size() - given_);
  std::copy_n(line_.data() + given_, given, buffer);
  given_ += given;
  return given;
}

}  // namespace chitty::host::daemon
