// The four characters in the middle of a ChittyID: which one of its month this is.
//
// In order: 0001 … 9999, then A000, A001, … A00Z, A010, … ZZZZ: a capital letter and three places of 0-9A-Z. That is
// 9,999 + 26 × 36³ = 1,223,055 for one region, jurisdiction, entity, month and trust level. After the last there is no
// next: the sequence never wraps and never repeats.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::id {

inline constexpr std::int64_t digits_only = 9'999;
inline constexpr std::int64_t sequence_capacity = digits_only + 26 * 36 * 36 * 36;

// The last so many are the authority's own, for registrations and its owner: whatever people mint, others can still register.
inline constexpr std::int64_t authority_reserve = 23'055;

// `ordinal` from 1 to sequence_capacity.
std::string sequence_text(std::int64_t ordinal);

// The ordinal of a text, or none: `0000` and what begins with neither four digits nor a letter stand for nothing.
std::optional<std::int64_t> sequence_ordinal(std::string_view text);

}  // namespace chitty::id
