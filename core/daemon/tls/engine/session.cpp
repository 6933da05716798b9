#include "daemon/tls/engine/session.hpp"

#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

namespace chitty::host::daemon {
namespace {

constexpr char handshake_record = 0x16;  // with which every client of TLS begins

class OpenSslSession final : public TlsSession {
 public:
  OpenSslSession(SslPtr ssl, int socket) : ssl_(std::move(ssl)), socket_(socket) {}

  ssize_t read(char* buffer, std::size_t capacity) override {
    if (const ssize_t told = look_at_first_byte(); told <= 0) return told;
    ERR_clear_error();
    std::size_t got = 0;
    const int done = SSL_read_ex(ssl_.get(), buffer, capacity, &got);
    drained_ = done != 1;
    if (done == 1) return waits_for_ = POLLIN, static_cast<ssize_t>(got);
    return after(done, 0);
  }

  // Record by record, for as long as the socket takes them, as send(2) would.
  ssize_t write(const char* data, std::size_t size) override {
    if (const ssize_t told = look_at_first_byte(); told <= 0) return told;
    std::size_t all = 0;
    while (all < size) {
      ERR_clear_error();
      std::size_t sent = 0;
      const int done = SSL_write_ex(ssl_.get(), data + all, size - all, &sent);
      if (done == 1) {
        all += sent;
        continue;
      }
      const ssize_t told = after(done, -1);
      return all > 0 && told < 0 && errno == EAGAIN ? static_cast<ssize_t>(all) : told;
    }
    waits_for_ = POLLIN;
    return static_cast<ssize_t>(all);
  }

  short waits_for() const override { return waits_for_; }
  // Half a record is in there too, and of no use until the rest of it has come.
  bool has_more() const override { return !drained_ && SSL_has_pending(ssl_.get()) == 1; }
  bool shaking_hands() const override { return SSL_is_init_finished(ssl_.get()) != 1; }
  bool is_plain() const override { return plain_; }

  void farewell() override {
    if (told_ || failed_ || shaking_hands()) return;
    told_ = true;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }

 private:
  // 1: go on with TLS.
  ssize_t look_at_first_byte() {
    if (begun_) return 1;
    if (plain_) return errno = EPROTO, -1;
    char first = 0;
    const ssize_t got = ::recv(socket_, &first, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got < 0 && errno == EINTR) errno = EAGAIN;
    if (got <= 0) return got;
    begun_ = first == handshake_record;
    if (begun_) return 1;
    plain_ = failed_ = true;
    return errno = EPROTO, -1;
  }

  // What an SSL call that did not succeed comes to; `end` where the client has said its farewell.
  ssize_t after(int done, ssize_t end) {
    const int error = errno, kind = SSL_get_error(ssl_.get(), done);
    if (kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE) {
      waits_for_ = kind == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
      return errno = EAGAIN, -1;
    }
    if (kind == SSL_ERROR_ZERO_RETURN && end == 0) return 0;
    failed_ = failed_ || kind != SSL_ERROR_ZERO_RETURN;  // no SSL_shutdown after a fatal error
    ERR_clear_error();
    return errno = kind == SSL_ERROR_SYSCALL && error != 0 && error != EAGAIN ? error : kind == SSL_ERROR_ZERO_RETURN ? EPIPE
                                                                                                                      : ECONNRESET,
           -1;
  }

  const SslPtr ssl_;
  const int socket_;
  short waits_for_ = POLLIN;
  bool begun_ = false, plain_ = false, told_ = false, failed_ = false;
  bool drained_ = false;  // the last read came to nothing
};

}  // namespace

std::unique_ptr<TlsSession> open_session(SSL_CTX* context, int socket) {
  SslPtr ssl(SSL_new(context));
  BIO* const bio = ssl ? socket_bio(socket) : nullptr;
  if (!bio) return nullptr;
  SSL_set_bio(ssl.get(), bio, bio);
  SSL_set_accept_state(ssl.get());
  return std::make_unique<OpenSslSession>(std::move(ssl), socket);
}

}  // namespace chitty::host::daemon
