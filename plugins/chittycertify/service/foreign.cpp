// Time stamps by other authorities: the query is made here and its answer is checked here; who carries them is the command, so that this
// service dials nothing. And the roots that such stamps are believed by.
#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/lists.hpp>
#include <chittycertify_names.hpp>

#include "../cms/objects.hpp"
#include "certificates.hpp"
#include "stamping.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

constexpr std::int64_t lasting = 10 * 60 * 1000;  // milliseconds that an answer is waited for
constexpr std::size_t most_stamps = 10;           // of one certificate

Result<json::object> kept(Service& service, const Row& query, const std::string& response, const Stamp& stamp) {
  CHITTY_TRY(const auto row, certificate_row(service, text_in(query, "certificate")));
  CHITTY_TRY(const auto before, service.store().query("SELECT id FROM certify_responses WHERE certificate = :id", {{"id", row.at("id")}}));
  if (before.size() >= most_stamps)
    return make_error(Code::conflict, "This certificate has " + std::to_string(before.size()) + " time stamps already, which is the most.");
  CHITTY_TRY(const auto cms, with_token(from_base64(text_in(row, "cms")).value_or(""), token_of(response)));
  CHITTY_TRY(const auto id, new_ordered_id(service));
  CHITTY_DO(service.store().execute("UPDATE certify_certificates SET cms = :cms WHERE id = :id", {{"cms", base64(cms)}, {"id", row.at("id")}}));
  CHITTY_DO(service.store().insert("certify_responses", {{"id", id},
                                                         {"certificate", row.at("id")},
                                                         {"holder", row.at("holder")},
                                                         {"authority", stamp.authority},
                                                         {"response", base64(response)},
                                                         {"stamped_at", rfc3339(stamp.ms)}}));
  CHITTY_DO(service.store().execute("DELETE FROM certify_queries WHERE id = :id", {{"id", query.at("id")}}));
  return json::object{{"certificate_id", row.at("id")}, {"authority", stamp.authority}, {"stampedAt", rfc3339(stamp.ms)}, {"policy", stamp.policy}, {"serial", stamp.serial}, {"trusted", stamp.problem.empty()}, {"cms", base64(cms)}};
}

Result<std::vector<Certificate>> believed(Service& service) {
  CHITTY_TRY(const auto rows, service.store().query("SELECT pem FROM certify_roots"));
  std::vector<Certificate> all;
  for (const auto& row : rows)
    if (auto root = certificate_of(text_in(row, "pem"))) all.push_back(std::move(root));
  return all;
}

}  // namespace

