// What a change of one keyword, by itself, can do to which values fit.
#pragma once

#include <compare>
#include <string>

#include "outline.hpp"

namespace chittyschema::diff {

struct Effect {
  std::string change, reason;
  bool narrows = false, widens = false;
};

// Nothing is known of the direction.
Effect either(std::string change, std::string reason);

Effect annotation(std::string_view keyword, const json::value* before, const json::value* after);

// A keyword that is no annotation, and whose value is not looked into further: present in one of both at least.
Effect effect_of(std::string_view keyword, const json::object& before, const json::object& after);

// Which of both directions is possible at all where a keyword speaks of one kind of value alone: none of that kind is accepted, and so
// none is refused for it, by a version whose `type` leaves it out.
struct Possible {
  bool narrows = true, widens = true;
  auto operator<=>(const Possible&) const = default;
};
Possible possible(std::string_view keyword, const json::object& before, const json::object& after);

// A value in few characters.
std::string in_short(const json::value& value);

}  // namespace chittyschema::diff
