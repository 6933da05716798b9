// How much of a time something was up, down, or nobody knows: by what was seen at some moments.
#pragma once

#include <cstdint>
#include <vector>

namespace os {

// What was seen at a moment (milliseconds since 1970).
struct Seen {
  enum class State {
    up,
    down,
    unknown
  };
  std::int64_t at_ms = 0;
  State state = State::unknown;
};

struct Shares {
  std::int64_t up_ms = 0, down_ms = 0, unknown_ms = 0;

  // Of the whole time, how much is known; and of what is known, how much it was up. 0 where nothing is.
  double covered() const;
  double up() const;
};

// From `from_ms` to `to_ms`. What was seen holds until the next sight, for `holds_ms` at most: after that nobody knows. `seen` in any order.
Shares shares_of(std::vector<Seen> seen, std::int64_t from_ms, std::int64_t to_ms, std::int64_t holds_ms);

}  // namespace os
