// Answers to the question whether a certificate is good (RFC 6960). Any thread.
#pragma once

#include <functional>
#include <optional>

#include <chitty/x509/crl.hpp>

#include "certificate.hpp"

namespace chittyregister {

struct Status {
  bool issued = false;  // else nobody knows of it: never good
  std::optional<Revoked> revoked{};
};

// Of a serial number, as the table has it.
using StatusOf = std::function<chitty::Result<Status>(const std::string& serial)>;

struct OcspSigner {
  X509* issuer = nullptr;  // whose certificates are asked about
  Issuer delegate;         // who signs
};

struct OcspAnswer {
  std::string der;
  bool may_be_kept = false;  // by caches: it has no nonce
};

// `request` is DER. What is none is answered by malformedRequest; questions about another issuer's certificates by unauthorized;
// more than `most` questions too. The reply lasts from `now` to `until`, in seconds.
chitty::Result<OcspAnswer> answer_ocsp(std::string_view request, const std::vector<OcspSigner>& signers, const StatusOf& status,
                                       std::int64_t now, std::int64_t until, int most = 10);

}  // namespace chittyregister
