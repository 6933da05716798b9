#include "revocation.hpp"

#include <chitty/answers.hpp>
#include <chitty/base64.hpp>
#include <chittyregister_names.hpp>

#include "../x509/ocsp.hpp"
#include "issuing.hpp"
#include "trail.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

constexpr std::int64_t of_answer = 4 * 3600;  // seconds that an answer to one question is good for

Response bytes(std::string body, const char* type, const std::string& caching) {
  Response response;
  response.body = std::move(body);
  response.headers = {{"Content-Type", type}, {"Cache-Control", caching}};
  return response;
}

Revoked revoked_in(const Row& row) {
  return {text_in(row, "serial"), parse_rfc3339(text_in(row, "revoked_at")).value_or(0) / 1000, text_in(row, "reason")};
}

// The certificates of the issuer that are revoked and have not ended for a day: those that have are refused for that.
Result<std::vector<Revoked>> revoked_by(Service& service, const std::string& issuer) {
  CHITTY_TRY(const auto rows,
             service.store().query(
                 "SELECT serial, revoked_at, reason FROM register_certificates WHERE issuer = :issuer AND status = 'revoked'"
                 " AND not_after > :ended ORDER BY serial",
                 {{"issuer", issuer}, {"ended", rfc3339(service.now() - a_day * 1000)}}));
  std::vector<Revoked> all;
  for (const auto& row : rows) all.push_back(revoked_in(row));
  return all;
}

Result<Status> status_of(Service& service, const std::string& issuer, const std::string& serial) {
  CHITTY_TRY(const auto row,
             service.store().find("SELECT serial, status, revoked_at, reason FROM register_certificates WHERE serial = :serial"
                                  " AND issuer = :issuer AND status <> 'reserved'",
                                  {{"serial", serial}, {"issuer", issuer}}));
  if (!row) return Status{};
  if (text_in(*row, "status") != "revoked") return Status{true, {}};
  return Status{true, revoked_in(*row)};
}

Result<Response> answered(Service& service, std::string_view request) {
  CHITTY_TRY(const auto all, responders(service));
  if (all.empty()) return make_error(Code::not_found, "There is no authority here yet.", "Make it: chitty register root show");
  std::vector<OcspSigner> signers;
  std::int64_t until = service.now() / 1000 + of_answer;
  for (const auto& one : all) {
    signers.push_back({one.issuer.certificate.get(), one.delegate.issuer()});
    until = std::min(until, one.delegate.ends());
  }
  // Two intermediates have no serial number in common, so the issuer that was asked about is the one of the row.
  const auto asked_status = [&](const std::string& serial) -> Result<Status> {
    for (const auto& one : all) {
      CHITTY_TRY(auto status, status_of(service, one.issuer.serial, serial));
      if (status.issued) return status;
    }
    return Status{};
  };
  CHITTY_TRY(auto answer, answer_ocsp(request, signers, asked_status, service.now() / 1000, until));
  return bytes(std::move(answer.der), "application/ocsp-response", answer.may_be_kept ? "public, max-age=60" : "no-store");
}

}  // namespace

Result<void> make_list(Service& service, const Holder& issuer, std::int64_t lasting) {
  CHITTY_TRY(const auto before,
             service.store().find("SELECT number FROM register_crls WHERE issuer = :issuer", {{"issuer", issuer.serial}}));
  const auto number = before ? before->at("number").as_int64() + 1 : 1;
  const auto now = service.now() / 1000, next = std::min(now + lasting, issuer.ends());
  CHITTY_TRY(const auto revoked, revoked_by(service, issuer.serial));
  CHITTY_TRY(const auto list, make_crl(issuer.issuer(), number, now, next, revoked));
  CHITTY_DO(service.store().execute(
      "INSERT INTO register_crls (issuer, number, crl, made_at, next_at) VALUES (:issuer, :number, :crl, :made, :next)"
      " ON CONFLICT (issuer) DO UPDATE SET number = excluded.number, crl = excluded.crl, made_at = excluded.made_at,"
      " next_at = excluded.next_at",
      {{"issuer", issuer.serial},
       {"number", number},
       {"crl", base64(list)},
       {"made", rfc3339(now * 1000)},
       {"next", rfc3339(next * 1000)}}));
  return {};
}

