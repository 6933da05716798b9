// Certificate authorities, and why a certificate is not trusted, in words.
#pragma once

#include <chitty/error.hpp>

#include <openssl/x509.h>

#include <string>

namespace chitty {

// Fills `store` with the places where authorities are looked up when needed, by the hash of their names: SSL_CERT_DIR,
// or the system's folder. SSL_CERT_FILE is read whole, now. Where one of the two is set, only what is set counts.
void add_authorities(X509_STORE* store);

// The system's bundle, read whole; false if SSL_CERT_DIR or SSL_CERT_FILE say otherwise, or there is none.
bool add_bundle(X509_STORE* store);

// The verification ended for want of an issuer, so that more authorities may help.
bool wants_issuer(int verify_error);

// The sentence for a failed verification: UNREACHABLE with details.reason "certificate_expired", … `failed` is the
// certificate that the error is about (may be null), `leaf` the server's own; `sent` is how many the server sent.
Error untrusted(int verify_error, X509* failed, X509* leaf, int sent, const std::string& host, const std::string& who);

}  // namespace chitty
