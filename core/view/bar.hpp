// Numbers as bars, in eighths of a character.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace chitty::host {

namespace json = boost::json;

constexpr std::size_t bar_width = 10;  // of the largest

// 0 of what is no number.
double number_of(const json::value* cell);

// "█████▌", `value` of `largest`. Something is never nothing: at least one eighth, where the value is above 0.
std::string bar_of(double value, double largest);

}  // namespace chitty::host
