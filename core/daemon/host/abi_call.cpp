// chitty.call/1 and chitty.log/1: time, the wish to stop, words for the log.
#include "daemon/watch/thread_pool.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/host/service_call.hpp"

#include "base/time.hpp"
#include "daemon/watch/trusted_clock.hpp"

#include <thread>

namespace chitty::host::daemon {
namespace {

Log* service_log = nullptr;

uint32_t CHITTY_CALL cancelled(const chitty_call* call) {
  const auto& of = ServiceCall::of(call);
  if (of.exchange) return of.exchange->wire().gone() ? 1 : 0;
  if (of.stop && *of.stop) return 1;
  return of.deadline != INT64_MAX && std::chrono::steady_clock::now().time_since_epoch() > std::chrono::nanoseconds(of.deadline) ? 1 : 0;
}

// steady_clock is CLOCK_MONOTONIC.
uint64_t CHITTY_CALL deadline(const chitty_call* call) {
  const auto& of = ServiceCall::of(call);
  const std::int64_t until = of.exchange ? of.exchange->wire().deadline() : of.deadline;
  return until == INT64_MAX ? UINT64_MAX : static_cast<uint64_t>(until);
}

chitty_status CHITTY_CALL wait(chitty_call* call, uint64_t nanoseconds) {
  const ThreadPool::Blocking blocking;
  auto& of = ServiceCall::of(call);
  if (of.exchange && !of.exchange->flush()) return CHITTY_CANCELLED;
  const auto end = std::chrono::steady_clock::now() + std::chrono::nanoseconds(std::min<uint64_t>(nanoseconds, INT64_MAX / 4));
  constexpr std::chrono::nanoseconds slice = std::chrono::milliseconds(50);
  for (;;) {
    if (cancelled(call)) return CHITTY_CANCELLED;
    const auto left = end - std::chrono::steady_clock::now();
    if (left.count() <= 0) return CHITTY_OK;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, slice));
  }
}

int64_t CHITTY_CALL now(const chitty_call*) { return trusted_ms(); }

void CHITTY_CALL write(const chitty_call* call, uint32_t level, const chitty_str* text) {
  if (!service_log) return;
  std::string line = call ? ServiceCall::of(call).service.name + ": " : std::string();
  if (call && ServiceCall::of(call).exchange) line.append(abi::view(ServiceCall::of(call).info.request_id)).append(": ");
  line += abi::view(text);
  service_log->write(level >= CHITTY_LOG_WARN ? Log::Level::warn : level == CHITTY_LOG_INFO ? Log::Level::info
                                                                                            : Log::Level::debug,
                     line);
}

}  // namespace

void set_service_log(Log& log) { service_log = &log; }

const chitty_call_api& call_table() {
  static const chitty_call_api table{sizeof(chitty_call_api), 0, cancelled, deadline, wait, now};
  return table;
}

const chitty_log& log_table() {
  static const chitty_log table{sizeof(chitty_log), 0, write};
  return table;
}

}  // namespace chitty::host::daemon
