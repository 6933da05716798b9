// JSON numbers beyond what a double holds ("1e400") are parsed as infinity, and "0e999" by Boost.JSON 1.81 as no number at all: neither
// can a JSON text say again.
#ifndef CHITTY_FINITE_HPP
#define CHITTY_FINITE_HPP

#include <boost/json/value.hpp>
#include <cmath>

namespace chitty {

// Recursion is as deep as the value, which the parser has bounded.
inline bool has_nonfinite(const boost::json::value& value) {
  if (const auto* number = value.if_double()) return !std::isfinite(*number);
  if (const auto* items = value.if_array()) {
    for (const auto& item : *items)
      if (has_nonfinite(item)) return true;
  }
  if (const auto* members = value.if_object()) {
    for (const auto& member : *members)
      if (has_nonfinite(member.value())) return true;
  }
  return false;
}

}  // namespace chitty

#endif  // CHITTY_FINITE_HPP