namespace routes {

Result<Response> ask_stamp(Service& service, const AskStamp& given) {
  CHITTY_TRY(const auto row, certificate_row(service, given.path.id));
  CHITTY_TRY(const auto nonce, service.crypto().random(8));
  CHITTY_TRY(const auto query, make_query(from_base64(text_in(row, "value")).value_or(""), nonce, given.body.policy));
  CHITTY_TRY(auto asked, service.store().transaction([&]() -> Result<json::object> {
    CHITTY_DO(service.quota("queries"));
    CHITTY_DO(service.store().execute("DELETE FROM certify_queries WHERE expires_at < :now", {{"now", rfc3339(service.now())}}));
    CHITTY_TRY(const auto id, new_id(service, "tsq_"));
    const auto expires = rfc3339(service.now() + lasting);
    CHITTY_DO(service.store().insert("certify_queries", {{"id", id},
                                                         {"certificate", row.at("id")},
                                                         {"holder", row.at("holder")},
                                                         {"query", base64(query)},
                                                         {"expires_at", expires}}));
    return json::object{{"id", id}, {"query", base64(query)}, {"expiresAt", expires}};
  }));
  return answer(service, std::move(asked));
}

// What does not answer the query is refused; a stamp whose authority is not believed here is kept and says so.
Result<Response> add_stamp(Service& service, const AddStamp& given) {
  CHITTY_TRY(const auto query, row_of_caller(service, "SELECT id, certificate, query FROM certify_queries WHERE id = :id AND certificate = :certificate AND expires_at > :now AND {own}",
                                             {{"id", given.body.query}, {"certificate", given.path.id}, {"now", rfc3339(service.now())}},
                                             Ownership(service, {"holder"}), "There is no query " + given.body.query + ", or it has run out.",
                                             "Ask again: chitty certify stamp " + given.path.id));
  const auto response = from_base64(given.body.response);
  if (!response) return usage_error("the response is not in Base64");
  if (const auto why = why_not_answer(*response, from_base64(text_in(query, "query")).value_or("")); !why.empty())
    return make_error(Code::refused, "The authority's answer is not a time stamp of this signature: " + why + ".", "Choose another authority.");
  CHITTY_TRY(const auto row, certificate_row(service, text_in(query, "certificate")));
  CHITTY_TRY(const auto own, roots(service));
  CHITTY_TRY(const auto others, believed(service));
  std::vector<X509*> trusted;
  for (const auto& root : own) trusted.push_back(root.certificate.get());
  for (const auto& root : others) trusted.push_back(root.get());
  const auto stamp = look_at_token(token_of(*response), from_base64(text_in(row, "value")).value_or(""), trusted);
  if (!stamp.problem.empty() && stamp.code != "TSA_NOT_TRUSTED")
    return make_error(Code::refused, "The authority's answer is not a time stamp of this signature: " + stamp.problem + ".", "Choose another authority.");
  CHITTY_TRY(auto shown, service.store().transaction([&] { return kept(service, query, *response, stamp); }));
  return answer(service, std::move(shown));
}

Result<json::object> trust_authority(Service& service, const TrustAuthority& given) {
  const auto all = certificates_of(given.body.certificate);
  if (all.size() != 1) return usage_error("this is not one certificate in PEM", "Give the authority's root certificate.");
  auto* root = all.front().get();
  if (X509_check_ca(root) != 1 || X509_self_signed(root, 1) != 1)
    return usage_error("this is not the certificate of a root: an authority that signed itself", "Give the authority's root certificate.");
  const auto fingerprint = hex(sha256(der_of(root, i2d_X509)));
  CHITTY_TRY(const auto many, service.store().row("SELECT COUNT(*) AS n FROM certify_roots", {}, "Nothing can be counted."));
  if (many.at("n").as_int64() >= 100) return make_error(Code::conflict, "There are 100 roots already, which is the most.", "Remove one: chitty certify tsa distrust FINGERPRINT");
  Row row{{"fingerprint", fingerprint}, {"name", name_of(X509_get_subject_name(root))}, {"pem", pem_of(root)}, {"not_after", rfc3339(seconds_of(X509_get0_notAfter(root)) * 1000)}, {"added_by", service.caller().subject}, {"added_at", rfc3339(service.now())}};
  CHITTY_TRY(const auto there, service.store().find("SELECT fingerprint FROM certify_roots WHERE fingerprint = :f", {{"f", fingerprint}}));
  if (!there) CHITTY_DO(service.store().insert("certify_roots", row));
  return json::object{{"root", record_of(row, shapes::root)}};
}

Result<Response> list_trusted(Service& service, const ListTrusted&) {
  CHITTY_TRY(const auto page, page_of(service));
  Select roots{"SELECT fingerprint, name, not_after, added_by, added_at FROM certify_roots WHERE fingerprint > :cursor ORDER BY fingerprint", {{"cursor", page.cursor}}};
  return answer_page(service, page, "roots", roots, shapes::root, "fingerprint");
}

Result<json::object> distrust_authority(Service& service, const DistrustAuthority& given) {
  CHITTY_TRY(const auto row, service.store().row("SELECT fingerprint, name, not_after, added_by, added_at FROM certify_roots WHERE fingerprint = :f",
                                                 {{"f", given.path.fingerprint}}, "No root with the fingerprint " + given.path.fingerprint + " is trusted.", "List them: chitty certify tsa list"));
  CHITTY_DO(service.store().execute("DELETE FROM certify_roots WHERE fingerprint = :f", {{"f", given.path.fingerprint}}));
  return json::object{{"root", record_of(row, shapes::root)}};
}

}  // namespace routes
}  // namespace chittycertify
