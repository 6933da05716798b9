// What is rare is found, what is usual is not, and a short history is not judged by.
#include "anomaly.hpp"

#include <gtest/gtest.h>

#include <random>

namespace chittychronicle {
namespace {

constexpr std::int64_t recent = 28 * 24, end = recent + 24;

// An hour each, from `from` to before `to`, with `count` events.
void add(std::vector<HourCount>& counts, std::int64_t from, std::int64_t to, std::int64_t count, std::int64_t failed = 0) {
  for (auto hour = from; hour < to; ++hour) counts.push_back({hour, count, failed});
}

std::vector<std::string> kinds(const std::vector<HourCount>& counts) {
  std::vector<std::string> all;
  for (const auto& finding : judge(counts, recent, end).findings) all.push_back(finding.kind);
  return all;
}
using Kinds = std::vector<std::string>;

TEST(Anomaly, ABurstIsOneFindingHoweverManyHoursItLasts) {
  std::vector<HourCount> counts;
  add(counts, 0, recent, 4);
  add(counts, recent, recent + 3, 60);
  add(counts, recent + 3, end, 4);
  const auto judgement = judge(counts, recent, end);
  ASSERT_EQ(judgement.findings.size(), 1u);
  const auto& burst = judgement.findings[0];
  EXPECT_EQ(burst.kind, "burst");
  EXPECT_EQ(burst.first_hour, recent);
  EXPECT_EQ(burst.last_hour, recent + 2);
  EXPECT_EQ(burst.count, 180);
  EXPECT_DOUBLE_EQ(burst.expected, 12);
  EXPECT_LT(burst.probability, 1e-4);
}

TEST(Anomaly, WhatIsUsuallySpreadIsNotABurst) {
  // Nothing at night and forty an hour by day: forty is no burst, though the mean is seventeen.
  std::vector<HourCount> counts;
  for (std::int64_t hour = 0; hour < end; ++hour)
    if (hour % 24 >= 8 && hour % 24 < 18) counts.push_back({hour, 40, 0});
  EXPECT_EQ(kinds(counts), Kinds());
}

TEST(Anomaly, FewEventsAreNoBurstHoweverRare) {
  std::vector<HourCount> counts{{0, 1, 0}, {recent, 9, 0}};
  EXPECT_EQ(kinds(counts), Kinds()) << "below the floor of ten";
  counts.back().count = 10;
  EXPECT_EQ(kinds(counts), Kinds{"burst"});
}

TEST(Anomaly, SilenceOfWhatNeverPauses) {
  std::vector<HourCount> counts;
  add(counts, 0, recent, 3);
  EXPECT_EQ(kinds(counts), Kinds{"silence"});
  EXPECT_EQ(kinds({{0, 1, 0}, {300, 1, 0}}), Kinds()) << "it has always been silent";
}

TEST(Anomaly, FailuresAreJudgedByTheirShare) {
  std::vector<HourCount> counts;
  add(counts, 0, recent, 10, 1);
  add(counts, recent, end, 10, 1);
  EXPECT_EQ(kinds(counts), Kinds()) << "a tenth has always failed";
  for (auto& one : counts)
    if (one.hour >= recent) one.failed = 5;
  EXPECT_EQ(kinds(counts), Kinds{"failures"});
}

TEST(Anomaly, AShortHistoryIsLearnedAndNotJudged) {
  std::vector<HourCount> counts;
  add(counts, recent - 71, recent, 1);
  add(counts, recent, end, 1000);
  EXPECT_TRUE(judge(counts, recent, end).learning);
  EXPECT_EQ(kinds(counts), Kinds());
  counts.insert(counts.begin(), {recent - 72, 1, 0});
  EXPECT_FALSE(judge(counts, recent, end).learning);
}

// By chance one pair in ten thousand hours is named, not more: a thousand pairs of a Poisson process.
TEST(Anomaly, SeldomNamesChance) {
  std::mt19937 chance(7);
  std::poisson_distribution<std::int64_t> drawn(6);
  int found = 0;
  for (int pair = 0; pair < 1000; ++pair) {
    std::vector<HourCount> counts;
    for (std::int64_t hour = 0; hour < end; ++hour)
      if (const auto count = drawn(chance); count > 0) counts.push_back({hour, count, 0});
    found += !judge(counts, recent, end).findings.empty();
  }
  EXPECT_LE(found, 8) << "24 hours of 1000 pairs: 2.4 are expected";
}

}  // namespace
}  // namespace chittychronicle
