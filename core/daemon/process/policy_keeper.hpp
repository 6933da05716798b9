// What the service with the role `policy` says is in force, put in force; and what it is told of requests.
#pragma once

#include "daemon/gate/policy_limiter.hpp"
#include "daemon/serve/dispatcher.hpp"
#include "daemon/watch/log.hpp"
#include "daemon/watch/traffic.hpp"

#include <deque>
#include <string>

namespace chitty::host::daemon {

class PolicyKeeper {
 public:
  // `provider` has the role and is in order.
  PolicyKeeper(const HostedService& provider, const ServiceWorld& world, Dispatcher& dispatcher, PolicyLimiter& limiter, Traffic& traffic, Log& log)
      : provider_(provider), world_(world), dispatcher_(dispatcher), limiter_(limiter), traffic_(traffic), log_(log) {}

  // Routes and limits of a newer version are in force after this, all or, where it cannot be understood, none of them: the log says why,
  // and what was in force stays. Several times a second. [one background thread]
  void look();

  // The sums of requests since the last time; what could not be told before goes first. [one background thread]
  void tell();

  std::uint64_t version() const { return known_; }

 private:
  Result<void> take(const std::string& document);
  void say_once(const Result<void>& done, bool& told, std::string_view what, std::string_view over);

  static constexpr std::size_t most_waiting = 200;  // arrays of sums

  const HostedService& provider_;
  const ServiceWorld& world_;
  Dispatcher& dispatcher_;
  PolicyLimiter& limiter_;
  Traffic& traffic_;
  Log& log_;
  std::uint64_t known_ = 0;
  std::deque<std::string> waiting_;
  bool silent_ = false, deaf_ = false;  // it could not be asked, or told; said in the log
};

}  // namespace chitty::host::daemon
