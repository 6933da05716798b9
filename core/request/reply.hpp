// A reply as JSON, and whether it says what it must.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/error.hpp>

#include "net/transport.hpp"
#include "request/words.hpp"

namespace chitty::host {

// An empty body is an empty object. MALFORMED when it is no JSON, deeper or larger than a message may be, or has a number that
// nothing could say again.
Result<json::value> read_json(HttpReply& reply);
Error too_large_number();

// An error that the reply tells though its status does not: REFUSED or the declared kind, in the service's words.
// `"success": false` is always one.
Result<void> check_failures(const std::vector<Failure>& failures, const json::value& reply);

// MALFORMED when something that was expected is not there, null or an empty text.
Result<void> check_expected(const std::vector<std::string>& pointers, const json::value& reply);

// What stands at a pointer, or null.
const json::value* find_at(const json::value& value, std::string_view pointer);

// Something that means yes: not null, not false, no empty text, array or object.
bool is_something(const json::value* value);

// "sessions" for "/sessions", else the pointer in quotes: for sentences.
std::string name_of_place(std::string_view pointer);

}  // namespace chitty::host
