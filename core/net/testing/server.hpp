// A server for tests that says, byte for byte, what a test wants: each connection is a script in a thread of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace chitty::host::testing {

// One connection, in the script's hands.
class Peer {
 public:
  explicit Peer(int fd) : fd_(fd) {}

  std::string request();             // head and body of the next request, or empty when the client has gone
  bool say(std::string_view bytes);  // false when the client has gone
  bool wait_until_gone();            // until the client hangs up
  void reset();                      // hang up rudely: the client gets ECONNRESET
  int fd() const { return fd_; }

 private:
  bool fill();
  int fd_;
  std::string buffer_;
};

class Server {
 public:
  using Script = std::function<void(Peer&)>;

  explicit Server(Script script);  // on 127.0.0.1, a free port
  ~Server();                       // ends all connections and waits for their scripts

  std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void accept_all();

  Script script_;
  std::uint16_t port_ = 0;  // before the listener, which sets it
  int listener_;
  std::atomic<int> connections_{0};
  std::atomic<bool> ending_{false};
  std::mutex mutex_;
  std::vector<int> open_;
  std::list<std::thread> threads_;
  std::thread acceptor_;
};

// A script that answers each request by the next of `replies` (the last one again and again) and records what came.
class Scripted {
 public:
  explicit Scripted(std::vector<std::string> replies);
  std::string url(const std::string& path = "/") const { return server_.url(path); }
  std::uint16_t port() const { return server_.port(); }
  int connections() const { return server_.connections(); }
  std::vector<std::string> requests() const;
  std::string request(std::size_t index) const;  // empty if there was none

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> replies_, requests_;
  Server server_;
};

// "HTTP/1.1 200 OK", the headers (each with its line end), Content-Length and the body.
std::string reply(const std::string& status, const std::string& body = "", const std::string& headers = "");

// A free port on which nobody listens.
std::uint16_t unused_port();

}  // namespace chitty::host::testing
