// What stands out in a score: at most five findings, the surest first; thresholds as score.chitty.cc has them.
#pragma once

#include <boost/json/array.hpp>

#include "formula.hpp"

namespace chittytrust {

// Each {category, title, description, impact, confidence}.
boost::json::array insights_of(const Profile& profile, const Tally& tally, const Score& score);

}  // namespace chittytrust
