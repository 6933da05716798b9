// The path of a request in the one form in which it is compared with routes and sent on: what has been looked at is what
// a backend gets.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chitty::host::daemon {

// RFC 3986, 6.2.2: dot segments are gone, %-encodings of unreserved characters decoded, others in upper case; "//" stays.
// Takes a path with or without a query, which is left out. INVALID_ARGUMENT for what a backend may read as something else: an encoded
// slash, backslash or NUL, an encoding that is none, a dot segment with parameters ("..;x"), a path that does not begin
// with a slash.
Result<std::string> normalised_path(std::string_view target);

// Is `prefix` ("/a/b", or "/" for everything) the beginning of the normalised `path` by whole segments?
bool leads_to(std::string_view prefix, std::string_view path);

}  // namespace chitty::host::daemon
