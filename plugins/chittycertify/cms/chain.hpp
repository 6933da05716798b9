// Whether a certificate is to be believed, at a time. Any thread.
#pragma once

#include <chitty/x509/openssl.hpp>
#include <vector>

namespace chittycertify {

using namespace chitty::x509;

using Trust = Owned<X509_STORE, X509_STORE_free>;

// Those roots alone, at that time (seconds since 1970).
Trust trusting(const std::vector<X509*>& roots, std::int64_t seconds);

struct ChainVerdict {
  int error = 0;        // X509_V_OK or why not, as OpenSSL numbers it
  std::string problem;  // in its words; empty when all is well
};

// The signer of a document, by way of `others`.
ChainVerdict judge_chain(X509* signer, STACK_OF(X509) * others, const std::vector<X509*>& roots, std::int64_t seconds);

}  // namespace chittycertify
