// SQL without what does not matter: comments, space, the case of words. Two scripts of one such text do the same.
#pragma once

#include <string>
#include <string_view>

namespace chitty::host::daemon {

std::string sql_tokens(std::string_view script);

}  // namespace chitty::host::daemon
