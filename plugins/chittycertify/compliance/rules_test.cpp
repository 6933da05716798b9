// The rules of compliance, and what they come to.
#include "rules.hpp"

#include <gtest/gtest.h>

#include <set>

#include "report.hpp"

namespace chittycertify {
namespace {

TEST(Rules, TheDataHoldsTogether) {
  std::int64_t sum = 0;
  std::set<std::string> ids;
  for (const auto& rule : rules().rules) {
    sum += rule.weight;
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_EQ(rule.expect.size(), 1u) << rule.id;
    EXPECT_FALSE(rule.remedy.empty()) << rule.id;
    EXPECT_NE(rule.evidence.find("{value}"), std::string::npos) << rule.id;
  }
  EXPECT_EQ(sum, 100);
}

TEST(Rules, WhatIsInconclusiveIsNoFailure) {
  const Rule rule{"a", "A", "{value} of {of}", "Do it", 60, {}, {{"most", 0}}};
  const Rule other{"b", "B", "{value}", "Do it", 40, {}, {{"least", 80}}};
  const auto passed = judged(rule, {0, 7, {}}), failed = judged(other, {79, nullptr, {}}), open = judged(other, {nullptr, nullptr, "nobody says"});
  EXPECT_EQ(passed.at("state"), "passed");
  EXPECT_EQ(passed.at("evidence"), "0 of 7");
  EXPECT_TRUE(passed.at("remedy").is_null());
  EXPECT_EQ(failed.at("state"), "failed");
  EXPECT_EQ(failed.at("remedy"), "Do it");
  EXPECT_EQ(open.at("state"), "inconclusive");
  EXPECT_EQ(open.at("evidence"), "nobody says");
  const RuleSet set{"", "", "", 80, 50, {}};
  EXPECT_EQ(score_of({passed, open}, set).score, 100);
  EXPECT_TRUE(score_of({passed, open}, set).compliant);
  EXPECT_EQ(score_of({passed, failed}, set).score, 60);
  EXPECT_FALSE(score_of({passed, failed}, set).compliant);
  EXPECT_EQ(score_of({open}, set).score, std::nullopt);
  EXPECT_FALSE(score_of({judged({"c", "C", "{value}", "r", 49, {}, {{"is", true}}}, {true, nullptr, {}})}, set).compliant) << "too little was judged";
}

TEST(Rules, AValueOfAnotherKindDoesNotPass) {
  const Rule number{"a", "A", "{value}", "r", 1, {}, {{"least", 0}}}, word{"b", "B", "{value}", "r", 1, {}, {{"is", true}}};
  EXPECT_EQ(judged(number, {"many", nullptr, {}}).at("state"), "failed");
  EXPECT_EQ(judged(word, {1, nullptr, {}}).at("state"), "failed");
}

TEST(Report, MarkdownKeepsItsTableWhateverIsInIt) {
  const json::object assessment{{"title", "T"}, {"entity", "a|b\n# c"}, {"coverage", 1}, {"findings", {{{"id", "x"}, {"state", "failed"}, {"weight", 1}, {"text", "a|b"}, {"evidence", "<b>"}, {"remedy", nullptr}}}}};
  const auto text = markdown_of(assessment);
  EXPECT_NE(text.find("- **Entity:** a\\|b \\# c\n"), std::string::npos) << text;
  EXPECT_NE(text.find("| x | failed | 1 | a\\|b | \\<b\\> |  |\n"), std::string::npos) << text;
}

TEST(Report, PdfHasPagesAndEscapes) {
  std::vector<std::string> lines(130, "line");
  lines[0] = "a(b)\\c \xc3\xa4\xe2\x82\xac";
  const auto pdf = pdf_of_lines("T", lines);
  EXPECT_NE(pdf.find("/Count 3 "), std::string::npos);
  EXPECT_NE(pdf.find("(a\\(b\\)\\\\c \xe4?)"), std::string::npos);
}

}  // namespace
}  // namespace chittycertify
