// A certificate's twin: the same in every byte that is signed, but signed by a key that nobody trusts and that is forgotten. What is wrong with
// it is found before the authority's own signature is on it, where it could not be taken back.
#pragma once

#include <chitty/result.hpp>

#include "../x509/certificate.hpp"

namespace chittyregister {

// The certificate of `plan`, signed by `issuer` once its twin is in order and has the same content. HOST_FAULT says what is wrong with it; nothing
// was then signed.
chitty::Result<std::string> make_checked_leaf(const Plan& plan, EVP_PKEY* subject, const Issuer& issuer, const Constraints& constraints);

// What is wrong with a certificate of a service that is to be as `plan` says, read anew from its text; empty when nothing is.
std::string what_is_wrong(std::string_view pem, const Plan& plan, EVP_PKEY* subject, X509* issuer, const Constraints& constraints);

}  // namespace chittyregister
