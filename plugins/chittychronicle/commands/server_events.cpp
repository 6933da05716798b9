#include "server_events.hpp"

namespace chittychronicle {

using namespace chitty;

// A line that begins with "data:" belongs to the event, an empty one ends it, others say nothing about the data.
Result<std::optional<json::value>> ServerEvents::next() {
  std::string data;
  for (;;) {
    CHITTY_TRY(const auto line, lines_.next());
    if (!line) return std::optional<json::value>();
    const std::string_view text = line->text;
    if (text.empty() && !data.empty()) break;
    if (!text.starts_with("data:")) continue;
    if (!data.empty()) data += '\n';
    data += text.substr(text.starts_with("data: ") ? 6 : 5);
  }
  boost::system::error_code ec;
  auto value = json::parse(data, ec);
  if (ec) return make_error(Code::malformed, "An event of the stream is not JSON.");
  return std::optional(std::move(value));
}

}  // namespace chittychronicle
