// From what a plugin returned to an error that a person can be shown: whatever it is, it has a sentence, a known code
// and proper text.
#pragma once

#include <chitty/abi.hpp>
#include <string>

namespace chitty::host {

// The code if it is known to this host, else the one that stands for its class (code / 100); what has no class is
// PLUGIN_FAULT.
Code known_code(chitty_status status);

// The error in the slot, for a callee that returned `status`. `what` is the beginning of a sentence, for a callee that
// sent nothing: "The plugin 'acme' failed in 'acme list'".
Error error_of(chitty_status status, const abi::ErrorSlot& slot, const std::string& what);

// A plugin's text: at most 200 bytes of it, "?" when it is not UTF-8.
std::string said(const chitty_str& text);

}  // namespace chitty::host
