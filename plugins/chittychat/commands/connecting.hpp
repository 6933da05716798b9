// Connect a case to a conversation.
#ifndef CHITTYCHAT_COMMANDS_CONNECTING_HPP
#define CHITTYCHAT_COMMANDS_CONNECTING_HPP

#include <chitty/host.hpp>

namespace chittychat {

// The conversation, with what there is of the case: `documents`, `pages`. An empty `session` is the last one, or a new one where there is
// none, or where `fresh` says so.
chitty::Result<chitty::json::object> connect_to(chitty::Host& host, const std::string& case_id, const std::string& session, bool fresh);

}  // namespace chittychat

#endif  // CHITTYCHAT_COMMANDS_CONNECTING_HPP
