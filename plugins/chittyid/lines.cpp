#include "lines.hpp"

namespace chitty::id {

Result<std::optional<std::string>> Lines::next() {
  std::size_t searched = at_;
  for (;;) {
    if (const auto end = held_.find('\n', searched); end != std::string::npos) {
      std::string line = held_.substr(at_, end - at_);
      at_ = end + 1;
      return std::optional(std::move(line));
    }
    if (ended_) {
      if (at_ == held_.size()) return std::optional<std::string>();
      std::string line = held_.substr(at_);
      at_ = held_.size();
      return std::optional(std::move(line));
    }
    held_.erase(0, at_);
    at_ = 0;
    searched = held_.size();
    if (searched > longest) return usage_error("A line is longer than 1 MiB.");
    held_.resize(searched + 16'384);
    auto got = read_(held_.data() + searched, 16'384);
    held_.resize(searched + (got ? *got : 0));
    if (!got) return got.error();
    ended_ = *got == 0;
  }
}

}  // namespace chitty::id
