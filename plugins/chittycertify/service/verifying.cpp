#include "verifying.hpp"

#include <chitty/answers.hpp>
#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chittycertify_names.hpp>

#include "../cms/objects.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

// DER, or PEM as `openssl cms -outform PEM` writes it.
std::string der_in(const std::string& given) {
  const auto begin = given.find("-----BEGIN CMS-----");
  const auto end = given.find("-----END CMS-----");
  if (begin == given.npos || end == given.npos) return given;
  std::string text;
  for (const auto c : given.substr(begin + 19, end - begin - 19))
    if (c != '\n' && c != '\r' && c != ' ') text += c;
  return from_base64(text).value_or("");
}

json::array shown(const Examination& found) {
  json::array answers;
  for (const auto& one : found.answers)
    answers.push_back({{"question", one.question}, {"state", word_of(one.state)}, {"code", one.code}, {"reason", one.reason}});
  return answers;
}

// The first thing that is wrong, for whoever reads one line.
std::string reason_of(const Examination& found) {
  for (const auto state : {Answer::failed, Answer::inconclusive})
    for (const auto& one : found.answers)
      if (one.state == state) return one.question + ": " + one.reason;
  return {};
}

}  // namespace

Result<Examination> examined(Service& service, const Row& row, const Presented& presented) {
  CHITTY_TRY(const auto own, roots(service));
  CHITTY_TRY(const auto others, service.store().query("SELECT pem FROM certify_roots"));
  Evidence evidence{presented.signature ? *presented.signature : from_base64(text_in(row, "cms")).value_or(""), text_in(row, "jws"),
                    text_in(row, "serial"), from_hex(text_in(row, "sha256")).value_or("")};
  std::vector<Certificate> foreign;
  for (const auto& root : own) evidence.roots.push_back(root.certificate.get());
  evidence.stamp_roots = evidence.roots;
  for (const auto& other : others)
    if (auto root = certificate_of(text_in(other, "pem"))) foreign.push_back(std::move(root));
  for (const auto& root : foreign) evidence.stamp_roots.push_back(root.get());
  evidence.document = presented.document;
  evidence.at = presented.at;
  evidence.in_pdf = text_in(row, "profile") == "pades";
  if (const auto at = parse_rfc3339(text_in(row, "revoked_at")))
    evidence.revoked = Revocation{*at, text_in(row, "reason")};
  return examine(evidence);
}

namespace routes {

// Whoever has an id may ask whether it is good, and is told who signed; what the document is called only its holder is.
Result<Response> verify_certificate(Service& service, const VerifyCertificate& given) {
  CHITTY_TRY(const auto row, any_certificate_row(service, given.body.certificate_id));
  Presented presented;
  presented.at = service.now();
  if (!given.body.at.empty()) {
    const auto at = parse_rfc3339(given.body.at);
    if (!at) return usage_error("'" + given.body.at + "' is not a time");
    presented.at = *at;
  }
  if (!given.body.sha256.empty()) presented.document = from_hex(given.body.sha256);
  if (!given.body.signature.empty()) {
    const auto bytes = from_base64(given.body.signature);
    if (!bytes) return usage_error("the signature is not in Base64");
    presented.signature = der_in(*bytes);
  }
  // A PDF that carries its signature is looked at as what that is over; without one it is another document.
  if (text_in(row, "profile") == "pades" && !given.body.pdfSha256.empty()) {
    presented.document = from_hex(given.body.pdfSha256);
    if (!presented.signature) presented.signature = from_base64(given.body.pdfSignature).value_or("");
  }
  CHITTY_TRY(const auto found, examined(service, row, presented));
  return answer(service, {{"certificate_id", row.at("id")},
                          {"valid", found.is_valid()},
                          {"result", found.result()},
                          {"reason", text_or_null(reason_of(found))},
                          {"at", rfc3339(presented.at)},
                          {"stampedAt", found.proven_at ? json::value(rfc3339(*found.proven_at)) : json::value(nullptr)},
                          {"answers", shown(found)}});
}

}  // namespace routes
}  // namespace chittycertify
