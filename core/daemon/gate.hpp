// Who, may, how much: what stands before every service.
#pragma once

#include "daemon/guesses.hpp"
#include "daemon/hosted_service.hpp"
#include "daemon/limiter.hpp"
#include "daemon/refusal.hpp"
#include "daemon/request_head.hpp"
#include "daemon/tokens.hpp"

#include <optional>
#include <string>

namespace chitty::daemon {

// Names by which this daemon may be called: a page of the open web that rebinds its own name to 127.0.0.1 is refused.
class HostCheck {
 public:
  // IP addresses and "localhost" on the port; with `remote`, any IP address on it.
  HostCheck(std::uint16_t port, bool remote) : port_(port), remote_(remote) {}
  std::optional<Refusal> look_at(const RequestHead& head) const;

 private:
  std::uint16_t port_;
  bool remote_;
};

class Gate {
 public:
  Gate(TokenCheck& tokens, Limiter& limiter) : tokens_(tokens), limiter_(limiter), how_to_(tokens.how_to()) {}

  // Who and may: nothing, if the request's bearer token is known and has the scope; `who` is set when it is known. 401 without or with an unknown token, 403 names
  // the missing scope, 503 when it cannot be told whose token it is, 429 for an address that has guessed wrong too often.
  // A right token passes even then, since on one machine all share an address: the owner's always, and one that was right
  // here before (caller_cache.hpp); a new one shares a trickle of questions with the guesses, and passes within some tries.
  std::optional<Refusal> admit(const RequestHead& head, const std::string& peer, std::string_view scope, Caller& who);

  // On an address that needs no token: who sent one, if it is a right one; else nobody.
  Caller recognise(const RequestHead& head, const std::string& peer);

  // How much: one request more of this caller (may be null) and this address at the route, held against the token's limit and
  // the route's. Nothing where there is none; of two, the one that is nearer to its end. The owner has no limit.
  std::optional<Limiter::Verdict> count(const Caller& who, const std::string& peer, const HostedRoute& route);
  static Refusal too_many(const Limiter::Verdict& verdict);  // 429

  // The same as admit for a caller who is known already, or null: a service that asks another.
  std::optional<Refusal> look_at(const Caller& caller, std::string_view scope) const;

 private:
  Refusal nobody(std::string_view reason, Error error, std::string_view word, std::string_view scope) const;
  Refusal not_known(Error error, const std::string& peer, std::string_view scope);
  Refusal not_allowed(std::string_view scope) const;

  TokenCheck& tokens_;
  Limiter& limiter_;
  HowTo how_to_;
  Guesses guesses_;
};

}  // namespace chitty::daemon
