// What is the same though it is written otherwise, and what is not.
#include "fact_value.hpp"

#include <gtest/gtest.h>

namespace chittyverify {
namespace {

bool same(std::string_view one, std::string_view other) { return agree(fact_value(one), fact_value(other)); }

TEST(FactValue, TextsAreComparedWithoutCaseAndSpaces) {
  EXPECT_TRUE(same("Ada  Lovelace ", "ada lovelace"));
  EXPECT_FALSE(same("Ada Lovelace", "Ada King"));
}

TEST(FactValue, ADayIsEveryMomentInIt) {
  EXPECT_TRUE(same("2026-01-05", "2026-01-05T23:59:59Z"));
  EXPECT_TRUE(same("2026-01-05T10:00:00Z", "2026-01-05T11:00:00+01:00")) << "another zone";
  EXPECT_FALSE(same("2026-01-05", "2026-01-06"));
  EXPECT_FALSE(same("2026-01-05", "2026-01-06T00:00:00Z"));
  EXPECT_FALSE(same("2026-02-30", "2026-03-02")) << "there is no such day, so it is a text";
}

TEST(FactValue, AmountsHaveACurrencyWhereOneIsSaid) {
  for (const auto* written : {"1000", "1,000", "1,000.00", "$1,000", "USD 1000", "1000 usd", "1000.000000 USD"}) EXPECT_TRUE(same(written, "$1000.00")) << written;
  EXPECT_FALSE(same("$1000", "EUR 1000"));
  EXPECT_FALSE(same("1000", "1000.01"));
  EXPECT_TRUE(same("-5", "-5.0"));
}

TEST(FactValue, WhatIsNoAmountIsAText) {
  for (const auto* written : {"1,00", "1,0000", ",100", "1.", ".5", "1000,000", "1.0000001", "1234567890123", "12 34", "abc"})
    EXPECT_FALSE(fact_value(written).amount) << written;
}

}  // namespace
}  // namespace chittyverify
