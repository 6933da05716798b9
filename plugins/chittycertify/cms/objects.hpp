// What is read of messages and keys, and what is done with them, in short. Any thread.
#pragma once

#include <openssl/cms.h>

#include <chitty/x509/openssl.hpp>
#include <vector>

namespace chittycertify {

using namespace chitty::x509;

using Message = Owned<CMS_ContentInfo, CMS_ContentInfo_free>;
inline void free_all(STACK_OF(X509) * all) { sk_X509_pop_free(all, X509_free); }
using Certificates = Owned<STACK_OF(X509), free_all>;

// Null for what is no CMS message, or has something behind it.
Message message_of(std::string_view der);
// The one who signed; null when nobody did, or several.
CMS_SignerInfo* only_signer(CMS_ContentInfo* message);
// The signature itself.
std::string value_of(CMS_SignerInfo* signer);

// ECDSA over SHA-256, in DER; and whether it is one.
chitty::Result<std::string> sign_bytes(EVP_PKEY* key, std::string_view bytes);
bool is_signed(EVP_PKEY* key, std::string_view bytes, std::string_view signature);

std::string sha256(std::string_view bytes);

// Of each block of PEM; empty when one of them is none.
std::vector<Certificate> certificates_of(std::string_view pem);

std::string text_of(const ASN1_STRING* text);
// "CN = ..., O = ..."
std::string name_of(const X509_NAME* name);
std::string dotted(const ASN1_OBJECT* object);

}  // namespace chittycertify
