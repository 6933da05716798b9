// Amounts of the marketplace: whole minor units, two decimals; texts on the wire, so that no number of JSON rounds one.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <cstdint>
#include <string>

namespace chittytrust {

using Amount = std::int64_t;  // minor units

inline constexpr Amount most_at_once = 100'000'000;           // 1,000,000.00
inline constexpr Amount most_issued = 1'000'000'000'000'000;  // in all
inline constexpr Amount to_begin_with = 100'00;               // what an account has that nothing was ever moved to

// "10", "2.5", "2.50", or a whole number of JSON. INVALID_ARGUMENT says what is wrong with one: not a number, more than two decimals,
// zero, negative, or above a million.
chitty::Result<Amount> amount_of(const chitty::json::value& given);

// "2.50".
std::string text_of(Amount amount);

}  // namespace chittytrust
