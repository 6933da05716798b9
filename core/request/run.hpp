// A declared command, the whole way: arguments to requests to records.
#pragma once

#include "request/courier.hpp"
#include "request/words.hpp"

namespace chitty::host {

// What of the view the way depends on.
enum class Shown {
  records,
  bytes
};

// MALFORMED, REFUSED and the errors of courier and words. With Shown::bytes a reply that is no record is handed on as it is.
Result<void> run_request(const DeclaredRequest& request, const json::object& arguments, Shown shown, Courier& courier);

}  // namespace chitty::host
