// A request that is not answered by a service: an error with its HTTP status, as the JSON that all services speak.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chitty::daemon {

using Headers = std::vector<std::pair<std::string_view, std::string>>;

struct Refusal {
  int status = 500;
  Error error;
  Headers headers;
  std::string_view reason;  // of the gate's: a word of static life; each one with a reason is an event (refusals.hpp)
};

// The status of the code's class, and what goes with it: WWW-Authenticate, Retry-After.
Refusal refusal_for(Error error);

// With a status of HTTP's own, where no code says it as exactly: 405, 413, 421, 431.
Refusal refusal_with(int status, Code code, std::string message, std::string hint = {});

// The same by the gate, with the word for the reason.
Refusal refused_because(std::string_view reason, Refusal refusal);

Refusal body_too_large(std::uint64_t limit);  // 413

// {"success":false,"error":"NOT_FOUND","message":…,"hint":…,"details":…,"timestamp":…,"requestId":…}
std::string refusal_body(const Refusal& refusal, std::string_view request_id);

const char* reason_phrase(int status);

}  // namespace chitty::daemon
