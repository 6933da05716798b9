// What both engines with OpenSSL's TLS have in common (net.so the client's side, tls.so the daemon's): pointers that free, and bytes
// over a socket.
#pragma once

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>

namespace chitty::host {

template <auto release>
struct Free {
  template <class T>
  void operator()(T* thing) const {
    release(thing);
  }
};
using SslPtr = std::unique_ptr<SSL, Free<SSL_free>>;
using SslCtxPtr = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, Free<X509_free>>;
using BioPtr = std::unique_ptr<BIO, Free<BIO_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

// OpenSSL's own writes with write(2), which raises SIGPIPE when the other side has gone; this one does not, and never waits. The
// socket stays the caller's. Null: no memory.
BIO* socket_bio(int fd);

}  // namespace chitty::host
