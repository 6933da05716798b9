// Making certificates: root, intermediate, the signer of OCSP answers, and those of services. Any thread.
#pragma once

#include "name.hpp"
#include "openssl.hpp"

namespace chittyregister {

enum class Kind {
  root,
  intermediate,
  ocsp,
  leaf
};

struct Plan {
  Kind kind = Kind::leaf;
  std::string common_name;
  std::string serial;                   // 36 hexadecimal digits
  std::int64_t begins = 0, ends = 0;    // seconds since 1970, the last one included
  std::vector<Name> names{};            // of a leaf
  Constraints constraints{};            // of an intermediate
  std::string crl{}, issuer{}, ocsp{};  // URLs; empty: not said
};

struct Issuer {
  X509* certificate = nullptr;
  EVP_PKEY* key = nullptr;
};

// For the public half of `subject`; without an issuer's certificate it is its own. In PEM.
chitty::Result<std::string> make_certificate(const Plan& plan, EVP_PKEY* subject, const Issuer& issuer);

// The first byte is ours, the others (136 bits) are chance.
std::string serial_from(std::string_view chance);
inline constexpr std::size_t chance_of_serial = 17;

}  // namespace chittyregister
