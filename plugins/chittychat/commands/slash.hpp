// What begins with / in `chitty chat start`: not for the model, but about the conversation.
#ifndef CHITTYCHAT_COMMANDS_SLASH_HPP
#define CHITTYCHAT_COMMANDS_SLASH_HPP

#include "talk.hpp"

namespace chittychat {

struct Slash {
  bool taken = false, ends = false;  // it was one; the conversation is over
};

// `turn` is changed by it.
chitty::Result<Slash> slash(chitty::Host& host, const std::string& message, Turn& turn);

}  // namespace chittychat

#endif  // CHITTYCHAT_COMMANDS_SLASH_HPP
