// A signature looked at: five questions, each with its own answer, for one point in time. Any thread.
#pragma once

#include <optional>
#include <vector>

#include "stamp.hpp"

namespace chittycertify {

struct Revocation {
  std::int64_t ms = 0;  // since 1970
  std::string reason;   // "keyCompromise"
};

struct Evidence {
  std::string cms;                        // DER
  std::string jws{};                      // empty: there is none
  std::string serial;                     // of the certificate that it must be by
  std::string digest;                     // that was certified, 32 bytes
  std::optional<std::string> document{};  // the digest of the one at hand
  std::vector<X509*> roots{};             // of signers
  std::vector<X509*> stamp_roots{};       // of time-stamp authorities
  std::optional<Revocation> revoked{};
  std::int64_t at = 0;  // for which time it is judged, in milliseconds
  bool in_pdf = false;
};

struct Answer {
  enum State {
    passed,
    failed,
    inconclusive
  };
  std::string question;  // "bytes", "signer", "time", "revocation", "policy"
  State state = inconclusive;
  std::string code, reason;
};

struct Examination {
  std::vector<Answer> answers{};
  std::optional<std::int64_t> proven_at{};  // in milliseconds: the earliest time stamp that is believed
  std::vector<Stamp> stamps{};
  std::string signer{};  // its name
  bool is_valid() const;
  // TOTAL_PASSED, TOTAL_FAILED, INDETERMINATE (ETSI EN 319 102-1).
  std::string result() const;
};

Examination examine(const Evidence& evidence);

const char* word_of(Answer::State state);

}  // namespace chittycertify
