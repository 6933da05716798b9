// The authority: a root, an intermediate that certifies services, a delegate that answers for it. Made at the first need.
#pragma once

#include <chitty/service.hpp>

#include "../x509/certificate.hpp"

namespace chittyregister {

// A certificate of ours, with its key.
struct Holder {
  std::string serial, pem;
  Certificate certificate;
  Key key;
  Issuer issuer() const { return {certificate.get(), key.get()}; }
  std::int64_t ends() const { return seconds_of(X509_get0_notAfter(certificate.get())); }
};

inline constexpr std::int64_t a_day = 86'400;  // seconds

// Within a transaction; makes the authority where there is none.
chitty::Result<void> found_authority(chitty::Service& service, const std::vector<std::string>& domains = {},
                                     const std::vector<std::string>& networks = {});

chitty::Result<Constraints> constraints(chitty::Service& service);

// The newest of a kind ("root", "intermediate"), without its key.
chitty::Result<Holder> newest(chitty::Service& service, std::string_view kind);

// Its key, unsealed. CONFLICT when it was removed.
chitty::Result<Holder> with_key(chitty::Service& service, Holder holder);

// Seals and stores a private key, in the place of the one before.
chitty::Result<void> keep_key(chitty::Service& service, const std::string& serial, EVP_PKEY* key);

// One more, which certifies services from now on; with its first list and its delegate.
chitty::Result<Holder> make_intermediate(chitty::Service& service, const Holder& root);

// All intermediates, each with the delegate that answers OCSP for it, made anew before it ends. Not within a transaction.
struct Responder {
  Holder issuer, delegate;
};
chitty::Result<std::vector<Responder>> responders(chitty::Service& service);

chitty::Result<std::string> new_serial(chitty::Service& service);

}  // namespace chittyregister
