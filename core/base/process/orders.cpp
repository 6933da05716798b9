#include "base/process/orders.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace chitty::host {

namespace {

constexpr std::size_t longest_order = 64u << 10;  // a message is one piece in the kernel

union Rights {
  cmsghdr align;
  char bytes[CMSG_SPACE(3 * sizeof(int))];
};

int watched_socket = -1;

// The only news while a command runs is that nobody waits for it any more.
void on_news(int) {
  const int before = errno;
  pollfd one{watched_socket, 0, 0};
  if (::poll(&one, 1, 0) == 1 && (one.revents & (POLLHUP | POLLERR))) ::kill(::getpid(), SIGTERM);
  errno = before;
}

}  // namespace

bool give_order(int socket, const std::vector<std::string>& words, const std::array<int, 3>& streams) {
  std::string text;
  for (const auto& word : words) text.append(word) += '\0';
  if (text.size() > longest_order) return false;
  iovec part{text.data(), text.size()};
  Rights rights{};
  msghdr message{};
  message.msg_iov = &part, message.msg_iovlen = 1;
  message.msg_control = rights.bytes, message.msg_controllen = sizeof rights.bytes;
  auto* head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET, head->cmsg_type = SCM_RIGHTS, head->cmsg_len = CMSG_LEN(sizeof streams);
  std::memcpy(CMSG_DATA(head), streams.data(), sizeof streams);
  ssize_t sent = 0;
  while ((sent = ::sendmsg(socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  return sent == static_cast<ssize_t>(text.size());
}

std::optional<Order> next_order(int socket) {
  std::string text(longest_order, '\0');
  iovec part{text.data(), text.size()};
  Rights rights{};
  msghdr message{};
  message.msg_iov = &part, message.msg_iovlen = 1;
  message.msg_control = rights.bytes, message.msg_controllen = sizeof rights.bytes;
  ssize_t got = 0;
  while ((got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
  }
  const auto* head = got > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
  if (!head || head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(3 * sizeof(int))) return std::nullopt;
  std::array<int, 3> streams{};
  std::memcpy(streams.data(), CMSG_DATA(head), sizeof streams);
  Order order{{}, {Fd(streams[0]), Fd(streams[1]), Fd(streams[2])}};
  text.resize(static_cast<std::size_t>(got));
  for (std::size_t at = 0, end = 0; (end = text.find('\0', at)) != text.npos; at = end + 1) order.words.push_back(text.substr(at, end - at));
  return order;
}

bool answer_order(int socket, const OrderAnswer& answer) {
  return ::send(socket, &answer, sizeof answer, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof answer);
}

std::optional<OrderAnswer> answer_now(int socket) {
  OrderAnswer answer;
  if (::recv(socket, &answer, sizeof answer, MSG_DONTWAIT) != static_cast<ssize_t>(sizeof answer)) return std::nullopt;
  return answer;
}

void end_with(int socket) {
  watched_socket = socket;
  struct sigaction action {};
  action.sa_handler = on_news;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGIO, &action, nullptr);
  ::fcntl(socket, F_SETOWN, ::getpid());
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_ASYNC);
}

}  // namespace chitty::host
