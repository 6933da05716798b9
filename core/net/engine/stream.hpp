// A connection as a stream of bytes: plain TCP or TLS. For one thread at a time.
#pragma once

#include "base/files.hpp"
#include "net/engine/context.hpp"

namespace chitty::host {

class Stream {
 public:
  virtual ~Stream() = default;

  // Some bytes, at most `capacity`; 0 is the other side's orderly end. Waits, and says who was silent or went away.
  virtual Result<std::size_t> read_some(char* buffer, std::size_t capacity, const Context& context) = 0;
  virtual Result<std::size_t> write_some(const char* data, std::size_t size, const Context& context) = 0;

  // Nothing has arrived since the last reply, and the other side has not left: fit for another request.
  virtual bool idle() = 0;

  Result<void> write_all(std::string_view data, const Context& context);
};

// Takes the connected, non-blocking socket. `who` is its origin, for sentences.
std::unique_ptr<Stream> plain_stream(Fd socket, std::string who);

// Wait for `events` on the socket, at most the context's timeout.
Result<void> wait_socket(int socket, short events, const Context& context, std::string_view who);

// The connection broke with `error` (errno).
Error broken(std::string_view who, int error);

}  // namespace chitty::host
