// Numbers as JSON means them: 1 is 1.0, 0.3 is three tenths, and no 64-bit integer loses a digit.
#pragma once

#include <boost/json/value.hpp>

namespace chitty::json_schema {

namespace json = boost::json;

bool is_integer(const json::value& number);  // 1.0 and 1e300 are

// Below, equal, above zero, as `a` is to `b`. Exact between integers and doubles.
int compare_numbers(const json::value& a, const json::value& b);

// Decimal and exact: 0.0075 is a multiple of 0.0001. `of` is above 0.
bool is_multiple(const json::value& number, const json::value& of);

}  // namespace chitty::json_schema
