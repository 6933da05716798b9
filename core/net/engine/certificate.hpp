// Certificate authorities, and why a certificate is not trusted, in words.
#pragma once

#include <openssl/x509.h>

#include <chitty/error.hpp>
#include <string>

namespace chitty::host {

// Where authorities are looked up when needed, by the hash of their names, one small file each: SSL_CERT_DIR, or the
// system's folder.
void add_folder(X509_STORE* store);

// SSL_CERT_FILE, or the system's bundle, read whole; false if there is none. Together with the folder this trusts what
// OpenSSL trusts by default, no more and no less.
bool add_bundle(X509_STORE* store);

// The certificates of one PEM file. CONFIGURATION: there are none, or others may write it.
Result<void> add_authority(X509_STORE* store, const std::string& file);

// The verification ended for want of an issuer, so that more authorities may help.
bool wants_issuer(int verify_error);

// The sentence for a failed verification: UNREACHABLE with details.reason "certificate_expired", … `failed` is the
// certificate that the error is about (may be null), `leaf` the server's own; `sent` is how many the server sent.
Error untrusted(int verify_error, X509* failed, X509* leaf, int sent, const std::string& host, const std::string& who);

}  // namespace chitty::host
