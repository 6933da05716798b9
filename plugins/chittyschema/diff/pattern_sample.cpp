#include "pattern_sample.hpp"

#include <algorithm>
#include <charconv>

namespace chittyschema::diff {

namespace {

class Sampling {
 public:
  Sampling(std::string_view pattern, bool last) : pattern_(pattern), last_(last) {}

  // Alternatives up to the end or a bracket; the first of them.
  std::string alternatives(int depth) {
    std::string chosen = sequence(depth);
    while (take('|')) {
      auto other = sequence(depth);
      if (last_) chosen = std::move(other);
    }
    return chosen;
  }

 private:
  bool more() const { return at_ < pattern_.size(); }
  char here() const { return more() ? pattern_[at_] : '\0'; }
  bool take(char c) { return here() == c && more() ? ++at_, true : false; }
  bool take(std::string_view text) { return pattern_.substr(at_).starts_with(text) ? at_ += text.size(), true : false; }

  std::string sequence(int depth) {
    std::string out;
    while (more() && here() != '|' && here() != ')') {
      if (take('^') || take('$')) continue;
      const auto one = atom(depth);
      const auto times = repetition();
      for (std::size_t i = 0; i < times && out.size() < 4096; ++i) out += one;
    }
    return out;
  }

  std::string atom(int depth) {
    if (take('(')) {
      const bool looks = take("?=") || take("?!") || take("?<=") || take("?<!");
      if (!looks && !take("?:") && take("?<")) at_ = std::min(pattern_.find('>', at_), pattern_.size() - 1) + 1;
      const auto inner = depth < 32 ? alternatives(depth + 1) : std::string();
      take(')');
      return looks ? std::string() : inner;
    }
    if (take('[')) return one_of_class();
    if (take('\\')) return escaped();
    if (take('.')) return "a";
    return std::string(1, pattern_[at_++]);
  }

  std::string escaped() {
    const char c = more() ? pattern_[at_++] : '\\';
    switch (c) {
      case 'd': return "0";
      case 'w': return "a";
      case 's': return " ";
      case 'D':
      case 'S': return "a";
      case 'W': return "-";
      case 'b':
      case 'B': return "";
      case 'n': return "\n";
      case 't': return "\t";
      case 'p':
        if (take('{')) at_ = std::min(pattern_.find('}', at_), pattern_.size() - 1) + 1;
        return "a";
      default: return std::string(1, c);
    }
  }

  std::string one_of_class() {
    const bool negated = take('^');
    std::string members, first, final;
    while (more() && (here() != ']' || members.empty())) {
      const auto one = take('\\') ? escaped() : std::string(1, pattern_[at_++]);
      if (first.empty()) first = one;
      final = one;
      members += one.empty() ? "?" : one;
      if (here() == '-' && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']') {
        ++at_;
        const auto last = take('\\') ? escaped() : std::string(1, pattern_[at_++]);
        for (int c = one.empty() ? 0 : one[0]; negated && !last.empty() && c < last[0]; ++c) members += static_cast<char>(c);
        final = last;
        members += last;
      }
    }
    take(']');
    if (!negated) return last_ ? final : first;
    for (const char c : std::string_view("a0 -_.~!Zz9"))
      if (members.find(c) == members.npos) return std::string(1, c);
    return "\x01";
  }

  std::size_t repetition() {
    std::size_t times = 1;
    if (take('?') || take('*')) times = 0;
    else if (take('+')) times = 1;
    else if (here() == '{' && at_ + 1 < pattern_.size() && pattern_[at_ + 1] >= '0' && pattern_[at_ + 1] <= '9') {
      std::from_chars(pattern_.data() + at_ + 1, pattern_.data() + pattern_.size(), times);
      at_ = std::min(pattern_.find('}', at_), pattern_.size() - 1) + 1;
    }
    take('?');
    return times;
  }

  std::string_view pattern_;
  bool last_;
  std::size_t at_ = 0;
};

}  // namespace

std::string pattern_sample(std::string_view pattern, bool last) { return Sampling(pattern, last).alternatives(0); }

}  // namespace chittyschema::diff
