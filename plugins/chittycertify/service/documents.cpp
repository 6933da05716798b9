// A document certified: a key and a certificate for it alone, its signature as CMS and as JWS, a time stamp over that. The document
// stays where it is; only its SHA-256 comes here.
#include <chitty/answers.hpp>
#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/records.hpp>
#include <chitty/x509/key.hpp>
#include <chittycertify_names.hpp>

#include "../cms/detached_jws.hpp"
#include "../cms/signature.hpp"
#include "certificates.hpp"
#include "stamping.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

constexpr std::int64_t backdated = 300;  // seconds

using Order = routes::CertifyDocument::Body;

struct Reserved {
  std::string id, serial, holder;
  std::int64_t now = 0, begins = 0, ends = 0;  // seconds
  Holder issuing;
};

Result<Reserved> reserve(Service& service, const Order& order) {
  CHITTY_DO(found_authority(service));
  CHITTY_DO(service.quota("certificates"));
  Reserved made;
  CHITTY_TRY(made.id, new_ordered_id(service));
  CHITTY_TRY(made.serial, new_serial(service));
  CHITTY_TRY(made.issuing, newest(service, "issuing"));
  made.holder = service.caller().subject;
  made.now = service.now() / 1000;
  made.begins = made.now - backdated;
  made.ends = std::min(made.begins + order.days * a_day - 1, made.issuing.ends());
  CHITTY_DO(service.store().insert("certify_certificates", {{"id", made.id},
                                                            {"serial", made.serial},
                                                            {"holder", made.holder},
                                                            {"issuer", made.issuing.serial},
                                                            {"status", "reserved"},
                                                            {"name", order.name},
                                                            {"sha256", order.sha256},
                                                            {"size", order.size},
                                                            {"profile", order.profile},
                                                            {"not_before", rfc3339(made.begins * 1000)},
                                                            {"not_after", rfc3339(made.ends * 1000)},
                                                            {"signed_at", rfc3339(made.now * 1000)}}));
  return made;
}

struct Made {
  std::string pem, cms, value, jws, response;
};

// S/MIME's purpose is in it, so that programs accept the signature without being told otherwise; and document signing (RFC 9336).
CertificatePlan plan_of(Service& service, const Reserved& reserved) {
  const std::string base(service.base_url());
  CertificatePlan plan{reserved.holder.substr(0, 64), reserved.serial, reserved.begins, reserved.ends, {}};
  plan.extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                     {NID_key_usage, "critical,digitalSignature,nonRepudiation"},
                     {NID_ext_key_usage, "emailProtection,1.3.6.1.5.5.7.3.36"}};
  plan.crl = base + "/crl/" + reserved.issuing.serial, plan.issuer = base + "/ca/" + reserved.issuing.serial;
  return plan;
}

// The key lives as long as this function runs: nothing else is ever signed by it, and nobody can take it.
Result<Made> sign(Service& service, const Order& order, Reserved& reserved) {
  CHITTY_TRY(reserved.issuing, with_key(service, std::move(reserved.issuing)));
  CHITTY_TRY(const auto key, new_key());
  Made made;
  CHITTY_TRY(made.pem, make_certificate(plan_of(service, reserved), key.get(), reserved.issuing.issuer()));
  const auto signer = certificate_of(made.pem);
  auto* issuing = reserved.issuing.certificate.get();
  const auto digest = from_hex(order.sha256).value_or("");
  const bool in_pdf = order.profile == "pades";
  CHITTY_TRY(auto signed_, sign_digest({signer.get(), key.get(), {issuing}, digest, reserved.now, !in_pdf}));
  made.value = std::move(signed_.value);
  CHITTY_TRY(made.response, stamped_response(service, made.value));
  CHITTY_TRY(made.cms, with_token(signed_.der, token_of(made.response)));
  if (in_pdf) return made;
  CHITTY_TRY(made.jws, make_jws({signer.get(), key.get(), {issuing}, digest, reserved.now}));
  return made;
}

Result<json::object> keep(Service& service, const Reserved& reserved, const Made& made) {
  CHITTY_TRY(const auto id, new_ordered_id(service));
  const auto stamped = rfc3339(look_at_token(token_of(made.response), made.value, {}).ms);
  CHITTY_DO(service.store().execute(
      "UPDATE certify_certificates SET status = 'valid', pem = :pem, cms = :cms, value = :value, jws = :jws, stamped_at = :stamped"
      " WHERE id = :id",
      {{"pem", made.pem},
       {"cms", base64(made.cms)},
       {"value", base64(made.value)},
       {"jws", text_or_null(made.jws)},
       {"stamped", stamped},
       {"id", reserved.id}}));
  CHITTY_DO(service.store().insert("certify_responses", {{"id", id},
                                                         {"certificate", reserved.id},
                                                         {"holder", reserved.holder},
                                                         {"authority", "local"},
                                                         {"response", base64(made.response)},
                                                         {"stamped_at", stamped}}));
  CHITTY_TRY(const auto row, certificate_row(service, reserved.id));
  CHITTY_DO(service.event("certify.certified", reserved.holder,
                          {{"certificate", reserved.id}, {"serial", reserved.serial}, {"sha256", row.at("sha256")}}));
  return json::object{{"certificate", record_of(row, shapes::certificate)}, {"cms", base64(made.cms)}};
}

}  // namespace

namespace routes {

Result<Response> certify_document(Service& service, const CertifyDocument& given) {
  CHITTY_TRY(auto reserved, service.store().transaction([&] { return reserve(service, given.body); }));
  CHITTY_TRY(const auto made, sign(service, given.body, reserved));
  CHITTY_TRY(auto kept, service.store().transaction([&] { return keep(service, reserved, made); }));
  return answer(service, std::move(kept));
}

}  // namespace routes
}  // namespace chittycertify
