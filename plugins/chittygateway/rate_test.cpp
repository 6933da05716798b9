#include "rate.hpp"

#include <gtest/gtest.h>

namespace chittygateway {
namespace {

TEST(Rate, IsWrittenAsPeopleDo) {
  const auto expect = [](const char* text, std::int64_t requests, std::int64_t period_ms, const char* shown) {
    const auto rate = rate_of(text);
    ASSERT_TRUE(rate) << rate.error().message;
    EXPECT_EQ(rate->requests, requests) << text;
    EXPECT_EQ(rate->period_ms, period_ms) << text;
    EXPECT_EQ(rate->text(), shown);
  };
  expect("1000req/hour", 1000, 3'600'000, "1000req/hour");
  expect("50req/s", 50, 1000, "50req/s");
  expect("100req/10s", 100, 10'000, "100req/10s");
  expect("5/min", 5, 60'000, "5req/min");
  expect(" 7 requests / 2 days ", 7, 172'800'000, "7req/2day");
  expect("60req/60s", 60, 60'000, "60req/min");
}

TEST(Rate, WhatIsNoneIsToldInWords) {
  const auto told = [](const char* text) {
    const auto rate = rate_of(text);
    return rate ? std::string("taken") : rate.error().message;
  };
  EXPECT_EQ(told("1000req/fortnight"), "invalid rate '1000req/fortnight': unknown period 'fortnight'");
  EXPECT_EQ(told("many/hour"), "invalid rate 'many/hour': expected a number of requests first");
  EXPECT_EQ(told("1000req"), "invalid rate '1000req': expected '/' and a period");
  EXPECT_EQ(told("0req/s"), "invalid rate '0req/s': the number of requests must be from 1 to 1000000000");
  EXPECT_EQ(told("-5req/s"), "invalid rate '-5req/s': expected a number of requests first");
  EXPECT_EQ(told("99999999999999999999req/s"), "invalid rate '99999999999999999999req/s': the number of requests must be from 1 to 1000000000");
  EXPECT_EQ(told("10MB/s"), "invalid rate '10MB/s': only requests are counted, not 'MB'");
  EXPECT_EQ(told("10req/"), "invalid rate '10req/': unknown period ''");
  EXPECT_EQ(told("10req/0s"), "invalid rate '10req/0s': a period must be from 1s to 31 days");
  EXPECT_EQ(told("10req/40days"), "invalid rate '10req/40days': a period must be from 1s to 31 days");
  EXPECT_EQ(told("1000000000req/s"), "invalid rate '1000000000req/s': more than a million requests a second are not counted");
}

}  // namespace
}  // namespace chittygateway
