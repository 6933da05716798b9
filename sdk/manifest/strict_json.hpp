// JSON that no two readers can see differently: UTF-8, no member twice in one object, nothing after the value, and not
// nested deeper than its reader says.
#pragma once

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <string_view>

namespace chitty {

struct StrictJson {
  std::size_t depth = 64;       // [[1]] is 2 deep
  bool exact_integers = false;  // none beyond 2^53, which other readers round
};

// The value, in memory of `storage`, or INVALID_ARGUMENT: its message is a clause with the place, "the member 'a' stands
// twice in one object (at byte 12)", its details are {"byte": 12}. Nothing of `text` is kept.
Result<json::value> parse_strict_json(std::string_view text, const StrictJson& limits = {}, json::storage_ptr storage = {});

}  // namespace chitty
