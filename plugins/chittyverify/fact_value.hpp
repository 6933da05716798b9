// The value of a fact, read so that the same thing written otherwise is the same: a day or a moment as an interval of time, an amount
// with its currency, else a text without regard to case and spaces.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chittyverify {

struct FactValue {
  std::string text;                         // in small letters, one space between words
  std::optional<std::int64_t> from, until;  // milliseconds since 1970, both included: "2026-01-05" is a whole day
  std::optional<std::int64_t> amount;       // in millionths
  std::string currency;                     // "usd"; empty when it is not said
};

FactValue fact_value(std::string_view written);

// Can both be true? Times when they overlap, amounts when they are equal and not of two currencies, texts when they are equal.
bool agree(const FactValue& one, const FactValue& other);

}  // namespace chittyverify
