// Time stamps (RFC 3161): answers to queries, and tokens looked at. Any thread.
#pragma once

#include <chitty/x509/certificate.hpp>
#include <functional>
#include <optional>
#include <vector>

#include "signature.hpp"

namespace chittycertify {

// What this authority promises of a stamp: README.md says it. An OID made of a UUID (ITU-T X.667), which needs no registry.
inline constexpr const char* stamp_policy = "2.25.147690585406811154696962351000220015954";

// A serial number that nobody had and nobody will have, and when: stored before anything is signed.
struct Moment {
  std::string serial;   // hexadecimal digits
  std::int64_t ms = 0;  // since 1970
};

struct Stamper {
  Issuer authority;            // whose key signs
  std::vector<X509*> chain{};  // behind it, sent to whoever asks for it
  // Of the digest in the query. CONFLICT: the clock is not to be trusted, so there is no time to be had.
  std::function<chitty::Result<Moment>(const std::string& imprint)> reserve;
  std::optional<std::int64_t> accuracy_ms{};  // none is promised when it is not known
};

// A TimeStampResp, whatever the query is: what is wrong with it is said in the answer, by PKIFailureInfo. The error is one of `reserve`
// that is no CONFLICT, or a fault.
chitty::Result<std::string> answer_query(std::string_view query, const Stamper& stamper);

// A query about `bytes`, for certificates, with a nonce of 64 bits; `policy` empty: whichever.
chitty::Result<std::string> make_query(std::string_view bytes, std::string_view nonce, const std::string& policy);

// Is this the answer to this query: imprint, nonce, policy, version? Nothing when it is; else what is wrong, as a clause.
std::string why_not_answer(std::string_view response, std::string_view query);

struct Stamp {
  std::int64_t ms = 0;
  std::string serial, policy, authority;  // whose name it is
  std::string problem{};                  // empty: genuine, over these bytes, by one who is trusted
  std::string code{};                     // IMPRINT_MISMATCH, TOKEN_BROKEN, TSA_NOT_TRUSTED
};

// Of a token (a CMS message) over `bytes`; the authority's chain is judged at the time that it says.
Stamp look_at_token(std::string_view token, std::string_view bytes, const std::vector<X509*>& roots);

}  // namespace chittycertify
