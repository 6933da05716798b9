// Request to reply: what the host asks of the network. Implemented by the engine in net.so (Beast, OpenSSL), which is
// opened at the first request and not before; tests put a fake in its place.
#pragma once

#include <sys/socket.h>

#include <chitty/error.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cancel.hpp"

namespace chitty::host {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Returned by a source that could not be read: the request is broken off, so that nothing passes for the whole content.
inline constexpr std::size_t source_failed = static_cast<std::size_t>(-1);

struct HttpRequest {
  std::string method;
  std::string url;                                  // whole, percent-encoded: "https://acme.example/orders?page=2"
  std::string fallback_url;                         // whole; used when `url` cannot be reached (README.md), never when it refuses; empty: none
  Headers headers;                                  // without Host, Content-Length, Connection
  std::string credential;                           // or empty; never sent to another host than the URL's or the fallback's
  std::string credential_header = "Authorization";  // the field that carries it
  std::string credential_prefix = "Bearer ";        // what stands before it there
  std::vector<std::string> secret_headers;          // names of fields that are secret though their names do not say so
  std::string body;
  std::function<std::size_t(char*, std::size_t)> source;  // the body as a stream instead; 0 ends it; must not throw
  std::int64_t source_length = -1;                        // -1: unknown, sent chunked
  // For a request with a secret in it, wherever it stands: who listens there, as a word, or why it must not go to them. Asked
  // before a connection is made and again before the request goes out on it: where the two words differ, it is not sent on it.
  // Must not throw. Empty: whoever answers at the URL is trusted.
  std::function<Result<std::string>()> listener;
  // PEM file of the only authorities that are believed at the URL's own host and port; empty, and elsewhere: the system's.
  std::string authority;
  bool follow = true;       // redirects; else they are replies
  bool repeatable = false;  // GET, HEAD, PUT, DELETE are; a POST only with its idempotency key
};

struct NetOptions {
  std::chrono::milliseconds timeout{30'000};  // to connect (TLS included), and silence while sending or reading
  int retries = 3;                            // further tries of a repeatable request, with backoff and jitter
  std::function<void(std::string_view)>
      trace;  // lines for --trace: "> GET /x", "< 200"; secrets removed; must not throw
  std::string user_agent;
  // Asked of each address that a host is looked up to, before any is dialled, each time: why nothing may be sent there, as a word;
  // empty: it may. The others are left out; when none is left the request is REFUSED ("address_forbidden"). Where a proxy is used it
  // is asked of what this machine finds for the host itself, if anything. Must not throw. Empty: nobody asks.
  std::function<std::string_view(const std::string& host, std::uint16_t port, const sockaddr_storage& address)> forbidden{};
  // Asked during each wait, ten times a second: whether to stop, as `cancel` is told. Must not throw.
  std::function<bool()> stopped{};
  // Told each second of a wait that has lasted two: what a person at a terminal wants to know. Must not throw.
  std::function<void(std::chrono::milliseconds so_far)> waiting{};
};

// One reply whose head has arrived. Read the body to its end to let the connection be used again; it may outlive its
// Transport, not the CancelToken of its request. For one thread at a time.
class HttpReply {
 public:
  virtual ~HttpReply() = default;
  virtual int status() const = 0;
  virtual std::string header(std::string_view name) const = 0;  // any case; several joined by ", "; empty when absent
  virtual std::string url() const = 0;                          // the one that answered
  virtual const Headers& headers() const {                      // all of them, as they came
    static const Headers none;
    return none;
  }
  // Decoded; 0 at the end. UNREACHABLE (cut off), TIMEOUT, CANCELLED, MALFORMED; after an error, that error again.
  virtual Result<std::size_t> read(char* buffer, std::size_t capacity) = 0;
};

// Connections are kept for further requests to the same origin as long as this lives. [any thread]
class Transport {
 public:
  virtual ~Transport() = default;
  // Every status is a reply, but a redirect that cannot be followed is REFUSED. UNREACHABLE, TIMEOUT, CANCELLED,
  // MALFORMED say what happened with which address; `details.reason` is a word for programs ("refused", "dns",
  // "cut_off", "certificate_expired", …). INVALID_ARGUMENT: the request cannot be said in HTTP (a line break in a
  // header, no URL). CONFIGURATION: a proxy in the environment, or the file of the authority, is not usable. `cancel` must outlive the reply.
  virtual Result<std::unique_ptr<HttpReply>> send(const HttpRequest& request, const NetOptions& options,
                                                  const CancelToken& cancel) = 0;
};

// The whole body, at most `limit` bytes. MALFORMED if it is larger.
Result<std::string> read_all(HttpReply& reply, std::size_t limit = 64u << 20);

// The error for a status of 400 and above, in the service's own words (wire reference 1.5: whichever envelope it uses,
// HTML and empty bodies included). `who` names the service and address for the sentence; `www_authenticate` is that
// header.
Error error_of_status(int status, std::string_view content_type, std::string_view body, std::string_view retry_after,
                      std::string_view who, std::string_view www_authenticate = {});

// The same for a reply whose body has not been read: takes what it needs of it, at most 64 KiB.
Error error_of_reply(HttpReply& reply, std::string_view who);

// What --dry-run shows: the request as it would go out, the credential and other secret headers as "***".
std::string render_request(const HttpRequest& request);

// That of <library>/net.so (network.hpp). HOST_FAULT if it is missing or of another build.
Result<std::unique_ptr<Transport>> open_transport(const std::filesystem::path& library);

}  // namespace chitty::host
