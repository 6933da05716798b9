// The commands of tokens and registrations, one function for each path that the manifest names.
#pragma once

#include <chitty/host.hpp>

namespace chitty::auth::commands {

// registration.cpp
Result<Reply> register_person(const Arguments& args, Host& host);
// token.cpp
Result<Reply> provision_token(const Arguments& args, Host& host);
Result<Reply> list_tokens(const Arguments& args, Host& host);
Result<Reply> revoke_token(const Arguments& args, Host& host);
Result<Reply> refresh_token(const Arguments& args, Host& host);
Result<Reply> validate_token(const Arguments& args, Host& host);
Result<Reply> token_stats(const Arguments& args, Host& host);
// service_token.cpp
Result<Reply> create_service_token(const Arguments& args, Host& host);
Result<Reply> rotate_service_token(const Arguments& args, Host& host);
Result<Reply> list_service_tokens(const Arguments& args, Host& host);
// sync.cpp
Result<Reply> sync_notion(const Arguments& args, Host& host);

// What the options --scopes, --expires (as seconds; null when it is not given) and a service's name say, refused before
// anything is sent.
Result<json::array> scopes_in(const Arguments& args);
Result<json::value> seconds_of(const Arguments& args);
Result<void> must_be_service(const std::string& name);

// Make `token` of `chitty_id` the credential by which the caller asks every service of the environment. A failure says
// how to go on, for by then the service has made the token, and nobody else has it.
Result<void> become(Host& host, const std::string& token, const std::string& chitty_id);

}  // namespace chitty::auth::commands
