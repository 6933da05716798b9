// Signatures over a document that is not here, of which the SHA-256 is all that is known: CMS with the attributes of CAdES-BES
// (RFC 5652, RFC 5035, ETSI EN 319 122-1). Any thread.
#pragma once

#include <chitty/x509/openssl.hpp>
#include <vector>

namespace chittycertify {

using namespace chitty::x509;

struct Signing {
  X509* signer = nullptr;
  EVP_PKEY* key = nullptr;
  std::vector<X509*> chain{};  // put in beside the signer's
  std::string digest;          // of the document, 32 bytes
  std::int64_t at = 0;         // seconds since 1970
  bool says_time = true;       // else the time stands elsewhere: in a PDF
};

struct Signed {
  std::string der;
  std::string value;  // the signature itself, which a time stamp is over
};
chitty::Result<Signed> sign_digest(const Signing& signing);

// The same with a time stamp of its signature in it (CAdES-T). INVALID_ARGUMENT: one of the two is none.
chitty::Result<std::string> with_token(std::string_view cms, std::string_view token);

// The token in a TimeStampResp; empty when it is none, or a refusal.
std::string token_of(std::string_view response);

}  // namespace chittycertify
