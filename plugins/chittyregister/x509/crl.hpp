// Lists of what is revoked (RFC 5280). Any thread.
#pragma once

#include "certificate.hpp"

namespace chittyregister {

struct Revoked {
  std::string serial;
  std::int64_t at = 0;  // seconds since 1970
  std::string reason;   // "keyCompromise"
};

// The reasons that a person may give, as RFC 5280 calls them and by its numbers; -1 for another word.
int reason_number(std::string_view word);

// In DER. `number` grows from list to list.
chitty::Result<std::string> make_crl(const Issuer& issuer, std::int64_t number, std::int64_t made, std::int64_t next,
                                     const std::vector<Revoked>& revoked);

}  // namespace chittyregister
