// The data of server-sent events, one by one, as JSON.
#pragma once

#include <chitty/models/sse.hpp>
#include <chitty/response_stream.hpp>
#include <deque>
#include <optional>

namespace chittychronicle {

class ServerEvents {
 public:
  // `stream` outlives it.
  explicit ServerEvents(chitty::ResponseStream& stream) : stream_(stream) {}

  // None at the end of the stream. MALFORMED: data that is no JSON.
  chitty::Result<std::optional<chitty::json::value>> next();

 private:
  chitty::ResponseStream& stream_;
  chitty::models::SseParser parser_;
  std::deque<std::string> waiting_;
};

}  // namespace chittychronicle
