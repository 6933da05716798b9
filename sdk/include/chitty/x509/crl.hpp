// Lists of what is revoked (RFC 5280). Any thread.
#ifndef CHITTY_X509_CRL_HPP
#define CHITTY_X509_CRL_HPP

#include <chitty/x509/certificate.hpp>

namespace chitty::x509 {

struct Revoked {
  std::string serial;
  std::int64_t at = 0;  // seconds since 1970
  std::string reason;   // "keyCompromise"
};

// The reasons that a person may give, as RFC 5280 calls them and by its numbers; -1 for another word.
int reason_number(std::string_view word);

// In DER. `number` grows from list to list.
Result<std::string> make_crl(const Issuer& issuer, std::int64_t number, std::int64_t made, std::int64_t next,
                             const std::vector<Revoked>& revoked);

}  // namespace chitty::x509

#endif  // CHITTY_X509_CRL_HPP
