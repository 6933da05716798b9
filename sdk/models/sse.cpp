#include <chitty/error.hpp>
#include <chitty/models/sse.hpp>
#include <utility>

namespace chitty::models {

Result<void> SseParser::feed(std::string_view bytes, const Take& take) {
  for (const char c : bytes) {
    if (std::exchange(after_cr_, c == '\r') && c == '\n') continue;
    if (c == '\r' || c == '\n') {
      CHITTY_DO(line(take));
      continue;
    }
    line_ += c;
    if (line_.size() + data_.size() > most) return make_error(Code::malformed, "the answer has an event larger than 4 MiB");
  }
  return {};
}

Result<void> SseParser::line(const Take& take) {
  auto text = std::exchange(line_, {});
  if (!std::exchange(begun_, true) && text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  if (text.empty()) {
    SseEvent event{type_.empty() ? "message" : std::exchange(type_, {}), std::exchange(data_, {}), id_};
    type_.clear();
    return std::exchange(has_data_, false) ? take(event) : Result<void>();
  }
  const auto colon = text.find(':');
  const auto field = text.substr(0, colon);
  auto value = colon == text.npos ? std::string() : text.substr(colon + 1);
  if (value.starts_with(' ')) value.erase(0, 1);
  if (field == "data") {
    if (std::exchange(has_data_, true)) data_ += '\n';
    data_ += value;
  } else if (field == "event") {
    type_ = value;
  } else if (field == "id" && value.find('\0') == value.npos) {
    id_ = value;
  }
  return {};
}

}  // namespace chitty::models
