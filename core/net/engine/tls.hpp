// TLS over a connected socket: at least 1.2, the other side's certificate and name checked.
#pragma once

#include "net/channel.hpp"
#include "net/engine/stream.hpp"

namespace chitty::host {

// One for the process: settings and the certificate authorities that were needed so far. [any thread]
class Tls {
 public:
  static Result<std::shared_ptr<Tls>> make();
  virtual ~Tls() = default;

  // The handshake. `host` is a name or an IP address, which the certificate must be for. UNREACHABLE with
  // details.reason "certificate_…" (and retryable false) if it is not to be trusted.
  virtual Result<std::unique_ptr<Stream>> connect(Fd socket, const std::string& host, const std::string& who,
                                                  const Context& context) = 0;

  // The same, for who moves bytes without waiting.
  virtual Result<std::unique_ptr<Channel>> open(Fd socket, const std::string& host, const std::string& who, const Context& context) = 0;
};

}  // namespace chitty::host
