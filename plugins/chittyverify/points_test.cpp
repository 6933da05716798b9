// The reference's points and its trust, at the borders.
#include "points.hpp"

#include <gtest/gtest.h>

namespace chittyverify {
namespace {

int of(const Standing& standing, std::string_view dimension) {
  for (const auto& one : points_of(standing).dimensions)
    if (one.name == dimension) return one.points;
  return -1;
}

Standing standing(std::string_view tier) {
  Standing made;
  made.tier = &tier_of(tier);
  return made;
}

TEST(Points, HaveTheBordersOfTheReference) {
  Standing at;
  for (const auto& [hours, points] : {std::pair{23.9, 15}, {24.0, 12}, {167.9, 12}, {168.0, 8}, {719.9, 8}, {720.0, 0}}) {
    at.age_hours = hours;
    EXPECT_EQ(of(at, "time"), points) << hours;
  }
  for (const auto& [entries, points] : {std::pair{0, 0}, {1, 10}, {2, 10}, {3, 15}}) {
    at.custody_entries = entries;
    EXPECT_EQ(of(at, "chain"), points) << entries;
  }
  for (const auto& [count, points] : {std::pair{0, 0}, {1, 8}, {2, 15}, {3, 20}, {9, 20}}) {
    at.corroborations = count;
    EXPECT_EQ(of(at, "network"), points) << count;
  }
  for (const auto& [count, points] : {std::pair{0, 15}, {1, 8}, {2, 0}}) {
    at.conflicts = count;
    EXPECT_EQ(of(at, "justice"), points) << count;
  }
  EXPECT_EQ(of(at, "outcomes"), 0);
  at.needs_corroboration = true;
  EXPECT_EQ(of(at, "outcomes"), 5);
  at.verify_status = "ChittyVerified";
  EXPECT_EQ(of(at, "outcomes"), 15);
  EXPECT_EQ(of(standing("SELF_AUTHENTICATING"), "source"), 20);
  EXPECT_EQ(of(standing("no such tier"), "source"), 0);
}

TEST(Points, SeventyAreEnough) {
  auto at = standing("INDEPENDENT_THIRD_PARTY");  // 12
  at.custody_entries = 3, at.verify_status = "ChittyVerified";
  EXPECT_EQ(points_of(at).all(), 72);
  EXPECT_TRUE(points_of(at).enough());
  at.tier = &tier_of("BUSINESS_RECORDS");  // 8
  EXPECT_EQ(points_of(at).all(), 68);
  EXPECT_FALSE(points_of(at).enough());
}

TEST(Trust, IsThatOfTheReference) {
  auto at = standing("FIRST_PARTY_FRIENDLY");
  at.age_hours = 2;
  EXPECT_DOUBLE_EQ(trust_of(at), .40 * .90);
  at.age_hours = .5, at.custody_entries = 1, at.corroborations = 2, at.conflicts = 1;
  EXPECT_DOUBLE_EQ(trust_of(at), (.40 + .05 + .03 + .04 - .08) * .90);
  at.conflicts = 100;
  EXPECT_EQ(trust_of(at), 0.0);
  auto best = standing("SELF_AUTHENTICATING");
  EXPECT_EQ(trust_of(best), 1.0) << "never more";
}

}  // namespace
}  // namespace chittyverify
