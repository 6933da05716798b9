#include "keys.hpp"

#include "authority.hpp"
#include "routes.hpp"

#include <chitty/routes.hpp>

namespace chitty::id {

namespace {

json::object key_of(const Row& row) {
  const auto kid = text_of(row, "kid");
  return {{"kid", kid},
          {"did", row.at("did")},
          {"algorithm", public_jwk(text_of(row, "jwk"), kid).at("alg")},
          {"status", row.at("status")},
          {"created_at", row.at("created_at")},
          {"retired_at", row.at("retired_at")}};
}

// Take the private half of what signs now out of the store.
Result<void> retire(Service& service, const Authority& by) {
  auto done = service.store().execute(
      "UPDATE id_keys SET status = 'retired', retired_at = :now, jwk = :half WHERE kid = :kid",
      {{"now", rfc3339(service.now())}, {"half", json::serialize(public_jwk(by.jwk, by.kid))}, {"kid", by.kid}});
  return done ? Result<void>() : done.error();
}

Result<json::object> rotate(Service& service, const std::string& reason) {
  const auto by = authority(service);
  if (!by) return by.error();
  if (auto retired = retire(service, *by); !retired) return retired.error();
  const auto kid = add_key(service, by->did);
  if (!kid) return kid.error();
  auto told = service.event({{"type", "key.rotated"},
                             {"subject", by->did},
                             {"data", json::object{{"kid", *kid}, {"previous", by->kid}, {"reason", reason}}}});
  if (!told) return told.error();
  return json::object{{"kid", *kid}, {"previous", by->kid}, {"did", by->did}, {"rotated_at", rfc3339(service.now())}};
}

}  // namespace

Result<std::string> add_key(Service& service, const std::string& did) {
  auto jwk = service.crypto().generate_key("EdDSA");
  if (!jwk) return jwk.error();
  auto kid = did + "#" + text_in(json::parse(*jwk), "kid");
  auto kept = service.store().execute(
      "INSERT INTO id_keys (kid, did, jwk, status, created_at) VALUES (:kid, :did, :jwk, 'active', :now)",
      {{"kid", kid}, {"did", did}, {"jwk", *jwk}, {"now", rfc3339(service.now())}});
  if (!kept) return kept.error();
  return kid;
}

namespace service {

// POST /api/v2/keys/rotate {reason?}: a new key signs from now on.
Result<Response> rotate_key(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  return once(service, [&] { return rotate(service, text_in(*body, "reason")); });
}

// GET /api/v2/keys: newest first, and nothing of them that signs.
Result<Response> list_keys(Service& service) {
  auto rows = service.store().query("SELECT kid, did, jwk, status, created_at, retired_at FROM id_keys ORDER BY status, created_at DESC, kid");
  if (!rows) return rows.error();
  json::array keys;
  for (const auto& row : *rows) keys.push_back(key_of(row));
  return Response(envelope(service, {{"keys", std::move(keys)}, {"metadata", json::object{{"nextCursor", nullptr}}}}));
}

// GET /.well-known/jwks.json
Result<Response> jwks(Service& service) {
  return key_set(service, "SELECT kid, jwk FROM id_keys ORDER BY status, created_at DESC, kid");
}

}  // namespace service
}  // namespace chitty::id
