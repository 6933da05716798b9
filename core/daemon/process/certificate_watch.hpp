// The daemon's certificate, looked at again and again: a new one is taken up, and one that does not fit is told of once.
#pragma once

#include "daemon/tls/server_tls.hpp"
#include "daemon/watch/log.hpp"

#include <chrono>
#include <string>

namespace chitty::host::daemon {

class CertificateWatch {
 public:
  using Clock = std::chrono::steady_clock;
  CertificateWatch(ServerTls& tls, Log& log) : tls_(tls), log_(log) {}

  // As often as one likes; the files are looked at once a second. On one thread.
  void tick(Clock::time_point now = Clock::now());

 private:
  ServerTls& tls_;
  Log& log_;
  Clock::time_point next_{};
  std::string unfit_;  // what was wrong at the last look
  bool told_ = false;
};

}  // namespace chitty::host::daemon
