#include "daemon/gate.hpp"

#include <arpa/inet.h>
#include <charconv>

namespace chitty::daemon {
namespace {

constexpr std::string_view how_to_get_one =
    "Send 'Authorization: Bearer TOKEN'; the owner's token is in the file owner.token of the local ChittyOS.";

struct HostAndPort {
  std::string host;
  std::uint16_t port = 80;
};

// "name", "name:port", "[v6]:port".
std::optional<HostAndPort> parse_host(std::string_view text) {
  HostAndPort parsed;
  std::size_t end = text.find(':');
  if (!text.empty() && text.front() == '[') {
    const auto bracket = text.find(']');
    if (bracket == std::string_view::npos) return std::nullopt;
    parsed.host = text.substr(1, bracket - 1);
    end = bracket + 1 < text.size() ? bracket + 1 : std::string_view::npos;
  } else {
    parsed.host = text.substr(0, end);
  }
  if (end == std::string_view::npos) return parsed;
  const auto port = text.substr(end + 1);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), parsed.port);
  if (text[end] != ':' || read.ec != std::errc() || read.ptr != port.data() + port.size()) return std::nullopt;
  return parsed;
}

bool is_ip(const std::string& host) {
  unsigned char bytes[16];
  return ::inet_pton(AF_INET, host.c_str(), bytes) == 1 || ::inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

}  // namespace

std::optional<Refusal> HostCheck::look_at(const RequestHead& head) const {
  const auto hosts = head.count("Host");
  if (hosts == 0 && head.version() == 10) return std::nullopt;  // no browser speaks that
  if (hosts != 1) return refusal_with(400, Code::invalid_argument, "The request must have one Host field.");
  const auto called = parse_host(head.first("Host"));
  if (!called) return refusal_with(400, Code::invalid_argument, "The request's Host field is no host and port.");
  const bool ours = same_word(called->host, "localhost") || called->host == "127.0.0.1" || called->host == "::1" ||
                    (remote_ && is_ip(called->host));
  if (ours && called->port == port_) return std::nullopt;
  return refusal_with(421, Code::permission_denied, "This daemon is not called '" + std::string(head.first("Host").substr(0, 128)) + "'.",
                      "Ask it at http://127.0.0.1:" + std::to_string(port_));
}

boost::system::result<std::shared_ptr<const KnownCaller>, Refusal> Gate::admit(const RequestHead& head, const std::string& peer,
                                                                               std::string_view scope) {
  const std::string_view field = head.first("Authorization");
  if (field.empty())
    return refusal_for(make_error(Code::unauthenticated, "This address needs a token.", std::string(how_to_get_one)));
  if (field.size() < 8 || !same_word(field.substr(0, 7), "Bearer ") || head.count("Authorization") != 1)
    return refusal_for(make_error(Code::unauthenticated, "The Authorization field is not a bearer token.", std::string(how_to_get_one)));
  auto caller = tokens_.check(field.substr(field.find_first_not_of(' ', 6)));
  if (!caller) return caller.error().code == Code::unauthenticated ? wrong_guess(peer, caller.error()) : refusal_for(caller.error());
  if ((*caller)->may(scope)) return *caller;
  Error error = make_error(Code::permission_denied, "The token does not have the scope " + std::string(scope) + ".",
                           "Ask for a token with that scope.");
  error.details["scope"] = json::string_view(scope.data(), scope.size());
  return refusal_for(std::move(error));
}

Refusal Gate::wrong_guess(const std::string& peer, Error error) {
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard guard(mutex_);
  if (guesses_.size() > 10000) guesses_.clear();
  auto& guesses = guesses_[peer];
  if (now - guesses.since > window) guesses = {now, 0};
  if (++guesses.count <= guesses_allowed) return refusal_for(std::move(error));
  Error limited = make_error(Code::rate_limited, "Too many wrong tokens came from your address.", "Wait, and use a right one.");
  limited.retry_after = std::chrono::duration_cast<std::chrono::milliseconds>(window - (now - guesses.since));
  return refusal_for(std::move(limited));
}

}  // namespace chitty::daemon
