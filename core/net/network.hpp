// What net.so can do, beside requests: signatures, and waiting for a visit of the person's browser. The host links
// neither OpenSSL nor Beast; it opens this at the first need.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>

#include "net/channel.hpp"
#include "net/transport.hpp"

namespace chitty::host {

namespace json = boost::json;

// One visit of a browser being waited for (RFC 8252, section 7.3): a listener on 127.0.0.1, for GET of one path and
// nothing else. Ends when it goes; a visitor who has not been answered is then told to look at the terminal. For one
// thread.
class Visitor {
 public:
  virtual ~Visitor() = default;
  virtual const std::string& url() const = 0;  // "http://127.0.0.1:PORT/callback"

  // The query of the first visit, decoded. TIMEOUT (the token's deadline, or ten minutes), CANCELLED; MALFORMED when a
  // parameter is there twice, or is not text: the visitor is told, and no other visit is waited for.
  virtual Result<json::object> wait(const CancelToken& cancel) = 0;

  // A page with this plain text, once, after `wait`.
  virtual void answer(std::string_view text) = 0;
};

// Each function may be called from any thread, and none throws.
class Network {
 public:
  virtual ~Network() = default;
  virtual std::unique_ptr<Transport> transport() const = 0;

  // Port 0: a free one. CONFLICT when the port is taken; INVALID_ARGUMENT for a path that is none.
  virtual Result<std::unique_ptr<Visitor>> expect_visit(std::uint32_t port, std::string_view path) const = 0;

  // JSON Web Keys: web_key.hpp says what is known and what is refused.
  virtual Result<std::string> generate_key(std::string_view algorithm) const = 0;
  virtual Result<std::string> sign(std::string_view jwk, std::string_view data) const = 0;
  virtual Result<void> verify(std::string_view jwk, std::string_view data, std::string_view signature) const = 0;

  // TLS over a connected, non-blocking socket, as for requests: at least 1.2, and the other side's certificate checked for `host`. Waits for the
  // handshake. UNREACHABLE, TIMEOUT, CANCELLED, with details.reason "certificate_…", "tls", "silent", "broken".
  virtual Result<std::unique_ptr<Channel>> secure(Fd socket, const std::string& host, const NetOptions& options,
                                                  const CancelToken& cancel) const = 0;
};

// The engine from <library>/net.so, opened now; it lives as long as the process. HOST_FAULT if it is missing or of
// another build.
Result<const Network*> open_network(const std::filesystem::path& library);

}  // namespace chitty::host
