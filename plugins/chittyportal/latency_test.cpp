#include "latency.hpp"

#include <gtest/gtest.h>

#include "sparkline.hpp"

namespace chittyportal {
namespace {

TEST(Latency, TwoTellingsAreSubtracted) {
  Latency latency;
  latency.add("100:3,349:7");  // 349: about a millisecond
  latency.add("100:3", -1);
  EXPECT_NEAR(latency.percentile(0.5).value(), 1.0, 0.02);
  latency.add("349:7", -1);
  EXPECT_FALSE(latency.percentile(0.5));
}

TEST(Latency, WhatCannotBeReadCountsForNothing) {
  for (const auto* wrong : {"", "x", "1", "1:", ":1", "1:x"}) {
    Latency latency;
    latency.add(wrong);
    EXPECT_FALSE(latency.percentile(0.95)) << wrong;
  }
}

TEST(Sparkline, TheLargestIsTheHighest) {
  EXPECT_EQ(sparkline({0, 1, 4, 8}), "·▁▄█");
  EXPECT_EQ(sparkline({0, 0}), "··");
  EXPECT_EQ(sparkline({}), "");
}

}  // namespace
}  // namespace chittyportal
