// A name that the person gave, to the id that the service wants.
#pragma once

#include "request/draft.hpp"

namespace chitty::host {

// The arguments with the id in the name's place. What is an id already stays. NOT_FOUND when nothing has the name,
// INVALID_ARGUMENT when two things have it: never a guess.
Result<json::object> look_up(const DeclaredRequest& request, json::object arguments, Courier& courier);

}  // namespace chitty::host
