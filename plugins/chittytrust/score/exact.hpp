// Fractions without error: a score is what its formula says, on every machine and in whatever order a compiler adds.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>

namespace chittytrust {

using Exact = boost::multiprecision::cpp_rational;

// In units of 1/`unit`, to the nearest; halves to the even one.
inline std::int64_t rounded(const Exact& value, std::int64_t unit) {
  using boost::multiprecision::cpp_int;
  const Exact scaled = value * unit;
  const cpp_int over = numerator(scaled), under = denominator(scaled);
  cpp_int down = over / under, rest = over % under;
  if (rest < 0) rest += under, down -= 1;
  const cpp_int twice = rest * 2;
  const bool up = twice > under || (twice == under && (down & 1) != 0);
  return static_cast<std::int64_t>(up ? cpp_int(down + 1) : down);
}

}  // namespace chittytrust
