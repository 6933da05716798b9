// What can go wrong, as a value. `Result<T>` is a T or an Error; nothing in chitty throws across a function that says
// Result. The codes are those of plugin.h, where each says when its neighbour is right instead.
#ifndef CHITTY_ERROR_HPP
#define CHITTY_ERROR_HPP

#include <chitty/plugin.h>

#include <boost/json/object.hpp>
#include <chitty/result.hpp>
#include <chrono>
#include <string>
#include <utility>

namespace chitty {

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

// The class of a code: its hundreds. It decides the exit code, and stands for codes that are newer than this header.
enum class Kind {
  invalid_argument = 1,
  configuration = 2,
  not_allowed = 3,  // not authenticated, or not permitted
  not_found = 4,
  conflict = 5,
  unreachable = 6,  // or timed out
  refused = 7,      // by the other side, or an answer other than agreed
  fault = 8,        // of the plugin, or of the host
  cancelled = 9,
};

constexpr Kind kind_of(Code code) { return static_cast<Kind>(static_cast<int>(code) / 100); }

// One failure, told to a person: a sentence that names what and why, and a hint that says what to do. Made, copied and
// destroyed by calls: it is part of every Result, and inlined everywhere it is half of what a compiler has to do.
struct Error {
  Error();
  Error(const Error&);
  Error(Error&&) noexcept;
  Error& operator=(const Error&);
  Error& operator=(Error&&);
  ~Error();

  Code code = Code::host_fault;
  std::string message;
  std::string hint;
  json::object details;
  bool retryable = false;
  std::chrono::milliseconds retry_after{0};

  Kind kind() const { return kind_of(code); }
};

Error make_error(Code code, std::string message, std::string hint = {});

// The person's words are wrong; the hint says what would be right.
Error usage_error(std::string message, std::string hint = {});

}  // namespace chitty

#endif  // CHITTY_ERROR_HPP
