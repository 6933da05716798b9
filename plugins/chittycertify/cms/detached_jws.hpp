// The same signature as a JWS (RFC 7515) whose payload is not in it (RFC 7797, b64 false): the payload is the document's SHA-256 as 64
// small hexadecimal digits, as `sha256sum` prints it. Any thread.
#pragma once

#include <chitty/x509/openssl.hpp>
#include <vector>

namespace chittycertify {

using namespace chitty::x509;

struct JwsOrder {
  X509* signer = nullptr;
  EVP_PKEY* key = nullptr;
  std::vector<X509*> chain{};
  std::string digest;   // 32 bytes
  std::int64_t at = 0;  // seconds since 1970
};

// "HEADER..SIGNATURE", by ES256.
chitty::Result<std::string> make_jws(const JwsOrder& order);

// By that certificate, over that digest? Nothing when it is; else why not, as a clause.
std::string why_not_jws(std::string_view jws, X509* signer, std::string_view digest);

}  // namespace chittycertify
