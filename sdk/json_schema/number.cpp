#include "number.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace chitty::json_schema {

namespace {

__extension__ using Wide = __int128;  // holds each int64_t and each uint64_t
__extension__ using WideUnsigned = unsigned __int128;

template <class T>
int sign(T a, T b) {
  return a < b ? -1 : a > b ? 1
                            : 0;
}

Wide wide(const json::value& integer) {
  return integer.is_int64() ? Wide{integer.get_int64()} : Wide{integer.get_uint64()};
}

int compare(Wide integer, double number) {
  constexpr double beyond = 36893488147419103232.0;  // 2^65: outside of both integer types
  if (number >= beyond) return -1;
  if (number <= -beyond) return 1;
  const double whole = std::trunc(number);
  const int order = sign(integer, static_cast<Wide>(whole));
  return order ? order : sign(whole, number);
}

// digits * 10^exponent, without its sign.
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};

// The shortest decimal that is read back as this double: what somebody wrote, up to 15 digits.
Decimal decimal_of(double number) {
  char text[40] = "";
  const auto end = std::to_chars(text, text + sizeof text, std::fabs(number), std::chars_format::scientific).ptr;
  Decimal out;
  const char* at = text;
  for (bool fraction = false; at < end && *at != 'e'; ++at) {
    if (*at == '.') {
      fraction = true;
      continue;
    }
    out.digits = out.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    if (fraction) --out.exponent;
  }
  out.exponent += std::atoi(at + 1);
  return out;
}

Decimal decimal_of(const json::value& number) {
  if (number.is_double()) return decimal_of(number.get_double());
  if (number.is_uint64()) return {number.get_uint64(), 0};
  const auto value = number.get_int64();
  return {value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value), 0};
}

// base * 10^exponent modulo `of`.
std::uint64_t scaled_modulo(std::uint64_t base, int exponent, std::uint64_t of) {
  WideUnsigned result = base % of, power = 10 % of;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result = result * power % of;
    power = power * power % of;
  }
  return static_cast<std::uint64_t>(result);
}

}  // namespace

bool is_integer(const json::value& number) {
  if (!number.is_double()) return number.is_int64() || number.is_uint64();
  const double value = number.get_double();
  return std::isfinite(value) && std::trunc(value) == value;
}

int compare_numbers(const json::value& a, const json::value& b) {
  if (a.is_int64() && b.is_int64()) return sign(a.get_int64(), b.get_int64());
  if (a.is_double() && b.is_double()) return sign(a.get_double(), b.get_double());
  if (a.is_double()) return -compare(wide(b), a.get_double());
  return b.is_double() ? compare(wide(a), b.get_double()) : sign(wide(a), wide(b));
}

bool is_multiple(const json::value& number, const json::value& of) {
  if (number.is_double() && !std::isfinite(number.get_double())) return false;
  Decimal value = decimal_of(number);
  const Decimal unit = decimal_of(of);
  if (value.digits == 0) return true;
  for (; value.exponent < unit.exponent; ++value.exponent) {
    if (value.digits % 10 != 0) return false;
    value.digits /= 10;
  }
  return scaled_modulo(value.digits, value.exponent - unit.exponent, unit.digits) == 0;
}

}  // namespace chitty::json_schema
