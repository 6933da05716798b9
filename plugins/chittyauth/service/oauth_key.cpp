#include "oauth_key.hpp"

#include <chitty/routes.hpp>

#include "oauth_routes.hpp"

namespace chitty::auth {

namespace {

Result<std::optional<Row>> newest_key(Service& service) {
  return service.store().find(
      "SELECT kid, jwk FROM oauth_keys WHERE status = 'active' ORDER BY created_at DESC, kid LIMIT 1");
}

}  // namespace

Result<void> prepare_oauth_key(Service& service) {
  return service.store().transaction([&]() -> Result<void> {
    const auto known = newest_key(service);
    if (!known) return known.error();
    if (*known) return {};
    const auto jwk = service.crypto().generate_key(id_token_algorithm);
    if (!jwk) return jwk.error();
    auto kept = service.store().execute(
        "INSERT INTO oauth_keys (kid, jwk, status, created_at) VALUES (:kid, :jwk, 'active', :now)",
        {{"kid", text_in(json::parse(*jwk).as_object(), "kid")}, {"jwk", *jwk}, {"now", rfc3339(service.now())}});
    return kept ? Result<void>() : kept.error();
  });
}

Result<SigningKey> signing_key(Service& service) {
  const auto row = newest_key(service);
  if (!row) return row.error();
  if (!*row) return make_error(Code::host_fault, "The service has no key to sign with: it has not been started.");
  return SigningKey{text_of(**row, "kid"), text_of(**row, "jwk")};
}

namespace service {

// GET /.well-known/jwks.json, /v1/oauth/jwks: every key, so that what an older one signed can be checked.
Result<Response> oauth_keys(Service& service) {
  return key_set(service, "SELECT kid, jwk FROM oauth_keys ORDER BY created_at DESC, kid");
}

}  // namespace service

}  // namespace chitty::auth
