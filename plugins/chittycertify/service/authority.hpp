// The authority of signatures: a root, an issuing authority, a signer of time stamps. Made at the first need.
#pragma once

#include <chitty/service.hpp>
#include <chitty/x509/certificate.hpp>

namespace chittycertify {

using namespace chitty::x509;

// A certificate of ours, with its key where that was asked for.
struct Holder {
  std::string serial, pem, issued_by;
  Certificate certificate;
  Key key;
  Issuer issuer() const { return {certificate.get(), key.get()}; }
  std::int64_t ends() const { return seconds_of(X509_get0_notAfter(certificate.get())); }
};

inline constexpr std::int64_t a_day = 86'400;  // seconds

// Within a transaction; makes the authority where there is none, and what of it ends soon anew.
chitty::Result<void> found_authority(chitty::Service& service);

// The newest of a kind ("root", "issuing", "timestamp"), without its key.
chitty::Result<Holder> newest(chitty::Service& service, std::string_view kind);
// The one of this serial number.
chitty::Result<Holder> authority_of(chitty::Service& service, const std::string& serial);
// Every root that there was, in the order in which they were made.
chitty::Result<std::vector<Holder>> roots(chitty::Service& service);

// With its key, unsealed.
chitty::Result<Holder> with_key(chitty::Service& service, Holder holder);

chitty::Result<std::string> new_serial(chitty::Service& service);

// A new list of what `issuer`, whose key it has, has revoked; within the transaction that changes what is on it.
chitty::Result<void> make_list(chitty::Service& service, const Holder& issuer, std::int64_t lasting);

// The list of this issuer, in DER; made anew when it ends soon.
chitty::Result<std::string> list_of(chitty::Service& service, const std::string& issuer);

}  // namespace chittycertify
