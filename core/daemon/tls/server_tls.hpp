// TLS for the sockets at which the daemon listens with it: a certificate and its key from files, and a session by them for each
// client. Behind it is the engine in tls.so (engine/), opened only when chittyd is told to listen so: entry.hpp says why.
#pragma once

#include <chitty/error.hpp>

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

// One client's TLS over its socket, which stays the caller's and is not waited for. For one thread at a time.
class TlsSession {
 public:
  virtual ~TlsSession() = default;

  // As recv(2) and send(2) on a socket that does not wait: how much; 0 the client's end; -1 and errno. EAGAIN: call again with the same
  // bytes when poll says so, waiting for `waits_for`. The handshake is made in the first of them. EPROTO: no TLS comes from the client.
  virtual ssize_t read(char* buffer, std::size_t capacity) = 0;
  virtual ssize_t write(const char* data, std::size_t size) = 0;
  virtual short waits_for() const = 0;  // POLLIN or POLLOUT
  virtual bool has_more() const = 0;    // what the socket does not know of: read first, then wait
  virtual bool shaking_hands() const = 0;

  // What came was no TLS from its first byte on, and is all still in the socket.
  virtual bool is_plain() const = 0;

  // That nothing more is sent, once, where the client can still be told. A reply that was cut short ends without.
  virtual void farewell() = 0;
};

struct TlsFiles {
  std::filesystem::path certificate, key;  // PEM: the server's own certificate, then those between it and the authority
};

class ServerTls {
 public:
  virtual ~ServerTls() = default;

  // For a client at this socket; null: no memory. [any-thread]
  virtual std::unique_ptr<TlsSession> session(int socket) = 0;

  // Have the files changed? True: what they hold now is used for new sessions from now on. An error, each time until they change again:
  // they do not fit, and what was used before still is. [one thread at a time]
  virtual Result<bool> look_again() = 0;

  // Is that one of the certificate's names or addresses? [any-thread]
  virtual bool is_for(std::string_view host) const = 0;

  struct Facts {
    std::int64_t begins = 0, ends = 0;  // when the certificate is valid: milliseconds since 1970
    std::vector<std::string> names;     // and addresses
    std::string issuer;
  };
  virtual Facts facts() const = 0;  // [any-thread]
};

// CONFIGURATION, with the path and the reason: a file cannot be read, is not PEM, the key may be read by others or belongs to another
// certificate; NOT_SUPPORTED: the engine cannot be loaded. An expired certificate is no error: facts say so.
Result<std::unique_ptr<ServerTls>> open_server_tls(const std::filesystem::path& library, const TlsFiles& files);

}  // namespace chitty::host::daemon
