// MCP over standard input and output: a line is a message. The client has started us, and ends us by closing our input.
#ifndef CHITTYCONNECT_MCP_STDIO_HPP
#define CHITTYCONNECT_MCP_STDIO_HPP

#include <chitty/host.hpp>
#include <list>

#include "calls.hpp"

namespace chittyconnect::mcp {

// Work that other threads leave for the one that serves, which waits for it and for standard input at once.
class Mailbox {
 public:
  Mailbox();
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  void post(std::function<void()> work);  // any thread
  void empty();                           // do all of it
  int fd() const { return fd_; }          // readable when there is some

 private:
  int fd_;
  std::mutex mutex_;
  std::deque<std::function<void()>> work_;
};

// Until the input ends or the call is cancelled. `idle` is called about once a second.
chitty::Result<void> serve_stdio(chitty::Host& host, Server& server, Mailbox& mailbox, std::list<std::weak_ptr<Client>>& clients, const std::function<void()>& idle);

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_STDIO_HPP
