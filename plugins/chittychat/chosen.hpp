// Which models are asked for a conversation, in which order: the one that was chosen first, the others of the chain after it.
#ifndef CHITTYCHAT_CHOSEN_HPP
#define CHITTYCHAT_CHOSEN_HPP

#include <chitty/models/configured.hpp>

namespace chittychat {

// `model` names a remote or what it calls its model; another name is asked of the first endpoint. Empty: the chain as it is.
std::vector<chitty::models::Configured> chosen_first(std::vector<chitty::models::Configured> all, std::string_view model);

}  // namespace chittychat

#endif  // CHITTYCHAT_CHOSEN_HPP
