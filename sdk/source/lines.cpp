#include <algorithm>
#include <chitty/finite.hpp>
#include <chitty/lines.hpp>

namespace chitty {

namespace {

constexpr std::size_t piece = 65'536;  // what a pipe holds
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

bool Lines::Line::is_blank() const { return !too_long && text.find_first_not_of(" \t\r") == std::string::npos; }

Result<json::value> Lines::Line::value() const {
  if (too_long) return usage_error("Line " + std::to_string(number) + " is longer than 1 MiB.");
  boost::system::error_code ec;
  auto value = json::parse(text, ec);
  if (ec) return usage_error("Line " + std::to_string(number) + " is not JSON: " + ec.message() + ".");
  if (has_nonfinite(value)) return usage_error("Line " + std::to_string(number) + " has a number that is too large.");
  return value;
}

Lines::Lines(Host& host)
    : Lines([&host](char* buffer, std::size_t capacity) { return host.read_input(buffer, capacity); }) {}

Lines::Lines(ResponseStream& reply)
    : Lines([&reply](char* buffer, std::size_t capacity) { return reply.read(buffer, capacity); }) {}

bool Lines::would_wait() const { return !ended_ && held_.find('\n', at_) == std::string::npos; }

Lines::Line Lines::take(std::size_t end) {
  Line line;
  line.number = ++number_;
  line.too_long = skipping_ || end - at_ > longest;
  if (!line.too_long) line.text = held_.substr(at_, end - at_);
  if (number_ == 1 && line.text.starts_with(byte_order_mark)) line.text.erase(0, byte_order_mark.size());
  if (line.text.ends_with('\r')) line.text.pop_back();
  skipping_ = false;
  at_ = std::min(end + 1, held_.size());
  return line;
}

// Bytes of a line that is too long already are dropped as they come.
Result<void> Lines::read_more() {
  held_.erase(0, at_);
  at_ = 0;
  if (held_.size() > longest) {
    skipping_ = true;
    held_.clear();
  }
  const auto before = held_.size();
  held_.resize(before + piece);
  auto got = read_(held_.data() + before, piece);
  held_.resize(before + (got ? *got : 0));
  if (!got) return got.error();
  ended_ = *got == 0;
  return {};
}

Result<std::optional<Lines::Line>> Lines::next() {
  std::size_t searched = at_;
  for (;;) {
    if (const auto end = held_.find('\n', searched); end != std::string::npos) return std::optional(take(end));
    if (ended_) {
      if (at_ == held_.size() && !skipping_) return std::optional<Line>();
      return std::optional(take(held_.size()));
    }
    const auto unread = held_.size() - at_;
    CHITTY_DO(read_more());
    searched = skipping_ ? 0 : std::min(unread, held_.size());
  }
}

Result<std::vector<Lines::Line>> Lines::next_batch(std::int64_t most, const Weigh& weigh) {
  std::vector<Line> batch;
  std::int64_t weight = 0;
  do {
    CHITTY_TRY(auto line, next());
    if (!line) break;
    if (!line->is_blank()) {
      line->weight = 1;
      if (weigh) {
        CHITTY_TRY(line->weight, weigh(*line));
      }
    }
    weight += line->weight;
    batch.push_back(std::move(*line));
  } while (static_cast<std::int64_t>(batch.size()) < most && weight < most && !would_wait());
  return batch;
}

}  // namespace chitty
