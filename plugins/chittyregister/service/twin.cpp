#include "twin.hpp"

#include "../x509/key.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

constexpr std::int64_t a_day = 86'400, most_days = 398;
constexpr int most_of_serial = 20;  // octets, RFC 5280

// What is signed: DER of the TBSCertificate.
std::string content_of(X509* certificate) {
  return der_of(certificate, [](X509* one, unsigned char** out) { return i2d_re_X509_tbs(one, out); });
}

std::vector<Name> names_in(X509* certificate) {
  std::vector<Name> names;
  const Names all(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()); ++i) {
    const auto* one = sk_GENERAL_NAME_value(all.get(), i);
    const auto* bytes = one->type == GEN_DNS ? one->d.dNSName : one->type == GEN_IPADD ? one->d.iPAddress
                                                                                       : nullptr;
    if (!bytes) return {};
    const std::string text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(bytes)), static_cast<std::size_t>(ASN1_STRING_length(bytes)));
    const auto name = parse_name(one->type == GEN_DNS ? text : text_of_address(text));
    if (!name) return {};
    names.push_back(*name);
  }
  return names;
}

std::string wrong_names(X509* certificate, const Plan& plan, const Constraints& constraints) {
  const auto names = names_in(certificate);
  if (names.empty() || names != plan.names) return "its names are not those that were admitted";
  for (const auto& name : names)
    if (!constraints.permit(name)) return "the name " + name.text + " is outside of what this authority may certify";
  return {};
}

std::string wrong_times(X509* certificate, const Plan& plan, X509* issuer) {
  const auto begins = seconds_of(X509_get0_notBefore(certificate)), ends = seconds_of(X509_get0_notAfter(certificate));
  if (begins != plan.begins || ends != plan.ends || begins >= ends) return "its times are not those that were stored";
  if (ends - begins + 1 > most_days * a_day) return "it is good for more than 398 days";
  if (ends > seconds_of(X509_get0_notAfter(issuer))) return "it outlives the authority";
  return {};
}

std::string wrong_purpose(X509* certificate) {
  const auto flags = X509_get_extension_flags(certificate);
  if ((flags & EXFLAG_INVALID) != 0) return "its extensions cannot be read";
  if ((flags & EXFLAG_CA) != 0) return "it could certify others";
  if ((flags & EXFLAG_KUSAGE) == 0 || (X509_get_key_usage(certificate) & ~static_cast<std::uint32_t>(KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT)) != 0) return "its key may do more than a service needs";
  if ((flags & EXFLAG_XKUSAGE) == 0 || X509_get_extended_key_usage(certificate) != (XKU_SSL_SERVER | XKU_SSL_CLIENT)) return "it is not for TLS alone";
  return {};
}

}  // namespace

std::string what_is_wrong(std::string_view pem, const Plan& plan, EVP_PKEY* subject, X509* issuer, const Constraints& constraints) {
  const auto certificate = certificate_of(pem);
  if (!certificate) return "it cannot be read";
  const auto* serial = X509_get0_serialNumber(certificate.get());
  if (serial_of(serial) != plan.serial || ASN1_STRING_length(serial) > most_of_serial) return "its serial number is not the one that was stored";
  if (X509_check_issued(issuer, certificate.get()) != X509_V_OK) return "it is not of this authority";
  if (public_der(X509_get0_pubkey(certificate.get())) != public_der(subject)) return "its key is not the one that was asked for";
  if (auto weak = weakness_of(X509_get0_pubkey(certificate.get())); !weak.empty()) return "its key is weak: " + weak;
  if (auto wrong = wrong_names(certificate.get(), plan, constraints); !wrong.empty()) return wrong;
  if (auto wrong = wrong_times(certificate.get(), plan, issuer); !wrong.empty()) return wrong;
  return wrong_purpose(certificate.get());
}

Result<std::string> make_checked_leaf(const Plan& plan, EVP_PKEY* subject, const Issuer& issuer, const Constraints& constraints) {
  CHITTY_TRY(const auto key, new_key());
  CHITTY_TRY(const auto twin, make_certificate(plan, subject, {issuer.certificate, key.get()}));
  const auto refused = [](const std::string& why) { return make_error(Code::host_fault, "No certificate was signed, since it would be wrong: " + why + "."); };
  if (const auto wrong = what_is_wrong(twin, plan, subject, issuer.certificate, constraints); !wrong.empty()) return refused(wrong);
  CHITTY_TRY(auto real, make_certificate(plan, subject, issuer));
  const auto checked = certificate_of(twin), made = certificate_of(real);
  if (!checked || !made || content_of(checked.get()) != content_of(made.get())) return refused("it differs from what was checked");
  return real;
}

}  // namespace chittyregister
