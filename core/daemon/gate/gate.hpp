// Authentication, authorization and rate limits before every service.
#pragma once

#include "daemon/gate/failed_logins.hpp"
#include "daemon/gate/limiter.hpp"
#include "daemon/wire/http_error.hpp"
#include "daemon/wire/request_head.hpp"
#include "daemon/gate/tokens.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace chitty::host::daemon {

// Names by which this daemon may be called: a page of the open web that rebinds its own name to 127.0.0.1 is refused.
class HostCheck {
 public:
  // What a request by TLS may call it: on another port, the same and what `is_name` says, by the certificate.
  struct Tls {
    std::uint16_t port;
    std::function<bool(std::string_view)> is_name;
  };

  // IP addresses and "localhost" on the port; with `remote`, any IP address on it.
  HostCheck(std::uint16_t port, bool remote, Tls tls = {0, {}}) : port_(port), remote_(remote), tls_(std::move(tls)) {}
  std::optional<HttpError> look_at(const RequestHead& head) const;

 private:
  std::uint16_t port_;
  bool remote_;
  Tls tls_;
};

class Gate {
 public:
  // Who sends a request.
  struct Sender {
    const std::string& address;
    bool& guessed;  // a wrong token has come on its connection
  };

  Gate(TokenCheck& tokens, Limiter& limiter) : tokens_(tokens), limiter_(limiter), how_to_(tokens.how_to()) {}

  // Who and may: nothing, if the request's bearer token is known and has the scope (empty: any will do); `who` is set when it is known. 401 without or with an unknown token, 403 names
  // the missing scope, 503 when it cannot be told whose token it is, 429 for an address that has guessed wrong too often.
  // A right token passes even then, since on one machine all share an address: the owner's always, one that was right here
  // before (caller_cache.hpp), and a new one on a connection that has not guessed wrong (failed_logins.hpp).
  std::optional<HttpError> admit(const RequestHead& head, const Sender& sender, std::string_view scope, Caller& who);

  // On an address that needs no token: who sent one, if it is a right one; else nobody.
  Caller recognise(const RequestHead& head, const Sender& sender);

  // How much: a request of this caller (may be null) and this address at the route, held against the limits of the token, its
  // subject and the route; it counts for `cost` with each of them, or with none when one says no. Nothing where there is no
  // limit; of several, the one that says no or is nearest to its end. The owner has none.
  struct LimitedRoute {
    std::string_view service, label;  // "acme", "GET /things/{id}"
    const std::optional<RateLimit>& limit;
  };
  // Whether there is any such limit.
  static bool counts(const Caller& who, const std::optional<RateLimit>& of_route) {
    return (of_route || (who && (who->counter || who->subject_counter))) && !(who && who->facts.owner);
  }
  std::optional<Limiter::Decision> count(const Caller& who, const std::string& peer, const LimitedRoute& route, std::uint64_t cost = 1);
  static Error used_up(const Limiter::Decision& decision);       // RATE_LIMITED
  static HttpError too_many(const Limiter::Decision& decision);  // the same, 429

  // The same as admit for a caller who is known already, or null: a service that asks another.
  std::optional<HttpError> look_at(const Caller& caller, std::string_view scope) const;

 private:
  HttpError nobody(std::string_view reason, Error error, std::string_view word, std::string_view scope) const;
  Result<Caller> ask(std::string_view token, const Sender& sender);
  HttpError not_known(Error error, const Sender& sender, std::string_view scope);
  HttpError not_allowed(std::string_view scope) const;

  TokenCheck& tokens_;
  Limiter& limiter_;
  HowTo how_to_;
  FailedLogins failed_logins_;
};

}  // namespace chitty::host::daemon
