#include "rule.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace os::alerts {
namespace {

namespace json = boost::json;

TEST(Rule, ChittysOwnAreRules) {
  const auto rules = rules_with(nullptr);
  ASSERT_TRUE(rules) << rules.error().message;
  ASSERT_EQ(rules->size(), 6u);
  EXPECT_EQ((*rules)[1].name, "errors");
  EXPECT_EQ((*rules)[1].per_ms, 900'000);
  EXPECT_EQ((*rules)[1].at.critical, 0.05);
}

TEST(Rule, TheOperatorsReplaceThoseOfTheSameName) {
  const auto rules = rules_with(json::parse(R"([{"name":"errors","of":"metric","metric":"x","above":{"warning":3},"for":"90s"},
      {"name":"token-expiry","off":true},{"name":"mine","of":"health","below":{"critical":1}}])"));
  ASSERT_TRUE(rules) << rules.error().message;
  ASSERT_EQ(rules->size(), 6u);
  EXPECT_EQ((*rules)[1].metric, "x");
  EXPECT_EQ((*rules)[1].for_ms, 90'000);
  EXPECT_EQ(rules->back().name, "mine");
  EXPECT_FALSE(rules->back().above);
}

TEST(Rule, WhatIsWrongIsNamed) {
  const struct {
    const char *text, *words;
  } cases[] = {{R"({"of":"health"})", "it has no 'name'"},
               {R"({"name":"a","of":"weather","above":{"warning":1}})", "'of' must be health, metric or expiry"},
               {R"({"name":"a","of":"metric","above":{"warning":1}})", "it has no 'metric'"},
               {R"({"name":"a","of":"expiry","what":"milk","below":{"warning":1}})", "'what' must be token or certificate"},
               {R"({"name":"a","of":"health"})", "it must have either 'above' or 'below'"},
               {R"({"name":"a","of":"health","above":{"warning":1},"below":{"warning":1}})", "it must have either 'above' or 'below'"},
               {R"({"name":"a","of":"health","above":{}})", "it has no threshold"},
               {R"({"name":"a","of":"health","above":{"loud":1}})", "unknown severity 'loud'"},
               {R"({"name":"a","of":"health","above":{"warning":"1"}})", "the threshold 'warning' must be a number"},
               {R"({"name":"a","of":"health","above":{"warning":1},"for":"5 minutes"})", "'for' must be a time such as \"5m\""},
               {R"({"name":"a","of":"health","above":{"warning":1},"fro":"5m"})", "unknown member 'fro'"},
               {R"({"name":"a","of":"metric","metric":"m","labels":{"x":1},"above":{"warning":1}})", "the label 'x' must be a text"},
               {R"({"name":"a","of":"metric","metric":"m","shareOf":{},"above":{"warning":1}})", "'shareOf' must be an object with a 'metric'"}};
  for (const auto& one : cases) {
    const auto rule = rule_of(json::parse(one.text));
    ASSERT_FALSE(rule) << one.text;
    EXPECT_EQ(rule.error().code, chitty::Code::configuration);
    EXPECT_NE(rule.error().message.find(one.words), std::string::npos) << rule.error().message;
  }
  EXPECT_FALSE(rules_with(json::object{{"name", "a"}}));
}

}  // namespace
}  // namespace os::alerts
