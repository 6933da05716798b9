#pragma once

#include "app/call/call.hpp"
#include <chitty/error.hpp>

#include <boost/json/object.hpp>

#include <string_view>

namespace chitty::host {

// One of our own commands as a process that stays: "start", "stop", "status", "enter" (chitty.local/1, "background-WHAT").
// Call-thread; the errors are Background's.
Result<json::object> act_in_background(chitty_call& call, std::string_view what, const json::object& options);

}  // namespace chitty::host
