#include "../../names.hpp"
#include "key.hpp"

#include <chitty/routes.hpp>

#include "client.hpp"
#include "session.hpp"

namespace chitty::auth {

namespace {

// Those that registered themselves before they had one.
Result<void> give_clients_an_end(Service& service) {
  CHITTY_DO(service.store().execute("UPDATE oauth_clients SET ends_at = :ends WHERE origin = 'self' AND ends_at IS NULL",
                                    {{"ends", service.now() + idle_client_lives}}));
  return {};
}

Result<std::optional<Row>> newest_key(Service& service) {
  return service.store().find(
      "SELECT kid, jwk FROM oauth_keys WHERE status = 'active' ORDER BY created_at DESC, kid LIMIT 1");
}

}  // namespace

Result<void> prepare_oauth_key(Service& service) {
  CHITTY_DO(prepare_form_secret(service));
  CHITTY_DO(give_clients_an_end(service));
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto known, newest_key(service));
    if (known) return {};
    CHITTY_TRY(const auto jwk, service.crypto().generate_key(id_token_algorithm));
    return service.store().insert("oauth_keys", {{"kid", text_in(json::parse(jwk).as_object(), "kid")},
                                                 {"jwk", jwk},
                                                 {"status", "active"},
                                                 {"created_at", rfc3339(service.now())}});
  });
}

Result<SigningKey> signing_key(Service& service) {
  CHITTY_TRY(const auto row, newest_key(service));
  if (!row) return make_error(Code::host_fault, "The service has no key to sign with: it has not been started.");
  return SigningKey{text_in(*row, "kid"), text_in(*row, "jwk")};
}

}  // namespace chitty::auth

namespace chittyauth::routes {

// GET /.well-known/jwks.json, /v1/oauth/jwks: every key, so that what an older one signed can be checked.
Result<Response> oauth_keys(Service& service) {
  return key_set(service, "SELECT kid, jwk FROM oauth_keys ORDER BY created_at DESC, kid");
}

}  // namespace chittyauth::routes
