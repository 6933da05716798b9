// The address that somebody has told git: a good guess at the one that they want to be known by.
#pragma once

#include <string>
#include <string_view>

namespace chitty::auth {

// `user.email` of the person's own configuration of git: ~/.gitconfig, else git/config in $XDG_CONFIG_HOME; GIT_CONFIG_GLOBAL in place of
// both. Empty where there is none. Included files are not followed.
std::string git_address();

// The value of `user.email` in the text of such a file; the last one counts.
std::string git_address_in(std::string_view text);

}  // namespace chitty::auth
