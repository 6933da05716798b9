#include "daemon/gate.hpp"

#include "base/time.hpp"
#include "daemon/bearer.hpp"

#include <arpa/inet.h>
#include <charconv>

namespace chitty::daemon {
namespace {

constexpr std::string_view owner_token_hint =
    "Send 'Authorization: Bearer TOKEN'; the owner's token is in the file owner.token of the local ChittyOS.";

Error needs_token(std::string_view scope) {
  return make_error(Code::unauthenticated, "This address needs a token with the scope " + std::string(scope) + ".");
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
  return text;
}

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
  const auto malformed = [](const char* message) {
    return refused_because("malformed_host", refusal_with(400, Code::invalid_argument, message));
  };
  if (hosts != 1) return malformed("The request must have one Host field.");
  const auto called = parse_host(head.first("Host"));
  if (!called) return malformed("The request's Host field is no host and port.");
  const bool ours = same_word(called->host, "localhost") || called->host == "127.0.0.1" || called->host == "::1" ||
                    (remote_ && is_ip(called->host));
  if (ours && called->port == port_) return std::nullopt;
  return refused_because("other_host", refusal_with(421, Code::permission_denied,
                                                    "This daemon is not called '" + std::string(head.first("Host").substr(0, 128)) + "'.",
                                                    "Ask it at http://127.0.0.1:" + std::to_string(port_)));
}

Refusal Gate::nobody(std::string_view reason, Error error, std::string_view word, std::string_view scope) const {
  if (error.hint.empty())
    error.hint = how_to_.token.empty() ? std::string(owner_token_hint) : "Get a token: " + how_to_.token;
  error.details["scope"] = json::string_view(scope.data(), scope.size());
  Refusal refusal = refused_because(reason, refusal_for(std::move(error)));
  refusal.headers = {{"WWW-Authenticate", bearer_challenge(word, scope)}};
  return refusal;
}

Refusal Gate::not_known(Error error, const std::string& peer, std::string_view scope) {
  std::chrono::milliseconds pause{1000};
  if (error.code == Code::unauthenticated) {
    pause = guesses_.wrong(peer, Guesses::Clock::now());
    if (pause.count() == 0) return nobody("unknown_token", std::move(error), "invalid_token", scope);
  } else if (error.code != Code::rate_limited) {
    return refused_because("identity_unavailable", refusal_for(std::move(error)));
  }
  Error limited = make_error(Code::rate_limited, "Too many wrong tokens came from your address.", "Wait, and use a right one.");
  limited.retry_after = pause;
  return refused_because("too_many_guesses", refusal_for(std::move(limited)));
}

Refusal Gate::not_allowed(std::string_view scope) const {
  Error error = make_error(Code::permission_denied, "The token does not have the scope " + std::string(scope) + ".",
                           "Ask for a token with that scope.");
  if (!how_to_.scope.empty()) error.hint = "Get a token with it: " + replaced(how_to_.scope, "{scope}", scope);
  error.details["scope"] = json::string_view(scope.data(), scope.size());
  Refusal refusal = refused_because("missing_scope", refusal_for(std::move(error)));
  refusal.headers.emplace_back("WWW-Authenticate", bearer_challenge("insufficient_scope", scope));
  return refusal;
}

std::optional<Refusal> Gate::admit(const RequestHead& head, const std::string& peer, std::string_view scope, Caller& who) {
  const Bearer bearer = bearer_of(head);
  switch (bearer.kind) {
    case Bearer::Kind::none: return nobody("no_token", needs_token(scope), {}, scope);
    case Bearer::Kind::other_scheme:
      return nobody("other_scheme", make_error(Code::unauthenticated, "The Authorization field is not a bearer token."), {}, scope);
    case Bearer::Kind::malformed:
      return nobody("malformed_token",
                    make_error(Code::unauthenticated, "The Authorization field is not one bearer token of at most 4096 characters."),
                    "invalid_token", scope);
    case Bearer::Kind::token: break;
  }
  auto caller = tokens_.check(bearer.token, [&] { return guesses_.may_ask(peer, Guesses::Clock::now()); });
  if (!caller) return not_known(caller.error(), peer, scope);
  who = std::move(*caller);
  if (!who->may(scope)) return not_allowed(scope);
  if (who->use) who->use->note(now_ms());
  return std::nullopt;
}

std::optional<Limiter::Verdict> Gate::count(const Caller& who, const std::string& peer, const HostedRoute& route) {
  std::optional<Limiter::Verdict> nearest;
  if (who && who->facts.owner) return nearest;
  const auto& limit = route.declared.limit;
  if (limit) nearest = Limiter::take(*limiter_.counter(route.service->name + " " + route.label + " from " + client_key(peer)), *limit, now_ms());
  if (!who || !who->counter || (nearest && !nearest->allowed)) return nearest;
  const auto of_token = Limiter::take(*who->counter, *who->facts.limit, now_ms());
  if (!nearest || !of_token.allowed || of_token.remaining < nearest->remaining) nearest = of_token;
  return nearest;
}

Refusal Gate::too_many(const Limiter::Verdict& verdict) {
  Error error = make_error(Code::rate_limited, "You have had your " + std::to_string(verdict.limit) + " requests for now.",
                           "Wait until the next " + std::to_string(verdict.window_ms / 1000) + " seconds begin.");
  error.details = {{"limit", verdict.limit}, {"window_ms", verdict.window_ms}, {"reset", verdict.ends_at / 1000}};
  error.retry_after = std::chrono::milliseconds(verdict.ends_at - now_ms());
  return refused_because("limit", refusal_for(std::move(error)));
}

Caller Gate::recognise(const RequestHead& head, const std::string& peer) {
  const Bearer bearer = bearer_of(head);
  if (bearer.kind != Bearer::Kind::token) return nullptr;
  auto caller = tokens_.check(bearer.token, [&] { return guesses_.may_ask(peer, Guesses::Clock::now()); });
  if (caller) {
    if ((*caller)->use) (*caller)->use->note(now_ms());
    return std::move(*caller);
  }
  if (caller.error().code == Code::unauthenticated) (void)guesses_.wrong(peer, Guesses::Clock::now());
  return nullptr;
}

std::optional<Refusal> Gate::look_at(const Caller& caller, std::string_view scope) const {
  if (!caller) return nobody("no_token", needs_token(scope), {}, scope);
  if (!caller->may(scope)) return not_allowed(scope);
  return std::nullopt;
}

}  // namespace chitty::daemon
