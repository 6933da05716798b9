// Is a credential good? Three checks, each told by name: signature, validity (its times), status (revoked or not). And
// the status list by which anyone else can make the third.
#include "../credential.hpp"
#include "../moment.hpp"
#include "../status_list.hpp"
#include "routes.hpp"
#include "signing.hpp"

#include <chitty/answers.hpp>
#include <chitty/jws.hpp>

#include <charconv>

namespace chitty::id::service {

namespace {

struct Verdict {
  json::array checks{};
  std::string reason{};  // of the first check that failed

  void say(std::string_view check, bool passed, std::string sentence) {
    if (!passed && reason.empty()) reason = sentence;
    checks.push_back(json::object{{"check", check}, {"passed", passed}, {"message", std::move(sentence)}});
  }
};

Result<void> check_signature(Service& service, const Jws& token, Verdict& verdict) {
  const auto issuer = text_in(token.payload, "iss");
  if (text_in(token.header, "alg") != "EdDSA") {
    verdict.say("signature", false, "The token's algorithm is not EdDSA.");
    return {};
  }
  auto key = service.store().find("SELECT kid, jwk FROM id_keys WHERE kid = :kid AND did = :did",
                                  {{"kid", text_in(token.header, "kid")}, {"did", issuer}});
  if (!key) return key.error();
  if (!*key) {
    verdict.say("signature", false, "The issuer is not this authority, or the key is not one of its keys: " + issuer);
    return {};
  }
  const auto half = json::serialize(public_jwk(text_of(**key, "jwk"), text_of(**key, "kid")));
  const auto checked = service.crypto().verify(half, token.input, token.signature);
  verdict.say("signature", checked.has_value(),
              checked ? "Signed by " + issuer : "The signature does not fit: the token has been changed since it was issued.");
  return {};
}

void check_times(Service& service, const Jws& token, Verdict& verdict) {
  const auto seconds = [&](const char* claim) {
    const auto* value = token.payload.if_contains(claim);
    return value && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
  };
  const auto from = seconds("nbf"), until = seconds("exp");
  const auto now = service.now() / 1000;
  if (!until) return verdict.say("validity", false, "The token has no end (exp).");
  if (from && now < *from) return verdict.say("validity", false, "The credential is not valid before " + rfc3339(*from * 1000) + ".");
  if (now >= *until) return verdict.say("validity", false, "The credential expired at " + rfc3339(*until * 1000) + ".");
  verdict.say("validity", true, "Valid until " + rfc3339(*until * 1000) + ".");
}

void check_status(const std::optional<Row>& row, Verdict& verdict) {
  if (!row) return verdict.say("status", false, "This authority has no record of the credential.");
  if (text_of(*row, "status") == "revoked") {
    const auto why = text_of(*row, "revocation_reason");
    return verdict.say("status", false, "The credential was revoked at " + text_of(*row, "revoked_at") + (why.empty() ? "." : ": " + why + "."));
  }
  verdict.say("status", true, "Not revoked.");
}

Result<Response> judge(Service& service, const Jws& token, const std::optional<Row>& row) {
  Verdict verdict;
  if (auto checked = check_signature(service, token, verdict); !checked) return checked.error();
  check_times(service, token, verdict);
  check_status(row, verdict);
  json::object answer{{"valid", verdict.reason.empty()}, {"issuer", text_in(token.payload, "iss")}, {"subject", text_in(token.payload, "sub")}};
  if (row)
    for (const auto* column : {"id", "type", "status", "issued_at", "expires_at"}) answer[column] = row->at(column);
  if (!verdict.reason.empty()) answer["reason"] = verdict.reason;
  answer["checks"] = std::move(verdict.checks);
  return Response(envelope(service, std::move(answer)));
}

Result<std::optional<Row>> credential_row(Service& service, const std::string& id) {
  return service.store().find("SELECT id, type, jwt, status, revoked_at, revocation_reason, issued_at, expires_at FROM credentials"
                              " WHERE id = :id", {{"id", id}});
}

std::string bare_uuid(std::string id) {
  constexpr std::string_view urn = "urn:uuid:";
  return id.substr(0, urn.size()) == urn ? id.substr(urn.size()) : id;
}

}  // namespace

// GET /api/v2/credentials/verify/{id}
Result<Response> verify_credential(Service& service) {
  const auto id = bare_uuid(service.parameter("id"));
  const auto row = credential_row(service, id);
  if (!row) return row.error();
  if (!*row) return refuse(service, make_error(Code::not_found, "There is no credential " + id, "`chitty id credential list` shows those there are."));
  const auto token = parse_jws(text_of(**row, "jwt"));
  if (!token) return make_error(Code::host_fault, "The stored credential cannot be read: " + token.error().message);
  return judge(service, *token, *row);
}

// POST /api/v2/credentials/verify {"jwt"}
Result<Response> verify_token(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto token = parse_jws(text_in(*body, "jwt"));
  if (!token) return refuse(service, token.error());
  const auto row = credential_row(service, bare_uuid(text_in(token->payload, "jti")));
  if (!row) return row.error();
  return judge(service, *token, *row);
}

// GET /api/v2/credentials/status/{list}: public, since a verifier must not have to say who it is.
Result<Response> status_list(Service& service) {
  const auto given = service.parameter("list");
  std::int64_t list = 0;
  const auto [end, failed] = std::from_chars(given.data(), given.data() + given.size(), list);
  auto store = service.store();
  auto last = store.find("SELECT issued FROM id_sequences WHERE sequence_key = 'status-list'");
  if (!last) return last.error();
  const auto lists = *last ? ((**last).at("issued").as_int64() - 1) / status_list_length + 1 : 1;
  if (failed != std::errc() || end != given.data() + given.size() || list < 1 || list > lists)
    return refuse(service, make_error(Code::not_found, "There is no status list " + given));
  std::vector<std::int64_t> revoked;
  auto read = store.each("SELECT status_index FROM credentials WHERE status_list = :list AND status = 'revoked'", {{"list", list}},
                         [&](const Row& row) { return revoked.push_back(row.at("status_index").as_int64()), true; });
  if (!read) return read.error();
  const auto encoded = encode_status_list(revoked);
  const auto by = authority(service);
  if (!encoded || !by) return encoded ? by.error() : encoded.error();
  auto token = sign_token(service, *by, "vc+jwt", payload_status_list(status_list_url(service, list), by->did, *encoded, service.now()));
  if (!token) return token.error();
  Response response;
  response.body = std::move(*token);
  response.headers = {{"Content-Type", "application/vc+jwt"}, {"Cache-Control", "no-cache"}};
  return response;
}

}  // namespace chitty::id::service
