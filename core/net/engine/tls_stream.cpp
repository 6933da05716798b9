#include "net/engine/tls_stream.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "net/engine/certificate.hpp"

namespace chitty::host {

TlsStream::TlsStream(Fd socket, SslPtr ssl, std::string who)
    : socket_(std::move(socket)), ssl_(std::move(ssl)), who_(std::move(who)) {
  BIO* const bio = socket_bio(socket_.get());
  SSL_set_bio(ssl_.get(), bio, bio);
}

TlsStream::~TlsStream() {
  if (!failed_) SSL_shutdown(ssl_.get());  // one close_notify, not waited for
  ERR_clear_error();
}

Result<void> TlsStream::handshake(const Context& context, const std::string& host, HandshakeResult& verdict) {
  for (;;) {
    ERR_clear_error();
    const int done = SSL_connect(ssl_.get());
    if (done == 1) return {};
    const int error = errno;
    const int kind = SSL_get_error(ssl_.get(), done);
    if (verdict.error != X509_V_OK)
      return failed_ = true,
             untrusted(verdict.error, verdict.failed.get(), verdict.leaf.get(), verdict.sent, host, who_);
    if (auto ok = after(kind, error, context); !ok) return ok.error();
    if (ended_)
      return failed_ = true,
             unreachable(who_ + " ended the TLS handshake.", "tls", true, "See whether it speaks https at this port.");
  }
}

Result<std::size_t> TlsStream::read_some(char* buffer, std::size_t capacity, const Context& context) {
  for (;;) {
    if (ended_) return std::size_t{0};
    ERR_clear_error();
    const int got = SSL_read(ssl_.get(), buffer, static_cast<int>(std::min<std::size_t>(capacity, INT_MAX)));
    if (got > 0) return static_cast<std::size_t>(got);
    const int error = errno;
    if (auto ok = after(SSL_get_error(ssl_.get(), got), error, context); !ok) return ok.error();
  }
}

Result<std::size_t> TlsStream::write_some(const char* data, std::size_t size, const Context& context) {
  for (;;) {
    ERR_clear_error();
    const int put = SSL_write(ssl_.get(), data, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
    if (put > 0) return static_cast<std::size_t>(put);
    const int error = errno;
    if (auto ok = after(SSL_get_error(ssl_.get(), put), error, context); !ok) return ok.error();
    if (ended_) return failed_ = true, broken(who_, EPIPE);
  }
}

bool TlsStream::idle() {
  char byte;
  ERR_clear_error();
  const int got = SSL_peek(ssl_.get(), &byte, 1);  // session tickets are taken in here
  return got <= 0 && SSL_get_error(ssl_.get(), got) == SSL_ERROR_WANT_READ;
}

void TlsStream::forget() { SSL_set_app_data(ssl_.get(), nullptr); }

std::string TlsStream::facts() const {
  return std::string(SSL_get_version(ssl_.get())) + ", " + SSL_get_cipher_name(ssl_.get());
}

// What to do after an SSL call that did not succeed: wait and go on, note the orderly end, or say what broke.
Result<void> TlsStream::after(int kind, int error, const Context& context) {
  if (kind == SSL_ERROR_WANT_READ) return wait_socket(socket_.get(), POLLIN, context, who_);
  if (kind == SSL_ERROR_WANT_WRITE) return wait_socket(socket_.get(), POLLOUT, context, who_);
  if (kind == SSL_ERROR_ZERO_RETURN) {
    ended_ = true;
    return {};
  }
  failed_ = true;
  if (kind == SSL_ERROR_SYSCALL) return broken(who_, error ? error : ECONNRESET);
  const auto why = ERR_peek_error();
  // The end without TLS's own farewell: an attacker may have cut the line, so it is not an end but a break.
  if (ERR_GET_REASON(why) == SSL_R_UNEXPECTED_EOF_WHILE_READING) return broken(who_, ECONNRESET);
  const char* words = ERR_reason_error_string(why);
  return unreachable("TLS with " + who_ + " failed: " + (words ? words : "no reason given") + ".", "tls", false,
                     "See whether it speaks https at this port, in TLS 1.2 or newer.");
}

}  // namespace chitty::host
