#include "event_stream.hpp"

namespace chittyconnect::integrations {

bool EventStream::line(std::string_view text, const std::function<bool(std::string_view data)>& take) {
  if (!begun_ && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  begun_ = true;
  if (text.empty()) {
    const auto whole = std::move(data_);
    data_.clear();
    if (!has_data_) return true;
    has_data_ = false;
    return take(whole);
  }
  const auto name = text.substr(0, text.find(':'));
  if (name != "data") return true;  // comments, and fields that nobody here needs
  auto value = name.size() == text.size() ? std::string_view() : text.substr(name.size() + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (has_data_) data_ += '\n';
  data_ += value;
  has_data_ = true;
  return true;
}

// A line ends with CR, LF or both, and both may come in different pieces.
bool EventStream::feed(std::string_view piece, const std::function<bool(std::string_view data)>& take) {
  for (const char c : piece) {
    const bool second = c == '\n' && after_return_;
    after_return_ = c == '\r';
    if (second) continue;
    if (c != '\r' && c != '\n') {
      line_ += c;
      continue;
    }
    const auto whole = std::move(line_);
    line_.clear();
    if (!line(whole, take)) return false;
  }
  return true;
}

}  // namespace chittyconnect::integrations
