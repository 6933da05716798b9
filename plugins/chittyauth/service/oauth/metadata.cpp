// GET /.well-known/oauth-authorization-server (RFC 8414) and /.well-known/openid-configuration: what this server can
// do.
#include <string>

#include "../../names.hpp"
#include "client.hpp"
#include "key.hpp"

namespace chittyauth::routes {

Result<Response> oauth_metadata(Service& service) {
  const std::string issuer(service.base_url());
  const auto at = [&](const char* path) { return issuer + path; };
  const json::array client_authentication{"none", "client_secret_basic", "client_secret_post"};
  return Response(json::object{
      {"issuer", issuer},
      {"authorization_endpoint", at("/v1/oauth/authorize")},
      {"token_endpoint", at("/v1/oauth/token")},
      {"device_authorization_endpoint", at("/v1/oauth/device_authorization")},
      {"revocation_endpoint", at("/v1/oauth/revoke")},
      {"introspection_endpoint", at("/v1/oauth/introspect")},
      {"registration_endpoint", at("/v1/oauth/register")},
      {"jwks_uri", at("/.well-known/jwks.json")},
      {"response_types_supported", json::array{"code"}},
      {"response_modes_supported", json::array{"query"}},
      {"grant_types_supported", json::array{grant_code, grant_refresh, grant_device}},
      {"code_challenge_methods_supported", json::array{"S256"}},
      {"token_endpoint_auth_methods_supported", client_authentication},
      {"revocation_endpoint_auth_methods_supported", client_authentication},
      {"introspection_endpoint_auth_methods_supported", json::array{"client_secret_basic", "client_secret_post"}},
      {"authorization_response_iss_parameter_supported", true},
      {"scopes_supported", json::array{"openid", "offline_access"}},
      {"subject_types_supported", json::array{"public"}},
      {"id_token_signing_alg_values_supported", json::array{id_token_algorithm}},
      {"claims_supported", json::array{"sub", "aud", "iss", "exp", "iat", "auth_time", "nonce", "at_hash"}},
      {"prompt_values_supported", json::array{"none", "login", "consent", "select_account"}},
      {"request_parameter_supported", false},
      {"request_uri_parameter_supported", false}});
}

}  // namespace chittyauth::routes
