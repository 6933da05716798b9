// The routes of the service, one function for each handler that the manifest names.
#pragma once

#include <chitty/service.hpp>

namespace chitty::id::service {

// identity.cpp
Result<Response> mint(Service& service);
Result<Response> moved_mint(Service& service);
Result<Response> list(Service& service);
Result<Response> show(Service& service);
Result<Response> audit(Service& service);
Result<Response> fallback(Service& service);
// batch.cpp
Result<Response> mint_batch(Service& service);
// keys.cpp
Result<Response> rotate_key(Service& service);
Result<Response> list_keys(Service& service);
Result<Response> jwks(Service& service);
// validation.cpp
Result<Response> validate(Service& service);
Result<Response> verify(Service& service);
Result<Response> info(Service& service);
Result<Response> spec(Service& service);
// session.cpp, session_life.cpp
Result<Response> sync_session(Service& service);
Result<Response> init_session(Service& service);
Result<Response> update_session(Service& service);
Result<Response> list_sessions(Service& service);
Result<Response> show_session(Service& service);
Result<Response> session_status(Service& service);
Result<Response> session_health(Service& service);
Result<Response> checkpoint_session(Service& service);
Result<Response> invalidate_session(Service& service);
Result<Response> retry_session(Service& service);
Result<Response> cleanup_sessions(Service& service);
// credential.cpp
Result<Response> issue_credential(Service& service);
Result<Response> list_credentials(Service& service);
Result<Response> revoke_credential(Service& service);
// credential_check.cpp
Result<Response> verify_credential(Service& service);
Result<Response> verify_token(Service& service);
Result<Response> status_list(Service& service);

}  // namespace chitty::id::service
