// The path that a route or a limit is for: "/api/verify", by whole segments.
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chittygateway {

// In its one form: no slash at the end, dot segments or encodings. INVALID_ARGUMENT says why it is none.
chitty::Result<std::string> prefix_of(std::string_view text);

// "api" of "/api/verify"; empty of "/".
std::string first_segment(std::string_view prefix);

// Does `prefix` lead `path`, by whole segments?
bool leads(std::string_view prefix, std::string_view path);

}  // namespace chittygateway
