#include "daemon/admin/interruption.hpp"

#include "base/exit_code.hpp"

#include <csignal>
#include <unistd.h>

namespace chitty::host::daemon {

void Interruption::begin() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([this, signals] {
    int which = 0;
    while (::sigwait(&signals, &which) != 0) {
    }
    wanted_ = true;
    for (int times = 0; times < 30; ++times) {  // the next statement of the same work, too
      {
        const std::lock_guard lock(mutex_);
        if (session_) session_->interrupt();
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    ::_exit(exit_interrupted);
  }).detach();
}

void Interruption::watch(OwnerSession* session) {
  const std::lock_guard lock(mutex_);
  session_ = session;
}

}  // namespace chitty::host::daemon
