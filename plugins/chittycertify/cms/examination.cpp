#include "examination.hpp"

#include <openssl/err.h>
#include <openssl/ess.h>

#include <chitty/hex.hpp>
#include <chitty/time.hpp>

#include "chain.hpp"
#include "detached_jws.hpp"
#include "objects.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

constexpr std::int64_t leeway = 5 * 60 * 1000;  // milliseconds that two clocks may differ by

using Ess = Owned<ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free>;

Answer passed(const char* question, const char* code, std::string reason) {
  return {question, Answer::passed, code, std::move(reason)};
}
Answer failed(const char* question, const char* code, std::string reason) {
  return {question, Answer::failed, code, std::move(reason)};
}
Answer open(const char* question, const char* code, std::string reason) {
  return {question, Answer::inconclusive, code, std::move(reason)};
}

// A message taken apart; nothing in it is believed yet.
struct Parts {
  Message message;
  CMS_SignerInfo* info = nullptr;
  X509* signer = nullptr;
  X509_ALGOR *digest_by = nullptr, *signed_by = nullptr;
  Certificates others;
};

Parts parts_of(std::string_view der) {
  Parts parts{message_of(der), nullptr, nullptr, nullptr, nullptr, nullptr};
  parts.info = parts.message ? only_signer(parts.message.get()) : nullptr;
  if (!parts.info) return parts;
  CMS_set1_signers_certs(parts.message.get(), nullptr, 0);
  CMS_SignerInfo_get0_algs(parts.info, nullptr, &parts.signer, &parts.digest_by, &parts.signed_by);
  parts.others.reset(CMS_get1_certs(parts.message.get()));
  ERR_clear_error();
  return parts;
}

// A signed attribute that is there once, with one value of this type.
template <class T>
const T* attribute(const Parts& parts, int nid, int type) {
  const auto* found = static_cast<T*>(CMS_signed_get0_data_by_OBJ(parts.info, OBJ_nid2obj(nid), -3, type));
  ERR_clear_error();
  return found;
}

bool names_its_certificate(const Parts& parts) {
  const auto* value = attribute<ASN1_STRING>(parts, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE);
  if (!value) return false;
  const auto bytes = text_of(value);
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const Ess named(d2i_ESS_SIGNING_CERT_V2(nullptr, &at, static_cast<long>(bytes.size())));
  const Owned<STACK_OF(X509), [](STACK_OF(X509) * all) { sk_X509_free(all); }> chain(sk_X509_new_null());
  sk_X509_push(chain.get(), parts.signer);
  const bool does = named && OSSL_ESS_check_signing_certs(nullptr, named.get(), chain.get(), 1) > 0;
  ERR_clear_error();
  return does;
}

std::vector<Stamp> stamps_in(const Parts& parts, const Evidence& evidence) {
  std::vector<Stamp> stamps;
  const auto value = value_of(parts.info);
  for (int at = -1; (at = CMS_unsigned_get_attr_by_NID(parts.info, NID_id_smime_aa_timeStampToken, at)) >= 0;) {
    auto* one = CMS_unsigned_get_attr(parts.info, at);
    const auto* token = X509_ATTRIBUTE_count(one) == 1
                            ? static_cast<ASN1_STRING*>(X509_ATTRIBUTE_get0_data(one, 0, V_ASN1_SEQUENCE, nullptr))
                            : nullptr;
    ERR_clear_error();
    stamps.push_back(look_at_token(token ? text_of(token) : std::string(), value, evidence.stamp_roots));
  }
  return stamps;
}

Answer about_bytes(const Parts& parts, const Evidence& evidence) {
  const auto* said = attribute<ASN1_STRING>(parts, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING);
  if (!said) return failed("bytes", "NO_MESSAGE_DIGEST", "the signature does not say what it is over");
  const auto digest = text_of(said);
  if (digest != evidence.digest)
    return failed("bytes", "HASH_FAILURE",
                  "the signature is over " + hex(digest) + ", and " + hex(evidence.digest) + " was certified");
  if (!evidence.document)
    return passed("bytes", "DIGEST_CONSISTENT", "the signature is over the SHA-256 that was certified; no document was given");
  if (*evidence.document != digest)
    return failed("bytes", "HASH_FAILURE", "the document is another one: its SHA-256 is " + hex(*evidence.document));
  return passed("bytes", "DIGEST_MATCHES", "the document is the one that was certified");
}

Answer about_signer(const Parts& parts, const Evidence& evidence, const Examination& so_far) {
  const bool genuine = CMS_SignerInfo_verify(parts.info) == 1;
  ERR_clear_error();
  if (!genuine) return failed("signer", "SIG_CRYPTO_FAILURE", "the signature is not by the certificate that is in it");
  if (serial_of(X509_get0_serialNumber(parts.signer)) != evidence.serial)
    return failed("signer", "OTHER_SIGNER", "the signature is by another certificate than the one that was issued for it");
  if (!evidence.jws.empty())
    if (const auto why = why_not_jws(evidence.jws, parts.signer, evidence.digest); !why.empty())
      return failed("signer", "JWS_MISMATCH", why);
  const auto at = so_far.proven_at.value_or(evidence.at);
  const auto chain = judge_chain(parts.signer, parts.others.get(), evidence.roots, at / 1000);
  const auto when = so_far.proven_at ? "when it was stamped" : "at that time";
  if (chain.error == X509_V_OK)
    return passed("signer", "CHAIN_TRUSTED", so_far.signer + ", by a chain that is good " + when);
  if (chain.error == X509_V_ERR_CERT_HAS_EXPIRED && !so_far.proven_at)
    return open("signer", "OUT_OF_BOUNDS_NO_POE", "the certificate has expired, and no time stamp says that it was signed before");
  if (chain.error == X509_V_ERR_CERT_HAS_EXPIRED) return failed("signer", "EXPIRED", "the certificate had expired when it was stamped");
  if (chain.error == X509_V_ERR_CERT_NOT_YET_VALID) return failed("signer", "NOT_YET_VALID", "the certificate was not valid yet");
  return failed("signer", "NO_CERTIFICATE_CHAIN_FOUND", "the signer is not trusted: " + chain.problem);
}

