#include "daemon/gate/gate.hpp"

#include <chitty/client_key.hpp>

#include "base/message.hpp"
#include "base/time.hpp"
#include "daemon/wire/bearer.hpp"
#include "daemon/watch/trusted_clock.hpp"

#include <arpa/inet.h>
#include <array>
#include <charconv>

namespace chitty::host::daemon {
namespace {

constexpr std::string_view owner_token_hint =
    "Send 'Authorization: Bearer TOKEN'; the owner's token is in the file owner.token of the local ChittyOS.";

Error needs_token(std::string_view scope) {
  return make_error(Code::unauthenticated, scope.empty() ? "This address needs a token." : "This address needs a token with the scope " + std::string(scope) + ".");
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
  return text;
}

struct HostAndPort {
  std::string host;
  std::optional<std::uint16_t> port{};
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
  const auto read = std::from_chars(port.data(), port.data() + port.size(), parsed.port.emplace());
  if (text[end] != ':' || read.ec != std::errc() || read.ptr != port.data() + port.size()) return std::nullopt;
  return parsed;
}

bool is_ip(const std::string& host) {
  unsigned char bytes[16];
  return ::inet_pton(AF_INET, host.c_str(), bytes) == 1 || ::inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

}  // namespace

std::optional<HttpError> HostCheck::look_at(const RequestHead& head) const {
  const auto hosts = head.count("Host");
  const auto malformed = [](const char* message) {
    return rejected("malformed_host", http_error_with(400, Code::invalid_argument, message));
  };
  if (hosts != 1) return malformed("The request must have one Host field.");
  const auto called = parse_host(head.authority());
  if (!called) return malformed("The request's Host field is no host and port.");
  const bool ours = equal_ignoring_case(called->host, "localhost") || called->host == "127.0.0.1" || called->host == "::1" ||
                    (remote_ && is_ip(called->host));
  const bool certified = head.by_tls() && tls_.is_name && tls_.is_name(called->host);
  const std::uint16_t port = head.by_tls() ? tls_.port : port_;
  // `openssl ocsp` and GnuTLS name no port. A browser always names one that is not the scheme's own, so no page comes in by that.
  if ((ours || certified) && called->port.value_or(port) == port) return std::nullopt;
  return rejected("other_host", http_error_with(421, Code::permission_denied,
                                                "This daemon is not called '" + std::string(head.authority().substr(0, 128)) + "'.",
                                                "Use " + std::string(head.scheme()) + "127.0.0.1:" + std::to_string(port)));
}

HttpError Gate::nobody(std::string_view reason, Error error, std::string_view word, std::string_view scope) const {
  if (error.hint.empty())
    error.hint = how_to_.token.empty() ? std::string(owner_token_hint) : "Get a token: " + how_to_.token;
  error.details["scope"] = json::string_view(scope.data(), scope.size());
  HttpError refusal = rejected(reason, http_error_for(std::move(error)));
  refusal.headers = {{"WWW-Authenticate", bearer_challenge(word, scope)}};
  return refusal;
}

Result<Caller> Gate::ask(std::string_view token, const Sender& sender) {
  FailedLogins::Question question(failed_logins_, sender.address, sender.guessed);
  return tokens_.check(token, [&] { return question.may_ask(FailedLogins::Clock::now()); });
}

HttpError Gate::not_known(Error error, const Sender& sender, std::string_view scope) {
  std::chrono::milliseconds pause{1000};
  if (error.code == Code::unauthenticated) {
    sender.guessed = true;
    pause = failed_logins_.wrong(sender.address, FailedLogins::Clock::now());
    if (pause.count() == 0) return nobody("unknown_token", std::move(error), "invalid_token", scope);
  } else if (error.code != Code::rate_limited) {
    return rejected("identity_unavailable", http_error_for(std::move(error)));
  }
  Error limited = make_error(Code::rate_limited, "Too many wrong tokens came from your address.", "Wait, then retry with a valid token.");
  limited.retry_after = pause;
  return rejected("too_many_guesses", http_error_for(std::move(limited)));
}

HttpError Gate::not_allowed(std::string_view scope) const {
  Error error = make_error(Code::permission_denied, "The token does not have the scope " + std::string(scope) + ".",
                           "Ask for a token with that scope.");
  if (!how_to_.scope.empty()) error.hint = "Get a token with it: " + replaced(how_to_.scope, "{scope}", shell_word(scope));
  error.details["scope"] = json::string_view(scope.data(), scope.size());
  HttpError refusal = rejected("missing_scope", http_error_for(std::move(error)));
  refusal.headers.emplace_back("WWW-Authenticate", bearer_challenge("insufficient_scope", scope));
  return refusal;
}

std::optional<HttpError> Gate::admit(const RequestHead& head, const Sender& sender, std::string_view scope, Caller& who) {
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
  auto caller = ask(bearer.token, sender);
  if (!caller) return not_known(caller.error(), sender, scope);
  who = std::move(*caller);
  if (!scope.empty() && !who->may(scope)) return not_allowed(scope);
  if (who->use) who->use->note(now_ms());
  return std::nullopt;
}

std::optional<Limiter::Decision> Gate::count(const Caller& who, const std::string& peer, const LimitedRoute& route, std::uint64_t cost) {
  if (!counts(who, route.limit)) return std::nullopt;
  struct Held {
    std::shared_ptr<LimitCounter> counter;
    const std::optional<RateLimit>& limit;
    Limiter::Decision decision{};
  };
  std::array<Held, 3> held{Held{nullptr, route.limit}, Held{who ? who->counter : nullptr, who ? who->facts.limit : route.limit},
                           Held{who ? who->subject_counter : nullptr, who ? who->facts.subject_limit : route.limit}};
  if (route.limit) {
    std::string key(route.service);
    key.append(" ").append(route.label).append(" from ").append(client_key(peer));
    held[0].counter = limiter_.counter(key);
  }
  std::optional<Limiter::Decision> nearest;
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (!held[i].counter) continue;
    held[i].decision = Limiter::take(*held[i].counter, *held[i].limit, trusted_ms(), cost);
    if (!held[i].decision.allowed) {
      for (std::size_t before = 0; before < i; ++before)
        if (held[before].counter) Limiter::give_back(*held[before].counter, held[before].decision);
      return held[i].decision;
    }
    if (!nearest || held[i].decision.remaining < nearest->remaining) nearest = held[i].decision;
  }
  return nearest;
}

Error Gate::used_up(const Limiter::Decision& decision) {
  const std::string limit = std::to_string(decision.limit), wait = "until the next " + std::to_string(decision.window_ms / 1000) + " seconds begin.";
  Error error = decision.remaining == 0
                    ? make_error(Code::rate_limited, "Rate limit of " + limit + " requests exceeded.", "Wait " + wait)
                    : make_error(Code::rate_limited, "This counts as " + std::to_string(decision.cost) + " requests, and " + std::to_string(decision.remaining) + " of your " + limit + " are left.",
                                 "Ask for less at once, or wait " + wait);
  error.details = {{"limit", decision.limit}, {"windowMs", decision.window_ms}, {"reset", decision.ends_at / 1000}};
  if (decision.cost > 1) error.details["cost"] = decision.cost, error.details["remaining"] = decision.remaining;
  error.retry_after = std::chrono::milliseconds(decision.ends_at - trusted_ms());
  return error;
}

HttpError Gate::too_many(const Limiter::Decision& decision) { return rejected("limit", http_error_for(used_up(decision))); }

Caller Gate::recognise(const RequestHead& head, const Sender& sender) {
  const Bearer bearer = bearer_of(head);
  if (bearer.kind != Bearer::Kind::token) return nullptr;
  auto caller = ask(bearer.token, sender);
  if (caller) {
    if ((*caller)->use) (*caller)->use->note(now_ms());
    return std::move(*caller);
  }
  if (caller.error().code == Code::unauthenticated) sender.guessed = true, (void)failed_logins_.wrong(sender.address, FailedLogins::Clock::now());
  return nullptr;
}

std::optional<HttpError> Gate::look_at(const Caller& caller, std::string_view scope) const {
  if (!caller) return nobody("no_token", needs_token(scope), {}, scope);
  if (!caller->may(scope)) return not_allowed(scope);
  return std::nullopt;
}

}  // namespace chitty::host::daemon
