#include "daemon/forward/patient_wait.hpp"

#include "daemon/watch/thread_pool.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace chitty::host::daemon {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
constexpr milliseconds slice{200};

Waited wait_for(int socket, short events, milliseconds patience, const Wire& wire) {
  const ThreadPool::Blocking blocking;
  const auto until = Clock::now() + patience;
  for (;;) {
    if (wire.gone()) return Waited::gone;
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left.count() <= 0) return Waited::late;
    pollfd one{socket, events, 0};
    const int ready = ::poll(&one, 1, static_cast<int>(std::min(left, slice).count()));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return Waited::ready;  // whoever reads or writes now sees what is wrong
  }
}

}  // namespace

Waited wait_for_backend(const Channel& channel, short events, milliseconds patience, const Wire& wire) {
  if ((events & POLLIN) && channel.has_read_ahead()) return Waited::ready;
  return wait_for(channel.socket(), events, patience, wire);
}

bool pause_for(milliseconds time, const Wire& wire) { return wait_for(-1, 0, time, wire) == Waited::late; }

}  // namespace chitty::host::daemon
