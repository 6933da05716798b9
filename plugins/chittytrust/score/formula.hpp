// The six dimensions and what comes of them, as score.chitty.cc computes them (its version of 2026-05-23), in exact fractions: each
// dimension is rounded to hundredths, halves to even, and everything after that is whole numbers.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "exact.hpp"
#include "profile.hpp"
#include "tally.hpp"

namespace chittytrust {

inline constexpr std::string_view formula_version = "chittyscore-6d/2026-05-23";

// A part of a dimension: points, of at most `most`. A penalty has most 0; so has what the dimension's own limits cut off.
struct Part {
  std::string_view name;
  Exact points;
  int most;
};

struct Dimension {
  std::string_view name;
  int weight;               // in hundredths: all six are 100
  std::int64_t score = 0;   // hundredths of a point, 0 to 10,000
  std::int64_t events = 0;  // that count here
  std::vector<Part> parts{};

  // What it brings to the composite score, in 1/10,000.
  std::int64_t contribution() const { return score * weight; }
};

struct Score {
  std::array<Dimension, 6> dimensions;  // source, temporal, channel, outcome, network, justice
  std::int64_t exact_composite = 0;     // 1/10,000: the sum of the contributions
  std::int64_t composite = 0;           // hundredths, as are
  std::int64_t people = 0, legal = 0, state = 0;
  std::string_view level;       // of the exact composite
  std::int64_t confidence = 0;  // points, 50 to 100
};

Score score_of(const Profile& profile, const Tally& tally);

}  // namespace chittytrust
