#include "base/cancel.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <climits>

namespace chitty::host {

CancelToken::CancelToken() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

CancelToken::~CancelToken() {
  if (fd_ >= 0) ::close(fd_);
}

void CancelToken::cancel(Why why) noexcept {
  Why none = Why::none;
  if (!why_.compare_exchange_strong(none, why)) return;
  const std::uint64_t one = 1;
  if (fd_ >= 0 && ::write(fd_, &one, sizeof one) < 0) return;  // a full eventfd is readable already
}

void CancelToken::forgive() noexcept {
  Why interrupted = Why::interrupted;
  std::uint64_t count = 0;
  // The wake-up goes first: whoever looks meanwhile still sees that it is to stop.
  if (why_.load() == interrupted && fd_ >= 0 && ::read(fd_, &count, sizeof count) < 0) count = 0;
  why_.compare_exchange_strong(interrupted, Why::none);
}

CancelToken::Why CancelToken::why() const noexcept {
  const Why why = why_.load();
  if (why == Why::none && deadline_ && Clock::now() >= *deadline_) return Why::timed_out;
  return why;
}

bool CancelToken::wait(std::chrono::nanoseconds time) const {
  const auto wanted = Clock::now() + time;
  const auto until = deadline_ ? std::min(wanted, *deadline_) : wanted;
  while (!cancelled()) {
    const auto left = until - Clock::now();
    if (left <= Clock::duration::zero()) return until == wanted;
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    pollfd wake{fd_, POLLIN, 0};
    ::poll(&wake, fd_ >= 0 ? 1 : 0, static_cast<int>(std::min<long long>(ms, fd_ >= 0 ? INT_MAX : 50)));
  }
  return false;
}

}  // namespace chitty::host
