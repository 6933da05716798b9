#include <chitty/x509/certificate.hpp>

#include <chitty/hex.hpp>

namespace chitty::x509 {

namespace {

class Extensions {
 public:
  Extensions(X509* certificate, X509* issuer) : certificate_(certificate) {
    X509V3_set_ctx(&context_, issuer ? issuer : certificate, certificate, nullptr, nullptr, 0);
  }

  void add(int nid, const std::string& value) {
    auto* extension = X509V3_EXT_conf_nid(nullptr, &context_, nid, value.c_str());
    ok_ = ok_ && extension && X509_add_ext(certificate_, extension, -1) == 1;
    X509_EXTENSION_free(extension);
  }
  // A URL holds what OpenSSL's little language takes for its own, so it is put in as it is.
  void add_crl(const std::string& url) {
    Owned<CRL_DIST_POINTS, CRL_DIST_POINTS_free> points(sk_DIST_POINT_new_null());
    auto* point = DIST_POINT_new();
    point->distpoint = DIST_POINT_NAME_new();
    point->distpoint->type = 0;
    point->distpoint->name.fullname = sk_GENERAL_NAME_new_null();
    sk_GENERAL_NAME_push(point->distpoint->name.fullname, uri(url));
    sk_DIST_POINT_push(points.get(), point);
    ok_ = ok_ && X509_add1_ext_i2d(certificate_, NID_crl_distribution_points, points.get(), 0, X509V3_ADD_DEFAULT) == 1;
  }
  void add_access(const std::string& ocsp, const std::string& issuer) {
    Owned<AUTHORITY_INFO_ACCESS, AUTHORITY_INFO_ACCESS_free> all(sk_ACCESS_DESCRIPTION_new_null());
    for (const auto& [nid, url] : {std::pair(NID_ad_OCSP, ocsp), std::pair(NID_ad_ca_issuers, issuer)}) {
      if (url.empty()) continue;
      auto* one = ACCESS_DESCRIPTION_new();
      one->method = OBJ_nid2obj(nid);
      GENERAL_NAME_free(one->location);
      one->location = uri(url);
      sk_ACCESS_DESCRIPTION_push(all.get(), one);
    }
    ok_ = ok_ && X509_add1_ext_i2d(certificate_, NID_info_access, all.get(), 0, X509V3_ADD_DEFAULT) == 1;
  }
  bool ok() const { return ok_; }

 private:
  static GENERAL_NAME* uri(const std::string& url) {
    auto* text = ASN1_IA5STRING_new();
    ASN1_STRING_set(text, url.data(), static_cast<int>(url.size()));
    auto* name = GENERAL_NAME_new();
    GENERAL_NAME_set0_value(name, GEN_URI, text);
    return name;
  }

  X509* certificate_;
  X509V3_CTX context_{};
  bool ok_ = true;
};

}  // namespace

Result<std::string> make_certificate(const CertificatePlan& plan, EVP_PKEY* subject, const Issuer& issuer) {
  const Certificate made(X509_new());
  const auto serial = number_of(plan.serial);
  const auto begins = time_of(plan.begins), ends = time_of(plan.ends);
  if (!made || !serial || !begins || !ends) return openssl_fault("begin a certificate");
  X509_set_version(made.get(), X509_VERSION_3);
  X509_set_serialNumber(made.get(), serial.get());
  X509_set1_notBefore(made.get(), begins.get());
  X509_set1_notAfter(made.get(), ends.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(plan.common_name.c_str()), -1, -1, 0);
  X509_set_issuer_name(made.get(), X509_get_subject_name(issuer.certificate ? issuer.certificate : made.get()));
  X509_set_pubkey(made.get(), subject);
  Extensions extensions(made.get(), issuer.certificate);
  for (const auto& [nid, value] : plan.extensions) extensions.add(nid, value);
  extensions.add(NID_subject_key_identifier, "hash");
  extensions.add(NID_authority_key_identifier, "keyid:always");
  if (!plan.crl.empty()) extensions.add_crl(plan.crl);
  if (!plan.ocsp.empty() || !plan.issuer.empty()) extensions.add_access(plan.ocsp, plan.issuer);
  if (!extensions.ok()) return openssl_fault("write the extensions of a certificate");
  if (X509_sign(made.get(), issuer.key, EVP_sha256()) <= 0) return openssl_fault("sign a certificate");
  return pem_of(made.get());
}

std::string serial_from(std::string_view chance) { return "43" + hex(chance); }

}  // namespace chitty::x509
