// Is a credential good? Three checks, each told by name: signature, validity (its times), status (revoked or not). And
// the status list by which anyone else can make the third.
#include "../credential.hpp"
#include "../status_list.hpp"
#include "authority.hpp"

#include <chitty/answers.hpp>
#include <chitty/jws.hpp>
#include <chittyid_names.hpp>

namespace chittyid::routes {

using namespace chitty;
using namespace chitty::id;

namespace {

struct Check {
  bool passed;
  std::string sentence;
};

Result<Check> signature_of(Service& service, const Jws& token) {
  const auto issuer = text_in(token.payload, "iss"), kid = text_in(token.header, "kid");
  if (text_in(token.header, "alg") != "EdDSA") return Check{false, "The token's algorithm is not EdDSA."};
  CHITTY_TRY(const auto key, service.store().find("SELECT jwk FROM id_keys WHERE kid = :kid AND did = :did", {{"kid", kid}, {"did", issuer}}));
  if (!key) return Check{false, "The issuer is not this authority, or the key is not one of its keys: " + issuer};
  const auto half = json::serialize(public_jwk(text_in(*key, "jwk"), kid));
  if (service.crypto().verify(half, token.input, token.signature)) return Check{true, "Signed by " + issuer};
  return Check{false, "Invalid signature: the token was changed after it was issued."};
}

Check times_of(const Jws& token, std::int64_t now) {
  const auto milliseconds = [&](const char* claim) {  // anybody may have written it: at most the year 9999
    const auto* value = token.payload.if_contains(claim);
    return value && value->is_int64() ? std::optional(std::clamp<std::int64_t>(value->get_int64(), 0, 253'402'300'799) * 1000) : std::nullopt;
  };
  const auto from = milliseconds("nbf"), until = milliseconds("exp");
  if (!until) return {false, "The token has no end (exp)."};
  if (from && now < *from) return {false, "The credential is not valid before " + rfc3339(*from) + "."};
  if (now >= *until) return {false, "The credential expired at " + rfc3339(*until) + "."};
  return {true, "Valid until " + rfc3339(*until) + "."};
}

Check status_of(const std::optional<Row>& row) {
  if (!row) return {false, "This authority has no record of the credential."};
  if (text_in(*row, "status") != "revoked") return {true, "Not revoked."};
  const auto why = text_in(*row, "revocation_reason");
  return {false, "The credential was revoked at " + text_in(*row, "revoked_at") + (why.empty() ? "." : ": " + why + ".")};
}

Result<Response> judge(Service& service, const Jws& token, const std::optional<Row>& row) {
  CHITTY_TRY(const auto signature, signature_of(service, token));
  json::object verdict = row ? record_of(*row, shapes::credential_check) : json::object();
  verdict["valid"] = true;
  verdict["issuer"] = text_in(token.payload, "iss");
  verdict["subject"] = text_in(token.payload, "sub");
  verdict["selfAsserted"] = is_self_asserted(token.payload);
  json::array checks;
  for (const auto& [name, check] : {std::pair("signature", signature), std::pair("validity", times_of(token, service.now())),
                                    std::pair("status", status_of(row))}) {
    if (!check.passed) verdict.emplace("reason", check.sentence), verdict["valid"] = false;  // of the first that failed
    checks.push_back(json::object{{"check", name}, {"passed", check.passed}, {"message", check.sentence}});
  }
  verdict["checks"] = std::move(checks);
  return answer(service, std::move(verdict));
}

Result<std::optional<Row>> credential_row(Service& service, const std::string& id) {
  return service.store().find(
      "SELECT id, type, jwt, status, revoked_at, revocation_reason, issued_at, expires_at FROM credentials"
      " WHERE id = :id",
      {{"id", id}});
}

std::string bare_uuid(std::string id) {
  if (id.starts_with("urn:uuid:")) id.erase(0, 9);
  return id;
}

}  // namespace

Result<Response> verify_credential(Service& service, const VerifyCredential& given) {
  const auto id = bare_uuid(given.path.id);
  CHITTY_TRY(const auto row, credential_row(service, id));
  if (!row) return make_error(Code::not_found, "There is no credential " + id, "List the credentials: chitty id credential list");
  const auto token = parse_jws(text_in(*row, "jwt"));
  if (!token) return make_error(Code::host_fault, "The stored credential cannot be read: " + token.error().message);
  return judge(service, *token, row);
}

Result<Response> verify_token(Service& service, const VerifyToken& given) {
  CHITTY_TRY(const auto token, parse_jws(given.body.jwt));
  CHITTY_TRY(const auto row, credential_row(service, bare_uuid(text_in(token.payload, "jti"))));
  return judge(service, token, row);
}

// Public, since a verifier must not have to say who it is.
Result<Response> status_list(Service& service, const StatusList& given) {
  auto store = service.store();
  CHITTY_TRY(const auto last, store.find("SELECT issued FROM id_sequences WHERE sequence_key = 'status-list'"));
  const auto lists = last ? (last->at("issued").as_int64() - 1) / status_list_length + 1 : 1;
  const std::int64_t list = std::strtoll(given.path.list.c_str(), nullptr, 10);
  if (list < 1 || list > lists || std::to_string(list) != given.path.list)
    return make_error(Code::not_found, "There is no status list " + given.path.list);
  std::vector<std::int64_t> revoked;
  CHITTY_DO(store.each("SELECT status_index FROM credentials WHERE status_list = :list AND status = 'revoked'", {{"list", list}},
                       [&](const Row& row) { return revoked.push_back(row.at("status_index").as_int64()), true; }));
  CHITTY_TRY(const auto encoded, encode_status_list(revoked));
  CHITTY_TRY(const auto by, authority(service));
  Response response;
  CHITTY_TRY(response.body, sign_token(service, by, "vc+jwt", payload_status_list(status_list_url(service, list), by.did, encoded, service.now())));
  response.headers = {{"Content-Type", "application/vc+jwt"}, {"Cache-Control", "no-cache"}};
  return response;
}

}  // namespace chittyid::routes
