// The routes of OAuth 2.1, one function for each handler that the manifest names.
#pragma once

#include <chitty/service.hpp>

namespace chitty::auth::service {

// oauth_metadata.cpp, oauth_key.cpp
Result<Response> oauth_metadata(Service& service);
Result<Response> oauth_keys(Service& service);
// oauth_authorize.cpp
Result<Response> authorize(Service& service);
Result<Response> authorize_by_form(Service& service);
Result<Response> consent(Service& service);
// oauth_sign_in.cpp
Result<Response> make_sign_in_code(Service& service);
Result<Response> show_sign_in(Service& service);
Result<Response> sign_in(Service& service);
// oauth_token.cpp
Result<Response> oauth_token(Service& service);
// oauth_device.cpp
Result<Response> begin_device(Service& service);
Result<Response> device_page(Service& service);
Result<Response> answer_device(Service& service);
// oauth_revocation.cpp
Result<Response> oauth_revoke(Service& service);
Result<Response> oauth_introspect(Service& service);
// oauth_registration.cpp
Result<Response> register_client(Service& service);
Result<Response> create_client(Service& service);
Result<Response> list_clients(Service& service);
Result<Response> remove_client(Service& service);

}  // namespace chitty::auth::service
