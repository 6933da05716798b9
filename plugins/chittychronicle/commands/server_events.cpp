#include "server_events.hpp"

#include <chitty/error.hpp>

namespace chittychronicle {

using namespace chitty;

Result<std::optional<json::value>> ServerEvents::next() {
  for (std::string piece(16 << 10, '\0'); waiting_.empty();) {
    CHITTY_TRY(const auto got, stream_.read(piece.data(), piece.size()));
    if (got == 0) return std::optional<json::value>();
    CHITTY_DO(parser_.feed(std::string_view(piece).substr(0, got), [&](const models::SseEvent& event) { return waiting_.push_back(event.data), Result<void>(); }));
  }
  boost::system::error_code ec;
  auto value = json::parse(waiting_.front(), ec);
  waiting_.pop_front();
  if (ec) return make_error(Code::malformed, "An event of the stream is not JSON.");
  return std::optional(std::move(value));
}

}  // namespace chittychronicle
