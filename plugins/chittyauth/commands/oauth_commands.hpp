// The commands of OAuth, one function for each path that the manifest names.
#pragma once

#include <chitty/host.hpp>

namespace chitty::auth::commands {

// oauth.cpp
Result<Reply> authorize(const Arguments& args, Host& host);
Result<Reply> callback(const Arguments& args, Host& host);
Result<Reply> refresh(const Arguments& args, Host& host);
// oauth_clients.cpp
Result<Reply> list_clients(const Arguments& args, Host& host);
Result<Reply> create_client(const Arguments& args, Host& host);
Result<Reply> remove_client(const Arguments& args, Host& host);
Result<Reply> sign_in(const Arguments& args, Host& host);

}  // namespace chitty::auth::commands
