// A backend that says byte for byte what a test wants: each connection is a thread that runs the script.
#pragma once

#include "base/files.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace chitty::host::daemon {

// One connection, seen from the backend.
class BackendSide {
 public:
  explicit BackendSide(Fd fd) : fd_(std::move(fd)) {
    const timeval patience{10, 0};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  }
  // To the empty line; empty when the other side has closed. What came behind it is kept for `read`.
  std::string head() {
    for (;;) {
      if (const auto end = held_.find("\r\n\r\n"); end != std::string::npos) return cut(end + 4);
      if (!more()) return {};
    }
  }
  std::string read(std::size_t bytes) {
    while (held_.size() < bytes && more()) {
    }
    return cut(std::min(bytes, held_.size()));
  }
  std::string until(std::string_view mark) {
    while (held_.find(mark) == std::string::npos && more()) {
    }
    const auto at = held_.find(mark);
    return cut(at == std::string::npos ? held_.size() : at + mark.size());
  }
  bool ended() { return held_.empty() && !more(); }  // waits for more, or for the end
  bool say(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(fd_.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  bool reply(std::string_view body, std::string_view fields = {}, std::string_view status = "200 OK") {
    return say("HTTP/1.1 " + std::string(status) + "\r\n" + std::string(fields) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
               std::string(body));
  }
  void end_writing() { ::shutdown(fd_.get(), SHUT_WR); }
  void reset() {  // so that the other side reads an error, and not the end
    const linger now{1, 0};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);  // and the script must end
  }
  void end() { ::shutdown(fd_.get(), SHUT_RDWR); }

 private:
  std::string cut(std::size_t size) {
    std::string first = held_.substr(0, size);
    held_.erase(0, size);
    return first;
  }
  bool more() {
    char piece[65536];
    const auto got = ::recv(fd_.get(), piece, sizeof piece, 0);
    if (got > 0) held_.append(piece, static_cast<std::size_t>(got));
    return got > 0;
  }
  Fd fd_;
  std::string held_;
};

class ScriptedBackend {
 public:
  using Script = std::function<void(BackendSide&, int connection)>;

  explicit ScriptedBackend(Script script) : script_(std::move(script)), listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listening_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listening_.get(), 256), 0);
    ::getsockname(listening_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
  }
  ~ScriptedBackend() {
    ends_ = true;
    accepting_.join();
    for (const auto& one : sides_)
      if (const auto side = one.lock()) side->end();
    for (auto& thread : threads_) thread.join();
  }
  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void accept_all() {
    while (!ends_) {
      pollfd one{listening_.get(), POLLIN, 0};
      if (::poll(&one, 1, 20) <= 0) continue;
      Fd fd(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (!fd) continue;
      auto side = std::make_shared<BackendSide>(std::move(fd));
      sides_.push_back(side);
      threads_.emplace_back([this, number = ++connections_, side = std::move(side)]() mutable {
        script_(*side, number);
        side.reset();
      });
    }
  }
  Script script_;
  Fd listening_;
  std::uint16_t port_ = 0;
  std::atomic<bool> ends_{false};
  std::atomic<int> connections_{0};
  std::vector<std::weak_ptr<BackendSide>> sides_;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

// A backend's script that answers every request with what it was asked, head and body, until the other side closes.
inline void mirror(BackendSide& side, int) {
  for (auto head = side.head(); !head.empty(); head = side.head()) {
    std::string body;
    if (const auto at = head.find("Content-Length: "); at != std::string::npos) body = side.read(std::stoul(head.substr(at + 16)));
    if (head.find("Transfer-Encoding: chunked") != std::string::npos) body = side.until("0\r\n\r\n");
    if (!side.reply(head + body, "X-From: backend\r\n")) return;
  }
}

}  // namespace chitty::host::daemon
