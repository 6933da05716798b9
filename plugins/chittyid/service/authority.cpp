#include "authority.hpp"

#include "../sequence.hpp"
#include "mint.hpp"

#include <chitty/answers.hpp>
#include <chitty/jws.hpp>

namespace chitty::id {

namespace {

Result<std::optional<Row>> newest_key(Service& service) {
  return service.store().find("SELECT kid, did, jwk FROM id_keys WHERE status = 'active' ORDER BY created_at DESC, kid LIMIT 1");
}

// The authority names itself in its own record, so its number is taken before its row is written.
Result<void> found_authority(Service& service) {
  const auto now = service.now();
  const Wanted wanted{Entity{'A'}, "1", "USA", json::object{{"name", "Local ChittyID authority"}}};
  auto identifier = outline(wanted, now);
  CHITTY_TRY(const auto taken, take_ordinals(service, identifier.sequence_key(), 1, sequence_capacity));
  auto named = identifier;
  named.sequence = sequence_text(taken.first);
  CHITTY_TRY(const auto minted, write_identity(service, wanted, identifier, taken.first, "local", "local:" + named.text(), now));
  CHITTY_DO(add_key(service, minted.identifier.did()));
  return {};
}

}  // namespace

Result<void> start(Service& service) {
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto key, newest_key(service));
    return key ? Result<void>() : found_authority(service);
  });
}

Result<Authority> authority(Service& service) {
  CHITTY_TRY(const auto key, newest_key(service));
  if (!key) return make_error(Code::host_fault, "The local authority has no key: the service has not been started.");
  const auto did = text_in(*key, "did");
  return Authority{did, "local:" + std::string(strip_did(did)), text_in(*key, "kid"), text_in(*key, "jwk")};
}

Result<std::string> add_key(Service& service, const std::string& did) {
  CHITTY_TRY(const auto jwk, service.crypto().generate_key("EdDSA"));
  const auto kid = did + "#" + text_in(json::parse(jwk), "kid");
  CHITTY_DO(service.store().insert(
      "id_keys", {{"kid", kid}, {"did", did}, {"jwk", jwk}, {"status", "active"}, {"created_at", rfc3339(service.now())}}));
  return kid;
}

Result<std::string> sign_token(Service& service, const Authority& by, std::string_view typ, const json::object& payload) {
  return sign_jws(service.crypto(), by.jwk, {{"typ", typ}, {"kid", by.kid}}, payload);
}

std::string status_list_url(const Service& service, std::int64_t list) {
  return std::string(service.base_url()) + "/api/v2/credentials/status/" + std::to_string(list);
}

}  // namespace chitty::id
