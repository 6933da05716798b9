// A model's answer as it comes: the pieces of a streamed chat completion (OpenAI's form).
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chittyconnect::integrations {

class ChatReply {
 public:
  // The text in one event, without what a terminal would obey. After the end nothing more is taken.
  std::string take(std::string_view data);

  bool begun() const { return begun_; }
  bool ended() const { return ended_ || !error_.empty(); }

  // REFUSED in the model's words when it told an error inside; UNREACHABLE when it was cut off before it said that it had ended.
  chitty::Result<void> verdict() const;

 private:
  bool begun_ = false, ended_ = false;
  std::string error_;
};

}  // namespace chittyconnect::integrations
