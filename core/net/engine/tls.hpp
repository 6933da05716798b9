// TLS over a connected socket: at least 1.2, the other side's certificate and name checked.
#pragma once

#include "net/channel.hpp"
#include "net/engine/stream.hpp"

namespace chitty::host {

// Settings, and the certificate authorities that were needed so far; one for each set of authorities. [any thread]
class Tls {
 public:
  // `authority`: a PEM file of the only ones to be believed, or empty: the system's. CONFIGURATION: the file is not there, is no PEM, or
  // others may write it.
  static Result<std::shared_ptr<Tls>> make(const std::string& authority = {});
  virtual ~Tls() = default;

  // The handshake. `host` is a name or an IP address, which the certificate must be for. UNREACHABLE with
  // details.reason "certificate_…" (and retryable false) if it is not to be trusted.
  virtual Result<std::unique_ptr<Stream>> connect(Fd socket, const std::string& host, const std::string& who,
                                                  const Context& context) = 0;

  // The same, for who moves bytes without waiting.
  virtual Result<std::unique_ptr<Channel>> open(Fd socket, const std::string& host, const std::string& who, const Context& context) = 0;
};

}  // namespace chitty::host