Answer about_time(const Evidence& evidence, const Examination& so_far) {
  if (so_far.proven_at) {
    for (const auto& stamp : so_far.stamps)
      if (stamp.problem.empty() && stamp.ms == *so_far.proven_at)
        return passed("time", "STAMPED", "it was signed before " + rfc3339(stamp.ms) + ", says " + stamp.authority);
  }
  if (so_far.stamps.empty()) return open("time", "NO_STAMP", "it was never stamped");
  const auto& first = so_far.stamps.front();
  if (first.problem.empty()) return open("time", "NOT_YET_STAMPED", "it was stamped later, at " + rfc3339(first.ms) + ", and not yet at " + rfc3339(evidence.at));
  if (first.code == "TSA_NOT_TRUSTED") return open("time", "TSA_NOT_TRUSTED", first.problem + ": " + first.authority);
  return failed("time", first.code.c_str(), first.problem);
}

Answer about_revocation(const Evidence& evidence, const Examination& so_far) {
  if (!evidence.revoked || evidence.revoked->ms > evidence.at)
    return passed("revocation", "NOT_REVOKED", "the certificate was not revoked");
  const auto when = rfc3339(evidence.revoked->ms) + " (" + evidence.revoked->reason + ")";
  if (so_far.proven_at && *so_far.proven_at < evidence.revoked->ms)
    return passed("revocation", "REVOKED_LATER", "the certificate was revoked at " + when + ", after it was stamped");
  return failed("revocation", "REVOKED", "the certificate was revoked at " + when);
}

Answer about_policy(const Parts& parts, const Evidence& evidence, const Examination& so_far) {
  const auto* type = attribute<ASN1_OBJECT>(parts, NID_pkcs9_contentType, V_ASN1_OBJECT);
  const auto* time = attribute<ASN1_TIME>(parts, NID_pkcs9_signingTime, V_ASN1_UTCTIME);
  if (!type || OBJ_obj2nid(type) != NID_pkcs7_data) return failed("policy", "ATTRIBUTES_MISSING", "the content type is not among what was signed");
  if (!names_its_certificate(parts))
    return failed("policy", "ATTRIBUTES_MISSING", "what was signed does not name the signer's certificate");
  if (!time && !evidence.in_pdf) return failed("policy", "ATTRIBUTES_MISSING", "the time of signing is not among what was signed");
  if (OBJ_obj2nid(parts.digest_by->algorithm) != NID_sha256 || OBJ_obj2nid(parts.signed_by->algorithm) != NID_ecdsa_with_SHA256)
    return failed("policy", "CRYPTO_CONSTRAINTS_FAILURE", "it is not signed by ECDSA with SHA-256");
  if (time && so_far.proven_at && seconds_of(time) * 1000 > *so_far.proven_at + leeway)
    return failed("policy", "TIMESTAMP_ORDER_FAILURE", "it says that it was signed after it was stamped");
  if (evidence.revoked && evidence.revoked->ms <= evidence.at)
    return failed("policy", "CERTIFICATION_WITHDRAWN", "the certification was withdrawn at " + rfc3339(evidence.revoked->ms));
  return passed("policy", "CONSTRAINTS_KEPT", evidence.in_pdf ? "PAdES baseline, ECDSA with SHA-256" : "CAdES baseline, ECDSA with SHA-256");
}

Examination unreadable() {
  Examination none;
  none.answers.push_back(failed("bytes", "FORMAT_FAILURE", "the signature is damaged: it is not a CMS message of one signer with its certificate"));
  for (const auto* question : {"signer", "time", "revocation", "policy"})
    none.answers.push_back(open(question, "FORMAT_FAILURE", "there is no signature to look at"));
  return none;
}

}  // namespace

const char* word_of(Answer::State state) {
  return state == Answer::passed ? "passed" : state == Answer::failed ? "failed"
                                                                      : "inconclusive";
}

bool Examination::is_valid() const {
  return std::all_of(answers.begin(), answers.end(), [](const Answer& one) { return one.state == Answer::passed; });
}

std::string Examination::result() const {
  if (is_valid()) return "TOTAL_PASSED";
  const bool any = std::any_of(answers.begin(), answers.end(), [](const Answer& one) { return one.state == Answer::failed; });
  return any ? "TOTAL_FAILED" : "INDETERMINATE";
}

Examination examine(const Evidence& evidence) {
  const auto parts = parts_of(evidence.cms);
  if (!parts.signer) return unreadable();
  Examination found;
  found.signer = name_of(X509_get_subject_name(parts.signer));
  found.stamps = stamps_in(parts, evidence);
  for (const auto& stamp : found.stamps)
    if (stamp.problem.empty() && stamp.ms <= evidence.at && stamp.ms < found.proven_at.value_or(stamp.ms + 1)) found.proven_at = stamp.ms;
  found.answers = {about_bytes(parts, evidence), about_signer(parts, evidence, found), about_time(evidence, found),
                   about_revocation(evidence, found), about_policy(parts, evidence, found)};
  return found;
}

}  // namespace chittycertify
