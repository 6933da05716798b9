// Validates, joins and compares (by origin) the addresses of remotes. By Boost.URL.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chitty::host {

// The address without a slash at its end. CONFIGURATION unless it is http(s)://host[:port][/path] and nothing else: a name or
// password belongs in a secret, a query in a command. `what` names the setting for the sentence.
Result<std::string> check_address(std::string_view text, std::string_view what);

// "https://host:443": scheme, host and port in one spelling, of a checked address; empty for anything else.
std::string origin_of(std::string_view address);

// Would a token travel in the clear, beyond this machine?
bool is_in_the_clear(std::string_view address);

}  // namespace chitty::host
