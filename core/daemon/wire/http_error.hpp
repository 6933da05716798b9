// An error with its HTTP status and headers, and its JSON body as all services write it.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chitty::host::daemon {

using Headers = std::vector<std::pair<std::string_view, std::string>>;

struct HttpError {
  int status = 500;
  Error error;
  Headers headers;
  std::string_view word{};    // "INVALID_REQUEST", where it is not the code's own; static life
  std::string_view reason{};  // of the gate's: a word of static life; each one with a reason is an event (rejection_log.hpp)
};

// The status of the code's class, and what goes with it: WWW-Authenticate, Retry-After.
HttpError http_error_for(Error error);

// With a status of HTTP's own, where no code says it as exactly: 405, 413, 421, 431.
HttpError http_error_with(int status, Code code, std::string message, std::string hint = {});

// The same by the gate, with the word for the reason.
HttpError rejected(std::string_view reason, HttpError refusal);

// A request that does not fit its route: 400, in the word that services have for it.
HttpError unfitting_request(Error error);

HttpError body_too_large(std::uint64_t limit);  // 413

// {"success":false,"error":"NOT_FOUND","message":…,"hint":…,"details":…,"timestamp":…,"requestId":…}
std::string http_error_body(const HttpError& refusal, std::string_view request_id);

const char* reason_phrase(int status);

}  // namespace chitty::host::daemon
