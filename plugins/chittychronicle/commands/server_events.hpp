// The data of server-sent events, one by one, as JSON.
#pragma once

#include <chitty/lines.hpp>
#include <optional>

namespace chittychronicle {

class ServerEvents {
 public:
  // `stream` outlives it.
  explicit ServerEvents(chitty::ResponseStream& stream) : lines_(stream) {}

  // None at the end of the stream. MALFORMED: data that is no JSON.
  chitty::Result<std::optional<chitty::json::value>> next();

 private:
  chitty::Lines lines_;
};

}  // namespace chittychronicle
