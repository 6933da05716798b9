#include "app/abi.hpp"
#include "app/call/guard.hpp"
#include "app/call/message.hpp"

#include <chitty/abi.hpp>

namespace chitty::host {

namespace {

chitty_status CHITTY_CALL message(chitty_call* call, const chitty_str* prompt, const chitty_str* history, const chitty_sink* answer,
                                  chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto written = ask_message(*call, std::string(abi::view(prompt)), abi::view(history));
    return written ? answer->write(answer->context, written->data(), written->size()) : abi::fill(error, written.error());
  });
}

std::uint32_t CHITTY_CALL go_on(chitty_call* call) { return forgive_interrupt(call->run.cancel) ? 1 : 0; }

}  // namespace

const chitty_terminal& terminal_table() {
  static const chitty_terminal table{sizeof(chitty_terminal), 0, message, go_on};
  return table;
}

}  // namespace chitty::host
