// The certificates that this authority makes: root, intermediate, the signer of OCSP answers, and those of services. Any thread.
#pragma once

#include <chitty/x509/certificate.hpp>

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

// For the public half of `subject`; without an issuer's certificate it is its own. In PEM.
chitty::Result<std::string> make_certificate(const Plan& plan, EVP_PKEY* subject, const Issuer& issuer);

}  // namespace chittyregister
