// The bytes of one client's connection: as they are on its socket, or through TLS. What is here for the socket of a plain one is the
// socket's own, with nothing between.
#pragma once

#include "daemon/tls/server_tls.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <cerrno>
#include <memory>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <utility>

namespace chitty::host::daemon {

class ClientStream {
 public:
  using Executor = boost::asio::io_context::executor_type;
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
  using ErrorCode = boost::system::error_code;

  // `tls` is over this very socket, or null.
  ClientStream(Socket socket, std::unique_ptr<TlsSession> tls) : socket_(std::move(socket)), tls_(std::move(tls)) {}
  ~ClientStream() { farewell(); }
  ClientStream(const ClientStream&) = delete;
  ClientStream& operator=(const ClientStream&) = delete;

  bool is_tls() const { return tls_ != nullptr; }
  bool shaking_hands() const { return tls_ && tls_->shaking_hands(); }
  int native_handle() { return socket_.native_handle(); }
  Executor get_executor() { return socket_.get_executor(); }
  std::string peer_address() const;

  // As recv and send that do not wait: EAGAIN, then poll for what `waits_for` says of the usual event.
  ssize_t read_now(char* buffer, std::size_t capacity) {
    return tls_ ? tls_->read(buffer, capacity) : ::recv(native_handle(), buffer, capacity, MSG_DONTWAIT);
  }
  ssize_t write_now(const char* data, std::size_t size) {
    return tls_ ? tls_->write(data, size) : ::send(native_handle(), data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  short waits_for(short usual) const { return tls_ ? tls_->waits_for() : usual; }
  static bool is_later(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

  // One of them at a time; `done(ErrorCode[, size])` on a thread of the executor, never within the call. It keeps this alive.
  template <class Done>
  void async_read_some(char* buffer, std::size_t capacity, Done done) {
    if (!tls_) return socket_.async_read_some(boost::asio::buffer(buffer, capacity), std::move(done));
    async_readable([this, buffer, capacity, done = std::move(done)](ErrorCode ec) mutable {
      if (!ec) go_on([this, buffer, capacity] { return tls_->read(buffer, capacity); }, std::move(done));
      else done(ec, 0);
    });
  }
  template <class Done>
  void async_readable(Done done) {
    if (!tls_) return socket_.async_wait(Socket::wait_read, std::move(done));
    if (!tls_->has_more()) return wait_for_tls(std::move(done));
    boost::asio::post(get_executor(), [done = std::move(done)]() mutable { done(ErrorCode()); });
  }
  template <class Done>
  void async_write_some(const std::string& bytes, Done done) {
    if (!tls_) return socket_.async_write_some(boost::asio::buffer(bytes), std::move(done));
    socket_.async_wait(Socket::wait_write, [this, &bytes, done = std::move(done)](ErrorCode ec) mutable {
      if (!ec) go_on([this, &bytes] { return tls_->write(bytes.data(), bytes.size()); }, std::move(done));
      else done(ec, 0);
    });
  }

  // A client that speaks no TLS where it should is answered in its own way: what it has sent is still to be read.
  bool fall_back_to_plain() {
    if (!tls_ || !tls_->is_plain()) return false;
    tls_.reset();
    return true;
  }

  void stop_sending() {
    farewell();
    ErrorCode ec;
    socket_.shutdown(Socket::shutdown_send, ec);
  }
  void cut() {  // as nothing that ends well
    ErrorCode ec;
    socket_.shutdown(Socket::shutdown_both, ec);
  }

 private:
  void farewell() {
    if (tls_) tls_->farewell();
  }

  // Until it has got somewhere: a record may need more bytes than have come, and a read may have to write.
  template <class Step, class Done>
  void go_on(Step step, Done done) {
    const ssize_t size = step();
    if (size > 0) return done(ErrorCode(), static_cast<std::size_t>(size));
    if (size == 0) return done(boost::asio::error::eof, 0);
    if (!is_later(errno)) return done(ErrorCode(errno, boost::system::system_category()), 0);
    wait_for_tls([this, step, done = std::move(done)](ErrorCode ec) mutable {
      if (!ec) go_on(step, std::move(done));
      else done(ec, 0);
    });
  }
  template <class Done>
  void wait_for_tls(Done done) {
    socket_.async_wait(tls_->waits_for() == POLLOUT ? Socket::wait_write : Socket::wait_read, std::move(done));
  }

  Socket socket_;
  std::unique_ptr<TlsSession> tls_;
};

}  // namespace chitty::host::daemon
