// Which facts cannot all be true, and which of them holds.
#include "contradiction.hpp"

#include <gtest/gtest.h>

namespace chittyverify {
namespace {

struct Contradictions : ::testing::Test {
  // Recorded in this order.
  Fact& fact(std::string evidence, std::string predicate, std::string value, double weight = .2, std::string subject = "contract") {
    facts.push_back({"FACT-" + std::to_string(facts.size()), std::move(evidence), "case-1", std::move(subject), std::move(predicate), std::move(value), INT64_MIN, INT64_MAX, weight});
    return facts.back();
  }
  std::vector<Contradiction> found() const { return contradictions_in(facts); }

  std::vector<Fact> facts;
};

TEST_F(Contradictions, TheHigherTierHolds) {
  fact("A", "price", "$1,000");
  fact("B", "price", "$2,000", .9);
  fact("C", "price", "2000 USD");
  const auto all = found();
  ASSERT_EQ(all.size(), 1u) << "B and C say the same";
  EXPECT_EQ(all[0].winner->evidence, "B");
  EXPECT_EQ(all[0].loser->evidence, "A");
  EXPECT_TRUE(all[0].by_tier);
  EXPECT_EQ(all[0].kind, Contradiction::direct);
  EXPECT_EQ(all[0].description(), "contract price $2,000 (B), but contract price $1,000 (A)");
}

TEST_F(Contradictions, OfTheSameTierTheFirstHolds) {
  fact("A", "owner", "Ada");
  fact("B", "Owner", "Bob");
  const auto all = found();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].winner->evidence, "A");
  EXPECT_FALSE(all[0].by_tier);
}

TEST_F(Contradictions, WhatHeldAtOtherTimesIsNone) {
  fact("A", "owner", "Ada").until = 100;
  fact("B", "owner", "Bob").from = 101;
  EXPECT_TRUE(found().empty());
  facts[1].from = 100;
  EXPECT_EQ(found().size(), 1u) << "at 100 both";
}

TEST_F(Contradictions, OfOtherSubjectsOrCasesIsNone) {
  fact("A", "owner", "Ada");
  fact("B", "owner", "Bob", .2, "house");
  fact("C", "owner", "Cid").case_id = "case-2";
  EXPECT_TRUE(found().empty());
}

TEST_F(Contradictions, WhatEndedBeforeItBeganIsImpossible) {
  fact("A", "signed", "2026-01-05");
  fact("B", "terminated", "2026-01-04", .9);
  const auto all = found();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].kind, Contradiction::temporal);
  EXPECT_EQ(all[0].winner->evidence, "B");
  facts[1].value = "2026-01-05T08:00:00Z";
  EXPECT_TRUE(found().empty()) << "on the same day";
  facts[1].value = "never";
  EXPECT_TRUE(found().empty());
}

TEST_F(Contradictions, CorroborationsAreOtherEvidenceThatSaysTheSame) {
  fact("A", "price", "$1,000");
  fact("A", "price", "1000");
  fact("B", "price", "USD 1000");
  fact("B", "price", "1000.00");
  fact("C", "price", "999");
  EXPECT_EQ(corroborations_of(facts, "A"), 1);
  EXPECT_EQ(corroborations_of(facts, "C"), 0);
  EXPECT_EQ(corroborations_of(facts, "D"), 0);
}

}  // namespace
}  // namespace chittyverify
