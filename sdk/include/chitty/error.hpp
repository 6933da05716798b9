// What can go wrong, as a value. `Result<T>` is a T or an Error; nothing in chitty throws across a function that says
// Result. The codes are those of plugin.h, where each says when its neighbour is right instead.
#ifndef CHITTY_ERROR_HPP
#define CHITTY_ERROR_HPP

#include <chitty/plugin.h>

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

namespace chitty {

// A function for what is rare, and used everywhere: one copy, called.
#if defined(__GNUC__)
#define CHITTY_ONCE __attribute__((noinline))
#else
#define CHITTY_ONCE
#endif

namespace json = boost::json;

enum class Code : chitty_status {
  invalid_argument = CHITTY_INVALID_ARGUMENT,
  configuration = CHITTY_CONFIGURATION,
  unauthenticated = CHITTY_UNAUTHENTICATED,
  permission_denied = CHITTY_PERMISSION_DENIED,
  not_found = CHITTY_NOT_FOUND,
  conflict = CHITTY_CONFLICT,
  unreachable = CHITTY_UNREACHABLE,
  timeout = CHITTY_TIMEOUT,
  refused = CHITTY_REFUSED,
  rate_limited = CHITTY_RATE_LIMITED,
  malformed = CHITTY_MALFORMED,
  plugin_fault = CHITTY_PLUGIN_FAULT,
  host_fault = CHITTY_HOST_FAULT,
  not_supported = CHITTY_NOT_SUPPORTED,
  cancelled = CHITTY_CANCELLED,
};

// One failure, told to a person: a sentence that names what and why, and a hint that says what to do. Made, copied and
// destroyed in one place each: it is part of every Result, and inlined everywhere it is half of what a compiler has to do.
struct Error {
  Error() = default;
  CHITTY_ONCE Error(const Error&) = default;
  CHITTY_ONCE Error(Error&&) noexcept = default;
  CHITTY_ONCE Error& operator=(const Error&) = default;
  CHITTY_ONCE Error& operator=(Error&&) = default;
  CHITTY_ONCE ~Error() = default;

  Code code = Code::host_fault;
  std::string message;
  std::string hint;
  json::object details;
  bool retryable = false;
  std::chrono::milliseconds retry_after{0};

  // The class of the code, which decides the exit code and stands for codes that are newer than this header.
  int kind() const { return static_cast<int>(code) / 100; }
};

template <class T>
using Result = boost::system::result<T, Error>;

// Called by Result::value() on an error; use it only where the error is impossible or a catch is near.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(error.message);
}

CHITTY_ONCE inline Error make_error(Code code, std::string message, std::string hint = {}) {
  Error error;
  error.code = code;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return error;
}

// The person's words are wrong; the hint says what would be right.
CHITTY_ONCE inline Error usage_error(std::string message, std::string hint = {}) {
  return make_error(Code::invalid_argument, std::move(message), std::move(hint));
}

}  // namespace chitty

#endif  // CHITTY_ERROR_HPP
