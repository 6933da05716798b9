// The routes of tokens, registrations and service tokens, one function for each handler that the manifest names.
#pragma once

#include <chitty/service.hpp>

namespace chitty::auth::service {

// registration.cpp
Result<Response> register_person(Service& service);
Result<Response> show_registration(Service& service);
// token.cpp
Result<Response> provision(Service& service);
Result<Response> validate(Service& service);
Result<Response> refresh(Service& service);
// token_list.cpp
Result<Response> list_tokens(Service& service);
Result<Response> token_stats(Service& service);
Result<Response> revoke(Service& service);
Result<Response> revoke_by_path(Service& service);
// service_token.cpp
Result<Response> create_service_token(Service& service);
Result<Response> list_service_tokens(Service& service);
Result<Response> rotate_service_token(Service& service);
// service_session.cpp
Result<Response> authenticate_service(Service& service);
// subject.cpp
Result<Response> suspend_subject(Service& service);
Result<Response> resume_subject(Service& service);

}  // namespace chitty::auth::service
