// One TLS connection over one socket, from the handshake on.
#pragma once

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "net/channel.hpp"
#include "net/engine/stream.hpp"

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

// What the verification found, kept for the sentence.
struct HandshakeResult {
  int error = X509_V_OK;
  int sent = 0;
  X509Ptr failed, leaf;
};

class TlsStream : public Stream {
 public:
  // `who` is the address, for messages. The settings of `ssl` are made; the connection is not.
  TlsStream(Fd socket, SslPtr ssl, std::string who);
  ~TlsStream() override;

  // `verdict` is what the verification of the certificate comes to, as the callback of `ssl` fills it. UNREACHABLE.
  Result<void> handshake(const Context& context, const std::string& host, HandshakeResult& verdict);

  Result<std::size_t> read_some(char* buffer, std::size_t capacity, const Context& context) override;
  Result<std::size_t> write_some(const char* data, std::size_t size, const Context& context) override;
  bool idle() override;

  // Without waiting.
  Channel::Moved try_read(char* buffer, std::size_t capacity);
  Channel::Moved try_write(std::string_view bytes);
  void end_writing();
  bool has_read_ahead() const { return SSL_pending(ssl_.get()) > 0 || SSL_has_pending(ssl_.get()); }
  int socket() const { return socket_.get(); }

  void forget();              // the verdict's life ends with the handshake
  std::string facts() const;  // "TLSv1.3, TLS_AES_256_GCM_SHA384"

 private:
  Result<void> after(int kind, int error, const Context& context);
  Channel::Moved moved(int done, int error);

  Fd socket_;
  SslPtr ssl_;
  std::string who_;
  bool ended_ = false;
  bool failed_ = false;  // after a fatal error SSL_shutdown must not be called
};

std::unique_ptr<Channel> tls_channel(std::unique_ptr<TlsStream> stream);

}  // namespace chitty::host
