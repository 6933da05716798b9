// The keys of the authority: listed, rotated, published; and the DID documents that name them.
#include "../identifier.hpp"
#include "authority.hpp"

#include <chitty/records.hpp>
#include <chitty/routes.hpp>
#include <chittyid_names.hpp>

namespace chittyid::routes {

using namespace chitty;
using namespace chitty::id;

namespace {

// Newest first, behind the one that signs.
constexpr const char* all_keys = "SELECT kid, did, jwk, status, created_at, retired_at FROM id_keys ORDER BY status, created_at DESC, kid";

json::object public_half(const Row& key) { return public_jwk(text_in(key, "jwk"), text_in(key, "kid")); }

json::object method_of(const Row& key) {
  return {{"id", key.at("kid")}, {"type", "JsonWebKey2020"}, {"controller", key.at("did")}, {"publicKeyJwk", public_half(key)}};
}

}  // namespace

// What signed until now keeps its public half alone.
Result<json::object> rotate_key(Service& service, const RotateKey& given) {
  CHITTY_TRY(const auto by, authority(service));
  const auto now = rfc3339(service.now());
  CHITTY_DO(service.store().execute("UPDATE id_keys SET status = 'retired', retired_at = :now, jwk = :half WHERE kid = :kid",
                                    {{"now", now}, {"half", json::serialize(public_jwk(by.jwk, by.kid))}, {"kid", by.kid}}));
  CHITTY_TRY(const auto kid, add_key(service, by.did));
  CHITTY_DO(service.event("key.rotated", by.did, {{"kid", kid}, {"previous", by.kid}, {"reason", given.body.reason}}));
  return json::object{{"kid", kid}, {"previous", by.kid}, {"did", by.did}, {"rotated_at", now}};
}

// Nothing of them that signs.
Result<Response> list_keys(Service& service, const ListKeys&) {
  CHITTY_TRY(const auto rows, service.store().query(all_keys));
  json::array keys;
  for (const auto& row : rows) {
    auto key = record_of(row, shapes::key);
    key["algorithm"] = public_half(row).at("alg");
    keys.push_back(std::move(key));
  }
  return answer(service, {{"keys", std::move(keys)}, {"metadata", json::object{{"nextCursor", nullptr}}}});
}

Result<Response> jwks(Service& service) { return key_set(service, all_keys); }

// Of an identity that has no keys the authority that minted it is the controller.
Result<Response> did_document(Service& service, const DidDocument& given) {
  const auto did = did_of(given.path.did);
  CHITTY_TRY(const auto identity, service.store().row("SELECT authority FROM identities WHERE did = :did", {{"did", did}}, "No identity here is " + did));
  CHITTY_TRY(const auto keys, service.store().query("SELECT kid, did, jwk FROM id_keys WHERE did = :did ORDER BY created_at DESC", {{"did", did}}));
  json::object document{{"@context", json::array{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"}},
                        {"id", did}};
  json::array methods, uses;
  for (const auto& key : keys) methods.push_back(method_of(key)), uses.push_back(key.at("kid"));
  if (methods.empty()) {
    const auto by = text_in(identity, "authority");
    document["controller"] = did_of(by.substr(by.find(':') + 1));
  } else {
    document["verificationMethod"] = std::move(methods);
    document["authentication"] = uses;
    document["assertionMethod"] = std::move(uses);
  }
  Response response(document);
  response.headers["Content-Type"] = "application/did+json";
  return response;
}

}  // namespace chittyid::routes
