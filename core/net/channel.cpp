#include "net/channel.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace chitty::host {
namespace {

class PlainChannel final : public Channel {
 public:
  explicit PlainChannel(Fd socket) : socket_(std::move(socket)) {}
  int socket() const override { return socket_.get(); }

  Moved read(char* buffer, std::size_t capacity) override {
    const auto got = ::recv(socket_.get(), buffer, capacity, MSG_DONTWAIT);
    if (got > 0) return {State::some, static_cast<std::size_t>(got)};
    return got == 0 ? Moved{State::ended} : failed(State::wants_read);
  }
  Moved write(std::string_view bytes) override {
    const auto put = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return put >= 0 ? Moved{State::some, static_cast<std::size_t>(put)} : failed(State::wants_write);
  }
  void end_writing() override { ::shutdown(socket_.get(), SHUT_WR); }
  bool is_idle() override {
    char byte;
    return ::recv(socket_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }

 private:
  static Moved failed(State waits) {
    const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return later ? Moved{waits} : Moved{State::broken, 0, errno};
  }
  Fd socket_;
};

}  // namespace

std::unique_ptr<Channel> plain_channel(Fd socket) { return std::make_unique<PlainChannel>(std::move(socket)); }

}  // namespace chitty::host
