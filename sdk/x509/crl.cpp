#include <chitty/x509/crl.hpp>

namespace chitty::x509 {

int reason_number(std::string_view word) {
  if (word == "unspecified") return CRL_REASON_UNSPECIFIED;
  if (word == "keyCompromise") return CRL_REASON_KEY_COMPROMISE;
  if (word == "affiliationChanged") return CRL_REASON_AFFILIATION_CHANGED;
  if (word == "superseded") return CRL_REASON_SUPERSEDED;
  if (word == "cessationOfOperation") return CRL_REASON_CESSATION_OF_OPERATION;
  if (word == "privilegeWithdrawn") return CRL_REASON_PRIVILEGE_WITHDRAWN;
  return -1;
}

Result<std::string> make_crl(const Issuer& issuer, std::int64_t number, std::int64_t made, std::int64_t next,
                             const std::vector<Revoked>& revoked) {
  const RevocationList list(X509_CRL_new());
  const auto last = time_of(made), until = time_of(next);
  X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuer.certificate));
  X509_CRL_set1_lastUpdate(list.get(), last.get());
  X509_CRL_set1_nextUpdate(list.get(), until.get());
  for (const auto& one : revoked) {
    Owned<X509_REVOKED, X509_REVOKED_free> entry(X509_REVOKED_new());
    const auto serial = number_of(one.serial);
    const auto at = time_of(one.at);
    X509_REVOKED_set_serialNumber(entry.get(), serial.get());
    X509_REVOKED_set_revocationDate(entry.get(), at.get());
    // 0 says nothing, and RFC 5280 wants it left out.
    if (const auto reason = reason_number(one.reason); reason > 0) {
      const Owned<ASN1_ENUMERATED, ASN1_ENUMERATED_free> word(ASN1_ENUMERATED_new());
      ASN1_ENUMERATED_set(word.get(), reason);
      X509_REVOKED_add1_ext_i2d(entry.get(), NID_crl_reason, word.get(), 0, 0);
    }
    if (X509_CRL_add0_revoked(list.get(), entry.get()) != 1) return openssl_fault("add to a list of revoked certificates");
    (void)entry.release();
  }
  X509_CRL_sort(list.get());
  const Number counted(ASN1_INTEGER_new());
  ASN1_INTEGER_set_int64(counted.get(), number);
  X509_CRL_add1_ext_i2d(list.get(), NID_crl_number, counted.get(), 0, 0);
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer.certificate, nullptr, nullptr, list.get(), 0);
  const Owned<X509_EXTENSION, X509_EXTENSION_free> by(
      X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"));
  if (!by || X509_CRL_add_ext(list.get(), by.get(), -1) != 1 || X509_CRL_sign(list.get(), issuer.key, EVP_sha256()) <= 0)
    return openssl_fault("sign a list of revoked certificates");
  return der_of(list.get(), i2d_X509_CRL);
}

}  // namespace chitty::x509
