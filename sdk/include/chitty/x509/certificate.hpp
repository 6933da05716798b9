// Making certificates. What one is for, its maker says by its extensions; the identifiers of both keys are always in. Any thread.
#ifndef CHITTY_X509_CERTIFICATE_HPP
#define CHITTY_X509_CERTIFICATE_HPP

#include <chitty/x509/openssl.hpp>
#include <vector>

namespace chitty::x509 {

// As OpenSSL's configuration writes it: {NID_basic_constraints, "critical,CA:FALSE"}.
struct Extension {
  int nid = 0;
  std::string value;
};

struct CertificatePlan {
  std::string common_name;
  std::string serial;                   // 36 hexadecimal digits
  std::int64_t begins = 0, ends = 0;    // seconds since 1970, the last one included
  std::vector<Extension> extensions{};  // in this order
  std::string crl{}, issuer{}, ocsp{};  // URLs; empty: not said
};

struct Issuer {
  X509* certificate = nullptr;
  EVP_PKEY* key = nullptr;
};

// For the public half of `subject`; without an issuer's certificate it is its own. In PEM.
Result<std::string> make_certificate(const CertificatePlan& plan, EVP_PKEY* subject, const Issuer& issuer);

// The first byte is ours, the others (136 bits) are chance.
std::string serial_from(std::string_view chance);
inline constexpr std::size_t chance_of_serial = 17;

}  // namespace chitty::x509

#endif  // CHITTY_X509_CERTIFICATE_HPP
