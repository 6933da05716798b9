// Why a request did not come through: what the client is told, and what that means for trying again.
#pragma once

#include "daemon/wire/http_error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

struct Failure {
  HttpError refusal;
  bool of_backend = true;      // else the client's, or the daemon's own: nothing that the backend is judged by
  bool nothing_sent = false;   // it can be tried again, whatever the method
  bool hung_up = false;        // a kept connection that was closed before any byte of the reply
  bool may_try_again = false;  // another try may go better
};

// `word` is an error of RFC 9209, 2.3, and goes into Proxy-Status. `what` ends "The backend of the route rt_2 ".
Failure unreachable_backend(std::string_view route, std::string_view word, std::string_view what);  // 502
Failure silent_backend(std::string_view route, std::string_view word, std::string_view what);       // 504
Failure lying_backend(std::string_view route, std::string_view word, std::string_view what);        // 502, MALFORMED

// By what net says of dialling: its details.reason.
Failure dial_failure(std::string_view route, const Error& error);

Failure of_client(Error error);

HttpError loop_detected();                                                         // 508
HttpError breaker_open(std::string_view route, std::chrono::milliseconds closed);  // 503
HttpError too_many_streams();                                                      // 503
HttpError service_missing(std::string_view route, std::string_view service);       // 502

}  // namespace chitty::host::daemon
