// Does the daemon work, and not only answer? The database and the place of the blobs are checked when somebody asks.
#pragma once

#include "daemon/blobs/blobs.hpp"
#include "daemon/host/hosted_service.hpp"
#include "daemon/serve/timed_check.hpp"
#include "daemon/store/store.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace chitty::host::daemon {

// What is not well, by whose it is ("store", "blobs", "supervisor", a service's name), in words; empty: all is.
struct Fault {
  std::string part, words;
  bool fatal = false;    // nothing works without it
  bool warning = false;  // all works, and will not if nothing is done
};

class Readiness {
 public:
  // `on_thread` is called first on each checking thread. All must outlive it.
  Readiness(const std::vector<std::unique_ptr<HostedService>>& services, Store& store, const Blobs& blobs, std::function<void()> on_thread = {});

  // Waits at most two seconds, as TimedCheck says. [any-thread]
  std::vector<Fault> faults();

 private:
  const std::vector<std::unique_ptr<HostedService>>& services_;
  TimedCheck store_, blobs_;
};

}  // namespace chitty::host::daemon
