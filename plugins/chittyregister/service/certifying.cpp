// A service that is in order gets a statement that says so: a JWS that anybody can check by /.well-known/jwks.json.
#include <chitty/answers.hpp>
#include <chitty/jws.hpp>
#include <chitty/records.hpp>
#include <chitty/routes.hpp>
#include <chitty/x509/sealing.hpp>
#include <chittyregister_names.hpp>

#include "authority.hpp"
#include "compliance.hpp"
#include "trail.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

constexpr std::int64_t lasting = 90 * a_day * 1000;  // milliseconds
constexpr const char* key_id = "statements";

// Made at the first need, within a transaction.
Result<std::string> statement_key(Service& service) {
  CHITTY_DO(found_authority(service));
  CHITTY_TRY(const auto authority,
             service.store().row("SELECT sealing FROM register_authority", {}, "There is no authority yet."));
  const auto sealing = text_in(authority, "sealing");
  CHITTY_TRY(const auto row, service.store().find("SELECT sealed FROM register_keys WHERE id = :id", {{"id", key_id}}));
  if (row) return unseal(service, sealing, key_id, text_in(*row, "sealed"));
  CHITTY_TRY(const auto jwk, service.crypto().generate_key("EdDSA"));
  CHITTY_TRY(const auto sealed, seal(service, sealing, key_id, jwk));
  const auto shown = public_jwk(jwk, key_id);
  CHITTY_DO(service.store().insert(
      "register_keys",
      {{"id", key_id}, {"sealed", sealed}, {"public_jwk", json::serialize(shown)}, {"created_at", rfc3339(service.now())}}));
  return jwk;
}

Error too_little(const Controlled& of, const Verdict& verdict) {
  const auto hint = "See what is missing: chitty register validate " + of.name;
  if (verdict.coverage() < least_seen)
    return make_error(Code::refused,
                      of.name + " is not certified: only " + std::to_string(verdict.coverage()) +
                          " of 100 points could be judged, and " + std::to_string(least_seen) + " must be.",
                      hint);
  if (verdict.score().value_or(0) < enough)
    return make_error(Code::refused,
                      of.name + " is not certified: its score is " + std::to_string(verdict.score().value_or(0)) + ", and " +
                          std::to_string(enough) + " is needed.",
                      hint);
  return make_error(Code::refused, of.name + " is not certified: it is not healthy.", hint);
}

Result<json::object> certified(Service& service, const Controlled& of, const Verdict& verdict) {
  CHITTY_TRY(const auto jwk, statement_key(service));
  CHITTY_TRY(const auto id, new_ordered_id(service));
  const auto now = service.now(), until = now + lasting;
  const auto score = verdict.score().value_or(0);
  const json::object payload{
      {"iss", service.base_url()}, {"sub", of.name}, {"jti", id}, {"iat", now / 1000}, {"exp", until / 1000}, {"endpoint", of.endpoint}, {"score", score}, {"coverage", verdict.coverage()}, {"checks", verdict.shown()}};
  CHITTY_TRY(const auto statement, sign_jws(service.crypto(), jwk, {{"typ", "certification+jwt"}, {"kid", key_id}}, payload));
  const Row row{{"id", id},
                {"name", of.name},
                {"holder", of.holder},
                {"score", score},
                {"statement", statement},
                {"certified_at", rfc3339(now)},
                {"valid_until", rfc3339(until)}};
  CHITTY_DO(service.store().insert("register_certifications", row));
  CHITTY_DO(remember(service, of.name, of.holder, "service.certified",
                     {{"certification", id}, {"score", score}, {"validUntil", rfc3339(until)}}));
  return json::object{{"certification", record_of(row, shapes::certification)}};
}

}  // namespace

namespace routes {

Result<Response> certify(Service& service, const Certify& given) {
  CHITTY_TRY(const auto of, controlled(service, given.body.service));
  CHITTY_TRY(const auto verdict, judge(service, of));
  if (!verdict.certifiable()) {
    auto refused = too_little(of, verdict);
    refused.details["checks"] = verdict.shown();
    return refused;
  }
  CHITTY_TRY(auto shown, service.store().transaction([&] { return certified(service, of, verdict); }));
  return answer(service, std::move(shown));
}

Result<Response> jwks(Service& service) {
  return key_set(service, "SELECT id AS kid, public_jwk AS jwk FROM register_keys WHERE public_jwk IS NOT NULL");
}

}  // namespace routes
}  // namespace chittyregister
