#include "app/abi.hpp"
#include "app/call/input.hpp"

#include <chitty/abi.hpp>

namespace chitty::host {

namespace {

chitty_status CHITTY_CALL read(chitty_call* call, void* buffer, uint64_t capacity, uint64_t* got, chitty_error* error) {
  const auto count = read_input(*call, static_cast<char*>(buffer), capacity);
  *got = count ? *count : 0;
  return count ? CHITTY_OK : abi::fill(error, count.error());
}

chitty_status CHITTY_CALL ask(chitty_call* call, const chitty_str* question, uint32_t secret, const chitty_sink* answer,
                              chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto line = ask_person(*call, std::string(abi::view(question)), secret != 0);
    return line ? answer->write(answer->context, line->data(), line->size()) : abi::fill(error, line.error());
  });
}

}  // namespace

const chitty_input& input_table() {
  static const chitty_input table{sizeof(chitty_input), 0, read, ask};
  return table;
}

}  // namespace chitty::host
