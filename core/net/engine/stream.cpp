#include "net/engine/stream.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace chitty::host {
namespace {

class PlainStream : public Stream {
 public:
  PlainStream(Fd socket, std::string who) : socket_(std::move(socket)), who_(std::move(who)) {}

  Result<std::size_t> read_some(char* buffer, std::size_t capacity, const Context& context) override {
    for (;;) {
      const auto got = ::recv(socket_.get(), buffer, capacity, 0);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (auto ok = after(errno, POLLIN, context); !ok) return ok.error();
    }
  }

  Result<std::size_t> write_some(const char* data, std::size_t size, const Context& context) override {
    for (;;) {
      const auto put = ::send(socket_.get(), data, size, MSG_NOSIGNAL);
      if (put >= 0) return static_cast<std::size_t>(put);
      if (auto ok = after(errno, POLLOUT, context); !ok) return ok.error();
    }
  }

  bool idle() override {
    pollfd fd{socket_.get(), POLLIN, 0};
    return ::poll(&fd, 1, 0) == 0;
  }

 private:
  Result<void> after(int error, short events, const Context& context) {
    if (error == EINTR) return {};
    if (error != EAGAIN && error != EWOULDBLOCK) return broken(who_, error);
    return wait_socket(socket_.get(), events, context, who_);
  }

  Fd socket_;
  std::string who_;
};

}  // namespace

Result<void> Stream::write_all(std::string_view data, const Context& context) {
  while (!data.empty()) {
    if (context.cancel.cancelled()) return stopped(context, "the upload");
    const auto put = write_some(data.data(), data.size(), context);
    if (!put) return put.error();
    data.remove_prefix(*put);
  }
  return {};
}

std::unique_ptr<Stream> plain_stream(Fd socket, std::string who) {
  return std::make_unique<PlainStream>(std::move(socket), std::move(who));
}

Result<void> wait_socket(int socket, short events, const Context& context, std::string_view who) {
  pollfd fd{socket, events, 0};
  switch (wait_ready(&fd, 1, Clock::now() + context.options.timeout, context)) {
    case Woken::ready:
      return {};
    case Woken::stopped:
      return stopped(context, who);
    case Woken::late:
      break;
  }
  return silent(context, who, events & POLLIN ? "sent nothing" : "accepted nothing");
}

Error broken(std::string_view who, int error) {
  return unreachable("The connection to " + std::string(who) + " broke: " + system_words(error) + ".", "broken", true,
                     "Check the service and the network, then try again.");
}

}  // namespace chitty::host
