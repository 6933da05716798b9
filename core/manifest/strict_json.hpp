// JSON as a manifest must be: strict UTF-8, at most 32 deep, no key twice in one object, no integer beyond 2^53 (which
// other readers would round). Two readers must never see two manifests.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <string_view>

namespace chitty::host {

// The value, or PLUGIN_FAULT with the rule that was broken and where (JSON pointer, or offset in bytes).
Result<json::value> parse_strict_json(std::string_view text);

}  // namespace chitty::host
