// A connection that never waits: who moves bytes between two of them asks what each can do now, and waits for both at once.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/files.hpp"

namespace chitty::host {

class Channel {
 public:
  // some: so many bytes. ended: the other side has sent all (reading only). Else nothing was moved: it waits for the socket to be readable
  // or writable, or is broken for good.
  enum class State { some,
                     ended,
                     wants_read,
                     wants_write,
                     broken };
  struct Moved {
    State state = State::broken;
    std::size_t bytes = 0;
    int error = 0;  // errno's, of one that is broken; 0: of TLS
  };
  virtual ~Channel() = default;
  virtual int socket() const = 0;
  virtual Moved read(char* buffer, std::size_t capacity) = 0;
  virtual Moved write(std::string_view bytes) = 0;       // at least one byte
  virtual void end_writing() = 0;                        // the other side reads the end; reading goes on
  virtual bool has_read_ahead() const { return false; }  // bytes that the socket does not show any more
  virtual bool is_idle() = 0;                            // nothing has come, and the other side has not left
};

// Takes the connected, non-blocking socket.
std::unique_ptr<Channel> plain_channel(Fd socket);

}  // namespace chitty::host
