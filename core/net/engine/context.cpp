#include "net/engine/context.hpp"

#include <algorithm>
#include <cstdio>

namespace chitty::host {

namespace {

constexpr std::chrono::seconds patience_unsaid{2};  // of a person, before they ask themselves whether anything happens

}  // namespace

Woken wait_ready(pollfd* fds, std::size_t count, Clock::time_point until, const Context& context) {
  std::vector<pollfd> all(fds, fds + count);
  all.push_back({context.cancel.wake_fd(), POLLIN, 0});  // a negative one is passed over by poll
  const auto deadline = context.cancel.deadline().value_or(Clock::time_point::max());
  const auto began = Clock::now();
  for (;;) {
    if (context.cancel.cancelled() || (context.options.stopped && context.options.stopped())) return Woken::stopped;
    const auto so_far = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
    if (context.options.waiting && so_far >= patience_unsaid) context.options.waiting(so_far);
    const auto left = std::min(until, deadline) - Clock::now();
    if (left <= Clock::duration::zero()) return until <= deadline ? Woken::late : Woken::stopped;
    const auto ms = std::min<long long>(std::chrono::ceil<std::chrono::milliseconds>(left).count(), context.options.stopped ? 100 : context.options.waiting ? 1000
                                                                                                                                                            : 60'000);
    const int ready = ::poll(all.data(), all.size(), static_cast<int>(ms));
    if (ready <= 0 || all.back().revents) continue;
    for (std::size_t i = 0; i < count; ++i) fds[i].revents = all[i].revents;
    return Woken::ready;
  }
}

Error stopped(const Context& context, std::string_view who) {
  if (context.cancel.why() != CancelToken::Why::timed_out)
    return make_error(Code::cancelled, "Stopped while waiting for " + std::string(who) + ".");
  auto error = make_error(
      Code::timeout, std::string(who) + " did not finish within " + seconds_text(Clock::now() - context.began) + ".",
      "Allow more with --timeout, or try again later.");
  error.details["reason"] = "deadline";
  return error;
}

Error silent(const Context& context, std::string_view who, std::string_view doing) {
  auto error =
      make_error(Code::timeout,
                 std::string(who) + " " + std::string(doing) + " within " + seconds_text(context.options.timeout) + ".",
                 "Check the service and the network, then try again.");
  error.details["reason"] = "silent";
  return error;
}

Error unreachable(std::string message, std::string_view reason, bool retryable, std::string hint) {
  auto error = make_error(Code::unreachable, std::move(message), std::move(hint));
  error.details["reason"] = reason;
  error.retryable = retryable;
  return error;
}

std::string seconds_text(Clock::duration time) {
  const double seconds = std::chrono::duration<double>(time).count();
  char text[32];
  std::snprintf(text, sizeof text, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
  return text;
}

}  // namespace chitty::host
