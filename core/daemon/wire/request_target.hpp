// The target of a request, taken apart and decoded (Boost.URL).
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

struct RequestTarget {
  std::vector<std::string> segments;  // decoded; "/a/b%20c" is "a", "b c"; a slash at the end is an empty one
  std::string encoded_query;          // without "?"
};

// INVALID_ARGUMENT when it is not a path with an optional query, or its %-signs are no encoding.
Result<void> parse_request_target(std::string_view text, RequestTarget& out);

// The query's parameters as a JSON object of strings; "+" is a space; of several, the last.
std::string query_as_json(std::string_view encoded_query);

}  // namespace chitty::host::daemon
