#include "authority.hpp"

#include "../moment.hpp"
#include "../sequence.hpp"
#include "keys.hpp"

#include <chitty/answers.hpp>
#include <chitty/jws.hpp>

namespace chitty::id {

namespace {

Result<std::optional<Row>> newest_key(Service& service) {
  return service.store().find(
      "SELECT kid, did, jwk FROM id_keys WHERE status = 'active' ORDER BY created_at DESC, kid LIMIT 1");
}

// The authority names itself in its own record, so its number is taken before its row is written.
Result<void> found_authority(Service& service) {
  const auto now = service.now();
  auto store = service.store();
  const Wanted wanted{Entity{'A', ""}, "1", "USA", json::object{{"name", "Local ChittyID authority"}}};
  auto identifier = outline(wanted, now);
  auto taken = take_ordinals(store, identifier.sequence_key(), 1);
  if (!taken) return taken.error();
  auto named = identifier;
  named.sequence = sequence_text(taken->first);
  auto minted = write_identity(service, wanted, identifier, taken->first, 0, "local", "local:" + named.text(), now);
  if (!minted) return minted.error();
  auto key = add_key(service, minted->identifier.did());
  return key ? Result<void>() : key.error();
}

json::object method_of(const Row& key) {
  const auto kid = text_of(key, "kid");
  return {{"id", kid}, {"type", "JsonWebKey2020"}, {"controller", key.at("did")}, {"publicKeyJwk", public_jwk(text_of(key, "jwk"), kid)}};
}

}  // namespace

Result<void> start(Service& service) {
  return service.store().transaction([&]() -> Result<void> {
    auto key = newest_key(service);
    if (!key) return key.error();
    return *key ? Result<void>() : found_authority(service);
  });
}

Result<Authority> authority(Service& service) {
  auto key = newest_key(service);
  if (!key) return key.error();
  if (!*key) return make_error(Code::host_fault, "The local authority has no key: the service has not been started.");
  const auto did = text_of(**key, "did");
  return Authority{did, "local:" + std::string(strip_did(did)), text_of(**key, "kid"), text_of(**key, "jwk")};
}

Result<Response> did_document(Service& service) {
  const auto did = std::string(did_prefix) + std::string(strip_did(service.parameter("did")));
  auto identity = service.store().find("SELECT did, authority FROM identities WHERE did = :did", {{"did", did}});
  if (!identity) return identity.error();
  if (!*identity) return refuse(service, make_error(Code::not_found, "No identity here is " + did));
  auto keys = service.store().query("SELECT kid, did, jwk FROM id_keys WHERE did = :did ORDER BY created_at DESC", {{"did", did}});
  if (!keys) return keys.error();
  json::object document{{"@context", json::array{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"}},
                        {"id", did}};
  json::array methods, uses;
  for (const auto& key : *keys) methods.push_back(method_of(key)), uses.push_back(key.at("kid"));
  if (methods.empty()) {
    const auto by = text_of(**identity, "authority");
    document["controller"] = std::string(did_prefix) + by.substr(by.find(':') + 1);
  } else {
    document["verificationMethod"] = std::move(methods);
    document["authentication"] = uses;
    document["assertionMethod"] = std::move(uses);
  }
  Response response(document);
  response.headers["Content-Type"] = "application/did+json";
  return response;
}

}  // namespace chitty::id
