#include "app/abi.hpp"
#include "app/call/giving.hpp"
#include "base/time.hpp"

#include <chitty/abi.hpp>

namespace chitty::host {

namespace {

uint32_t CHITTY_CALL cancelled(const chitty_call* call) { return call->run.cancel.cancelled(); }

uint64_t CHITTY_CALL deadline(const chitty_call* call) {
  const auto at = call->run.cancel.deadline();
  if (!at) return UINT64_MAX;
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(at->time_since_epoch()).count());
}

chitty_status CHITTY_CALL wait(chitty_call* call, uint64_t nanoseconds) {
  if (!before_waiting(*call)) return CHITTY_CANCELLED;
  const auto time = std::chrono::nanoseconds(std::min<uint64_t>(nanoseconds, INT64_MAX / 2));
  return call->run.cancel.wait(time) ? CHITTY_OK : CHITTY_CANCELLED;
}

int64_t CHITTY_CALL now(const chitty_call*) { return now_ms(); }

void CHITTY_CALL log(const chitty_call* call, uint32_t level, const chitty_str* text) {
  if (!call || !(call->run.options.verbose || level >= CHITTY_LOG_WARN)) return;
  call->progress.clear();
  call->run.say(abi::view(text));
}

}  // namespace

const chitty_call_api& call_table() {
  static const chitty_call_api table{sizeof(chitty_call_api), 0, cancelled, deadline, wait, now};
  return table;
}

const chitty_log& log_table() {
  static const chitty_log table{sizeof(chitty_log), 0, log};
  return table;
}

}  // namespace chitty::host
