#include "plugin/status.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace chitty {

namespace {

constexpr std::array known{CHITTY_INVALID_ARGUMENT,  CHITTY_CONFIGURATION, CHITTY_UNAUTHENTICATED,
                           CHITTY_PERMISSION_DENIED, CHITTY_NOT_FOUND,     CHITTY_CONFLICT,
                           CHITTY_UNREACHABLE,       CHITTY_TIMEOUT,       CHITTY_REFUSED,
                           CHITTY_RATE_LIMITED,      CHITTY_MALFORMED,     CHITTY_PLUGIN_FAULT,
                           CHITTY_HOST_FAULT,        CHITTY_NOT_SUPPORTED, CHITTY_CANCELLED};

}  // namespace

Code known_code(chitty_status status) {
  if (std::find(known.begin(), known.end(), status) != known.end()) return static_cast<Code>(status);
  // The first of each class is its plainest.
  const auto same_class =
      std::find_if(known.begin(), known.end(), [status](int code) { return status > 0 && code / 100 == status / 100; });
  return same_class == known.end() ? Code::plugin_fault : static_cast<Code>(*same_class);
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

}  // namespace chitty
