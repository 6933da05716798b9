// The commands of the plugin, one function for each path that the manifest names.
#pragma once

#include <chitty/host.hpp>
#include <chitty/pages.hpp>

namespace chitty::id::commands {

// identity.cpp
Result<Reply> mint(const Arguments& args, Host& host);
Result<Reply> verify(const Arguments& args, Host& host);
Result<Reply> list(const Arguments& args, Host& host);
// batch.cpp
Result<Reply> mint_many(const Arguments& args, Host& host);
Result<Reply> mint_from_input(const Arguments& args, Host& host);
// session.cpp
Result<Reply> sync_session(const Arguments& args, Host& host);
Result<Reply> list_sessions(const Arguments& args, Host& host);
Result<Reply> export_session(const Arguments& args, Host& host);
// credential.cpp
Result<Reply> issue_credential(const Arguments& args, Host& host);
Result<Reply> verify_credential(const Arguments& args, Host& host);
Result<Reply> list_credentials(const Arguments& args, Host& host);
Result<Reply> revoke_credential(const Arguments& args, Host& host);
// key.cpp
Result<Reply> list_keys(const Arguments& args, Host& host);
Result<Reply> rotate_key(const Arguments& args, Host& host);

// Put the word for what an identity is (`entityWord`) beside the wire's letter (`entity`), where the service has not.
void name_entity(json::object& record);

// The body of a mint as the arguments ask for it, `count` left out.
Result<json::object> mint_order(const Arguments& args);

}  // namespace chitty::id::commands
