// OpenSSL's objects with an owner, and their texts. Any thread.
#ifndef CHITTY_X509_OPENSSL_HPP
#define CHITTY_X509_OPENSSL_HPP

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <chitty/error.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace chitty::x509 {

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
template <class T, auto free>
using Owned = std::unique_ptr<T, Freed<free>>;

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Owned<X509, X509_free>;
using SigningRequest = Owned<X509_REQ, X509_REQ_free>;
using RevocationList = Owned<X509_CRL, X509_CRL_free>;
using Bio = Owned<BIO, BIO_free_all>;
using Number = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using Time = Owned<ASN1_TIME, ASN1_TIME_free>;
using Names = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;

// What the library says of the last failure, as a fault of ours: nothing that a caller sends should lead here.
Error openssl_fault(std::string_view doing);

Bio reading(std::string_view bytes);
std::string text_of(BIO* bio);

// By i2d_…: i2d_X509, i2d_X509_CRL.
template <class T, class Write>
std::string der_of(T* object, Write write) {
  std::string bytes(static_cast<std::size_t>(std::max(0, write(object, nullptr))), '\0');
  auto* at = reinterpret_cast<unsigned char*>(bytes.data());
  if (!bytes.empty()) write(object, &at);
  return bytes;
}

// Null where the text is none, or there is more than one in it for `certificate_of`.
Certificate certificate_of(std::string_view pem);
std::string pem_of(X509* certificate);

// Seconds since 1970; in UTCTime up to 2049, as RFC 5280 wants it.
Time time_of(std::int64_t seconds);
std::int64_t seconds_of(const ASN1_TIME* time);

// 36 hexadecimal digits, small; and back.
std::string serial_of(const ASN1_INTEGER* number);
Number number_of(std::string_view hex);

}  // namespace chitty::x509

#endif  // CHITTY_X509_OPENSSL_HPP
