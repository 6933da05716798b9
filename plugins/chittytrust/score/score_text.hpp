// A score as the wire has it, and what it is made of.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "formula.hpp"

namespace chittytrust {

// Hundredths as a number: 6320 is 63.2.
inline double points(std::int64_t hundredths) { return static_cast<double>(hundredths) / 100; }

bool is_asked(const std::vector<std::string>& dimensions, std::string_view name);

// composite_score, trust_level, dimension_scores (those that are asked for), output_scores, confidence, formula, eventsCounted.
boost::json::object shown(const Score& score, const Tally& tally, const std::vector<std::string>& dimensions);

// By dimension {score, weight, contribution, events, parts, text}: contributions add up to the composite score, before it is
// rounded to two decimals, exactly; parts to the dimension's score, each to six decimals.
boost::json::object explained(const Score& score, const std::vector<std::string>& dimensions);

}  // namespace chittytrust
