// Private keys as PKCS#8. Any thread.
#ifndef CHITTY_X509_KEY_HPP
#define CHITTY_X509_KEY_HPP

#include <chitty/x509/openssl.hpp>

namespace chitty::x509 {

// On P-256.
Result<Key> new_key();

std::string pem_of(EVP_PKEY* private_key);
// Under a passphrase: PBES2, AES-256, PBKDF2 of 600,000 rounds.
Result<std::string> encrypted_pem_of(EVP_PKEY* private_key, const std::string& passphrase);
// Null when it is none. It never asks for a passphrase.
Key key_of(std::string_view pem, const std::string& passphrase = {});

// The public half, as SubjectPublicKeyInfo, and whether the two certificates or keys have the same.
std::string public_der(EVP_PKEY* key);

// Nothing for a key that a certificate may be made for: P-256, P-384, Ed25519, RSA of 2048 to 4096 bits. Else why not.
std::string weakness_of(EVP_PKEY* key);

}  // namespace chitty::x509

#endif  // CHITTY_X509_KEY_HPP
