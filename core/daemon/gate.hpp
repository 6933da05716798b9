// Who, may, how much: what stands before every service.
#pragma once

#include "daemon/refusal.hpp"
#include "daemon/request_head.hpp"
#include "daemon/tokens.hpp"

#include <chrono>
#include <map>
#include <mutex>
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
  explicit Gate(TokenCheck& tokens) : tokens_(tokens) {}

  // The caller, if the request's bearer token is known and has the scope. 401 without or with an unknown token, 403 names
  // the missing scope, 429 for an address that has guessed wrong too often: a right token passes even then, since on one
  // machine all share an address, and 256 bits are not found by guessing.
  boost::system::result<std::shared_ptr<const KnownCaller>, Refusal> admit(const RequestHead& head, const std::string& peer,
                                                                            std::string_view scope);

  static constexpr int guesses_allowed = 20;  // a minute
  static constexpr auto window = std::chrono::seconds(60);

 private:
  Refusal wrong_guess(const std::string& peer, Error error);

  struct Guesses {
    std::chrono::steady_clock::time_point since;
    int count = 0;
  };
  TokenCheck& tokens_;
  std::mutex mutex_;
  std::map<std::string, Guesses> guesses_;
};

}  // namespace chitty::daemon
