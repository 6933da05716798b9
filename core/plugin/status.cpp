#include "plugin/status.hpp"

#include <chitty/status.hpp>

#include "base/text.hpp"

namespace chitty::host {

Code known_code(chitty_status status) {
  const auto code = facts_of(static_cast<Code>(status)).code;
  return static_cast<int>(code) / 100 == status / 100 ? code : Code::plugin_fault;
}

Error error_of(chitty_status status, const abi::ErrorSlot& slot, const std::string& what) {
  Error error = slot.take(status);
  const auto raw = static_cast<chitty_status>(error.code);
  error.code = known_code(raw);
  if (!is_utf8(error.hint)) error.hint.clear();
  if (error.message.empty() || !is_utf8(error.message)) {
    const bool silent = error.message.empty();
    error.message = what + (silent ? " without saying why" : " with words that are not UTF-8") + " (code " +
                    std::to_string(raw) + ").";
    if (error.hint.empty()) error.hint = "Tell its publisher; --trace shows what was asked.";
  }
  return error;
}

std::string said(const chitty_str& text) {
  const std::string words(abi::view(text).substr(0, 200));
  return is_utf8(words) ? words : "?";
}

}  // namespace chitty::host
