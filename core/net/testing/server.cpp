#include "net/testing/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace chitty::host::testing {
namespace {

int bound_socket(std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no port on loopback");
  port = ntohs(address.sin_port);
  return fd;
}

std::size_t declared_length(const std::string& head) {
  const auto at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 16, nullptr, 10);
}

}  // namespace

bool Peer::fill() {
  char piece[16384];
  const auto got = ::recv(fd_, piece, sizeof piece, 0);
  if (got > 0) buffer_.append(piece, static_cast<std::size_t>(got));
  return got > 0;
}

std::string Peer::request() {
  std::size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) return {};
  end += 4;
  const auto head = buffer_.substr(0, end);
  if (head.find("Transfer-Encoding: chunked") != std::string::npos) {
    std::size_t last;
    while ((last = buffer_.find("0\r\n\r\n", end - 2)) == std::string::npos)
      if (!fill()) return {};
    end = last + 5;
  } else {
    end += declared_length(head);
    while (buffer_.size() < end)
      if (!fill()) return {};
  }
  auto whole = buffer_.substr(0, end);
  buffer_.erase(0, end);
  return whole;
}

bool Peer::say(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

bool Peer::wait_until_gone() {
  while (fill()) {
  }
  return true;
}

void Peer::reset() {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

Server::Server(Script script) : script_(std::move(script)), listener_(bound_socket(port_)) {
  if (::listen(listener_, 16) != 0) throw std::runtime_error("cannot listen");
  acceptor_ = std::thread([this] { accept_all(); });
}

void Server::accept_all() {
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0 || ending_) {
      if (fd >= 0) ::close(fd);
      return;
    }
    ++connections_;
    const std::lock_guard lock(mutex_);
    open_.push_back(fd);
    threads_.emplace_back([this, fd] {
      Peer peer(fd);
      script_(peer);
      const std::lock_guard closing(mutex_);
      open_.erase(std::find(open_.begin(), open_.end(), fd));
      ::close(fd);
    });
  }
}

Server::~Server() {
  ending_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  for (auto& thread : threads_) thread.join();
  ::close(listener_);
}

Scripted::Scripted(std::vector<std::string> replies)
    : replies_(std::move(replies)), server_([this](Peer& peer) {
        for (auto request = peer.request(); !request.empty(); request = peer.request()) {
          std::string answer;
          {
            const std::lock_guard lock(mutex_);
            answer = replies_[std::min(requests_.size(), replies_.size() - 1)];
            requests_.push_back(std::move(request));
          }
          if (!peer.say(answer) || answer.find("Connection: close") != std::string::npos) return;
        }
      }) {}

std::vector<std::string> Scripted::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::string Scripted::request(std::size_t index) const {
  const auto all = requests();
  return index < all.size() ? all[index] : std::string();
}

std::string reply(const std::string& status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::uint16_t unused_port() {
  std::uint16_t port = 0;
  ::close(bound_socket(port));
  return port;
}

}  // namespace chitty::host::testing
