// Certificates of documents: list, show, chain, files, revoke.
#include "certificates.hpp"

#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/lists.hpp>
#include <chittycertify_names.hpp>

#include "../cms/objects.hpp"
#include "../cms/signature.hpp"

namespace chittycertify {

using namespace chitty;

const char* const select_certificates =
    "SELECT * FROM (SELECT id, serial, holder, issuer, CASE WHEN status = 'valid' AND not_after < :now THEN 'expired' ELSE status END AS"
    " status, name, sha256, size, profile, pem, cms, value, jws, not_before, not_after, signed_at, stamped_at, revoked_at, reason"
    " FROM certify_certificates) AS c WHERE status <> 'reserved'";

Error no_certificate(const std::string& id) {
  return make_error(Code::not_found, "There is no certificate " + id + " of yours.", "List them: chitty certify list");
}

Result<Row> certificate_row(Service& service, const std::string& id) {
  const auto none = no_certificate(id);
  return row_of_caller(service, std::string(select_certificates) + " AND (id = :id OR serial = :id) AND {own}",
                       {{"id", id}, {"now", rfc3339(service.now())}}, Ownership(service, {"holder"}), none.message, none.hint);
}

Result<Row> any_certificate_row(Service& service, const std::string& id) {
  return service.store().row(std::string(select_certificates) + " AND (id = :id OR serial = :id)",
                             {{"id", id}, {"now", rfc3339(service.now())}}, "There is no certificate " + id + ".",
                             "List yours: chitty certify list");
}

Result<Chain> chain_of(Service& service, const Row& row) {
  Chain chain;
  chain.signer = certificate_of(text_in(row, "pem"));
  if (!chain.signer) return make_error(Code::host_fault, "The stored certificate " + text_in(row, "id") + " is damaged.");
  CHITTY_TRY(chain.issuing, authority_of(service, text_in(row, "issuer")));
  CHITTY_TRY(chain.root, authority_of(service, chain.issuing.issued_by));
  return chain;
}

namespace {

json::object link_of(Service& service, const char* role, X509* certificate, std::string status = {}) {
  const auto ends = seconds_of(X509_get0_notAfter(certificate)) * 1000;
  if (status.empty()) status = ends < service.now() ? "expired" : "valid";
  return {{"role", role},
          {"subject", name_of(X509_get_subject_name(certificate))},
          {"issuer", name_of(X509_get_issuer_name(certificate))},
          {"serial", serial_of(X509_get0_serialNumber(certificate))},
          {"notBefore", rfc3339(seconds_of(X509_get0_notBefore(certificate)) * 1000)},
          {"notAfter", rfc3339(ends)},
          {"sha256", hex(sha256(der_of(certificate, i2d_X509)))},
          {"status", status},
          {"pem", pem_of(certificate)}};
}

// The certificates that came with a time stamp, the authority's own first.
json::array links_of_stamp(Service& service, std::string_view response, const Chain& chain) {
  json::array links;
  const auto message = message_of(token_of(response));
  const Certificates all(message ? CMS_get1_certs(message.get()) : nullptr);
  for (int i = 0; i < sk_X509_num(all.get()); ++i) {
    auto* one = sk_X509_value(all.get(), i);
    if (X509_cmp(one, chain.issuing.certificate.get()) == 0 || X509_cmp(one, chain.root.certificate.get()) == 0) continue;
    links.emplace_back(link_of(service, "timestamp", one));
  }
  return links;
}

Result<Rows> responses_of(Service& service, const Row& row) {
  return service.store().query("SELECT authority, response, stamped_at FROM certify_responses WHERE certificate = :id ORDER BY id",
                               {{"id", row.at("id")}});
}

}  // namespace

namespace routes {

Result<Response> list_certificates(Service& service, const ListCertificates& given) {
  CHITTY_TRY(const auto page, page_of(service));
  const Ownership whose(service, {"holder"});
  Select certificates{std::string(select_certificates) + " AND " + whose.condition(), whose.with({{"now", rfc3339(service.now())}})};
  certificates.where_given("status = :status", "status", given.query.status);
  certificates.where_given("sha256 = :sha256", "sha256", given.query.sha256);
  certificates.newest_first(page);
  return answer_page(service, page, "certificates", certificates, shapes::certificate);
}

Result<Response> show_certificate(Service& service, const ShowCertificate& given) {
  CHITTY_TRY(const auto row, certificate_row(service, given.path.id));
  return answer(service, {{"certificate", record_of(row, shapes::certificate)}});
}

Result<Response> show_chain(Service& service, const ShowChain& given) {
  CHITTY_TRY(const auto row, certificate_row(service, given.path.id));
  CHITTY_TRY(const auto chain, chain_of(service, row));
  json::array links{link_of(service, "signer", chain.signer.get(), text_in(row, "status")),
                    link_of(service, "issuing", chain.issuing.certificate.get()), link_of(service, "root", chain.root.certificate.get())};
  CHITTY_TRY(const auto responses, responses_of(service, row));
  for (const auto& one : responses)
    for (auto& link : links_of_stamp(service, from_base64(text_in(one, "response")).value_or(""), chain)) links.push_back(std::move(link));
  return answer(service, {{"chain", std::move(links)}});
}

// Everything that whoever wants to check the signature without this service needs.
Result<Response> show_files(Service& service, const ShowFiles& given) {
  CHITTY_TRY(const auto row, certificate_row(service, given.path.id));
  CHITTY_TRY(const auto chain, chain_of(service, row));
  CHITTY_TRY(const auto responses, responses_of(service, row));
  CHITTY_TRY(const auto list, list_of(service, chain.issuing.serial));
  CHITTY_TRY(const auto root_list, list_of(service, chain.root.serial));
  json::array stamps;
  for (const auto& one : responses) stamps.push_back({{"authority", one.at("authority")}, {"response", one.at("response")}});
  return answer(service, {{"certificate", record_of(row, shapes::certificate)},
                          {"cms", row.at("cms")},
                          {"value", row.at("value")},
                          {"jws", row.at("jws")},
                          {"stamps", std::move(stamps)},
                          {"signer", row.at("pem")},
                          {"chain", chain.issuing.pem},
                          {"root", chain.root.pem},
                          {"lists", {base64(list), base64(root_list)}}});
}

// Table and list change together; what is revoked stays revoked, since when and why.
Result<json::object> revoke_certificate(Service& service, const RevokeCertificate& given) {
  CHITTY_TRY(const auto row, certificate_row(service, given.body.certificate_id));
  const auto shown = [](const Row& of) {
    return json::object{{"certificate_id", of.at("id")}, {"revoked_at", of.at("revoked_at")}, {"reason", of.at("reason")}};
  };
  if (text_in(row, "status") == "revoked") return shown(row);
  CHITTY_DO(service.store().execute("UPDATE certify_certificates SET status = 'revoked', revoked_at = :now, reason = :reason WHERE id = :id",
                                    {{"now", rfc3339(service.now())}, {"reason", given.body.reason}, {"id", row.at("id")}}));
  CHITTY_TRY(auto issuing, authority_of(service, text_in(row, "issuer")));
  CHITTY_TRY(issuing, with_key(service, std::move(issuing)));
  CHITTY_DO(make_list(service, issuing, a_day));
  CHITTY_DO(service.event("certify.revoked", text_in(row, "holder"), {{"certificate", row.at("id")}, {"reason", given.body.reason}}));
  CHITTY_TRY(const auto now, certificate_row(service, text_in(row, "id")));
  return shown(now);
}

}  // namespace routes
}  // namespace chittycertify
