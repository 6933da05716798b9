// A TLS connection for who never waits (channel.hpp).
#include <openssl/err.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "net/engine/tls_stream.hpp"

namespace chitty::host {
namespace {

class TlsChannel final : public Channel {
 public:
  explicit TlsChannel(std::unique_ptr<TlsStream> stream) : stream_(std::move(stream)) {}
  int socket() const override { return stream_->socket(); }
  Moved read(char* buffer, std::size_t capacity) override { return stream_->try_read(buffer, capacity); }
  Moved write(std::string_view bytes) override { return stream_->try_write(bytes); }
  void end_writing() override { stream_->end_writing(); }
  bool has_read_ahead() const override { return stream_->has_read_ahead(); }
  bool is_idle() override { return stream_->idle(); }

 private:
  std::unique_ptr<TlsStream> stream_;
};

int as_int(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, INT_MAX)); }

}  // namespace

Channel::Moved TlsStream::moved(int done, int error) {
  if (done > 0) return {Channel::State::some, static_cast<std::size_t>(done)};
  const int kind = SSL_get_error(ssl_.get(), done);
  if (kind == SSL_ERROR_WANT_READ) return {Channel::State::wants_read};
  if (kind == SSL_ERROR_WANT_WRITE) return {Channel::State::wants_write};
  if (kind == SSL_ERROR_ZERO_RETURN) {
    ended_ = true;
    return {Channel::State::ended};
  }
  failed_ = true;
  return {Channel::State::broken, 0, kind == SSL_ERROR_SYSCALL && error ? error : ECONNRESET};
}

Channel::Moved TlsStream::try_read(char* buffer, std::size_t capacity) {
  if (ended_) return {Channel::State::ended};
  if (failed_) return {Channel::State::broken, 0, ECONNRESET};
  ERR_clear_error();
  const int got = SSL_read(ssl_.get(), buffer, as_int(capacity));
  return moved(got, errno);
}

Channel::Moved TlsStream::try_write(std::string_view bytes) {
  if (failed_) return {Channel::State::broken, 0, EPIPE};
  ERR_clear_error();
  const int put = SSL_write(ssl_.get(), bytes.data(), as_int(bytes.size()));
  return moved(put, errno);
}

// Its farewell; it goes on reading until the other side says its own.
void TlsStream::end_writing() {
  ERR_clear_error();
  if (!failed_) SSL_shutdown(ssl_.get());
}

std::unique_ptr<Channel> tls_channel(std::unique_ptr<TlsStream> stream) { return std::make_unique<TlsChannel>(std::move(stream)); }

}  // namespace chitty::host