namespace routes {

// Table and list change together; what is revoked stays revoked, since when and why.
Result<json::object> revoke_certificate(Service& service, const RevokeCertificate& given) {
  CHITTY_TRY(auto row, certificate_row(service, given.path.id));
  const auto id = text_in(row, "id"), name = text_in(row, "service");
  if (text_in(row, "status") == "revoked") return json::object{{"certificate", record_of(row, shapes::certificate)}};
  row["status"] = "revoked", row["revoked_at"] = rfc3339(service.now()), row["reason"] = given.body.reason;
  CHITTY_DO(service.store().execute(
      "UPDATE register_certificates SET status = 'revoked', revoked_at = :now, reason = :reason WHERE id = :id",
      {{"now", row.at("revoked_at")}, {"reason", given.body.reason}, {"id", id}}));
  CHITTY_TRY(auto issuer, service.store().row("SELECT serial, pem FROM register_authorities WHERE serial = :serial",
                                              {{"serial", row.at("issuer")}}, "The issuer is gone."));
  const auto pem = text_in(issuer, "pem");
  CHITTY_TRY(const auto holder, with_key(service, Holder{text_in(issuer, "serial"), pem, certificate_of(pem), nullptr}));
  CHITTY_DO(make_list(service, holder));
  CHITTY_DO(remember(service, name, text_in(row, "holder"), "certificate.revoked",
                     {{"certificate", id}, {"serial", row.at("serial")}, {"reason", given.body.reason}}));
  return json::object{{"certificate", record_of(row, shapes::certificate)}};
}

Result<Response> revoked_list(Service& service, const RevokedList& given) {
  const auto& issuer = given.path.issuer;
  const auto read = [&] {
    return service.store().row(
        "SELECT a.kind AS kind, a.pem AS pem, l.crl AS crl, l.made_at AS made_at, l.next_at AS next_at FROM register_crls l"
        " JOIN register_authorities a ON a.serial = l.issuer WHERE l.issuer = :issuer",
        {{"issuer", issuer}}, "This authority has no certificate " + issuer + ".");
  };
  CHITTY_TRY(auto row, read());
  if (text_in(row, "kind") == "intermediate" && text_in(row, "next_at") < rfc3339(service.now() + of_list * 500)) {
    auto made = service.store().transaction([&]() -> Result<void> {
      CHITTY_TRY(const auto holder,
                 with_key(service, Holder{issuer, text_in(row, "pem"), certificate_of(text_in(row, "pem")), nullptr}));
      return make_list(service, holder);
    });
    if (!made) return made.error();
    CHITTY_TRY(row, read());
  }
  return bytes(from_base64(text_in(row, "crl")).value_or(""), "application/pkix-crl", "public, max-age=60");
}

Result<Response> issuer_certificate(Service& service, const IssuerCertificate& given) {
  CHITTY_TRY(const auto row,
             service.store().row("SELECT pem FROM register_authorities WHERE serial = :serial", {{"serial", given.path.serial}},
                                 "This authority has no certificate " + given.path.serial + "."));
  const auto certificate = certificate_of(text_in(row, "pem"));
  return bytes(der_of(certificate.get(), i2d_X509), "application/pkix-cert", "public, max-age=86400");
}

Result<Response> ask_ocsp(Service& service) {
  CHITTY_TRY(const auto request, service.body_text());
  return answered(service, request);
}

// RFC 6960, appendix A: the question in Base64, percent-encoded.
Result<Response> ask_ocsp_by_get(Service& service, const AskOcspByGet& given) {
  const auto request = from_base64(given.path.request);
  return answered(service, request ? *request : std::string_view());
}

}  // namespace routes
}  // namespace chittyregister
