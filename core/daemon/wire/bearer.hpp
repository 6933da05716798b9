// Reads the bearer token of a request, and writes the RFC 6750 challenge for a bad one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/wire/request_head.hpp"

namespace chitty::host::daemon {

struct Bearer {
  enum class Kind {
    none,
    other_scheme,
    malformed,
    token
  };
  Kind kind = Kind::none;
  std::string_view token;  // borrowed from the head

  static constexpr std::size_t longest = 4096;
};

// `malformed`: several Authorization fields, no token, more than `longest` bytes, or characters that no token has (RFC
// 6750, 2.1: letters, digits, "-._~+/", and "=" at the end).
Bearer bearer_of(const RequestHead& head);

bool is_bearer_scheme(std::string_view authorization);

// The value of WWW-Authenticate. `error` and `scope` may be empty.
std::string bearer_challenge(std::string_view error, std::string_view scope);

}  // namespace chitty::host::daemon
