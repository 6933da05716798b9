#include "shares.hpp"

#include <gtest/gtest.h>

namespace os {
namespace {

using State = Seen::State;

TEST(Shares, AreWeightedByTime) {
  const auto shares = shares_of({{0, State::up}, {900, State::down}}, 0, 1000, 10'000);
  EXPECT_EQ(shares.up_ms, 900);
  EXPECT_EQ(shares.down_ms, 100);
  EXPECT_EQ(shares.unknown_ms, 0);
  EXPECT_DOUBLE_EQ(shares.up(), 0.9);
  EXPECT_DOUBLE_EQ(shares.covered(), 1);
}

TEST(Shares, NobodyKnowsWhatWasSeenTooLongAgo) {
  const auto shares = shares_of({{500, State::down}, {0, State::up}}, 0, 1000, 100);  // in any order
  EXPECT_EQ(shares.up_ms, 100);
  EXPECT_EQ(shares.down_ms, 100);
  EXPECT_EQ(shares.unknown_ms, 800);
  EXPECT_DOUBLE_EQ(shares.up(), 0.5);
  EXPECT_DOUBLE_EQ(shares.covered(), 0.2);
}

TEST(Shares, WhatWasSeenBeforeHoldsIntoTheTime) {
  const auto shares = shares_of({{-50, State::up}, {10, State::unknown}, {20, State::up}}, 0, 100, 1000);
  EXPECT_EQ(shares.up_ms, 90);
  EXPECT_EQ(shares.unknown_ms, 10);
}

TEST(Shares, OfNothingAreNothing) {
  EXPECT_EQ(shares_of({}, 0, 100, 10).unknown_ms, 100);
  EXPECT_DOUBLE_EQ(shares_of({}, 0, 100, 10).up(), 0);
  EXPECT_DOUBLE_EQ(shares_of({{0, State::up}}, 100, 100, 10).covered(), 0);
  EXPECT_EQ(shares_of({{5000, State::up}}, 0, 100, 10).up_ms, 0) << "in the future";
}

}  // namespace
}  // namespace os
