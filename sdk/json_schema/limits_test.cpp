// Values and patterns that would be too much: refused in words, with bounded work, and never accepted by accident.
#include <gtest/gtest.h>
#include <pthread.h>

#include "pattern/pattern.hpp"
#include "testing.hpp"

namespace chitty {
namespace {

using json_schema::MatchSpace;
using json_schema::Pattern;
using testing::compiled;
using testing::Lines;

json::value nested(int levels) {
  json::value deep = 1;
  for (int i = 0; i < levels; ++i) deep = json::array{std::move(deep)};
  return deep;
}

TEST(Limits, TenThousandLevelsAreRefused) {
  for (const auto* schema : {R"({"items": {"$ref": "#"}})", R"({"uniqueItems": true})", R"({"enum": [1]})", "true"}) {
    const auto found = compiled(schema).check(nested(10'000));
    ASSERT_EQ(found.size(), 1u) << schema;
    EXPECT_EQ(found[0].message, "is nested too deeply: at most 256 levels are checked");
  }
}

// The most that may be entered, on a stack of 1 MiB: threads of a daemon have no more to give.
TEST(Limits, TheDeepestCheckFitsIntoASmallStack) {
  const auto check = [](void*) -> void* {
    constexpr auto schema = R"({"allOf": [{"allOf": [{"allOf": [{"items": {"$ref": "#"}}]}]}]})";
    static const auto compiled_once = compiled(schema);
    const bool at_the_limit = compiled_once.accepts(nested(200));
    const bool beyond = !compiled_once.accepts(nested(255));
    return at_the_limit && beyond ? nullptr : reinterpret_cast<void*>(1);
  };
  pthread_attr_t small;
  pthread_attr_init(&small);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(__clang__)
  pthread_attr_setstacksize(&small, 8 << 20);  // frames of a sanitizer are larger
#else
  pthread_attr_setstacksize(&small, 1 << 20);
#endif
  pthread_t thread;
  ASSERT_EQ(pthread_create(&thread, &small, check, nullptr), 0);
  void* failed = nullptr;
  pthread_join(thread, &failed);
  pthread_attr_destroy(&small);
  EXPECT_EQ(failed, nullptr);
}

TEST(Limits, SchemasThatMultiplyAreCutOff) {
  // 2^40 ways through 40 schemas.
  json::object all;
  for (int i = 0; i < 40; ++i) {
    const json::object next{{"$ref", "#/$defs/n" + std::to_string(i + 1)}};
    all["n" + std::to_string(i)] = json::object{{"allOf", json::array{next, next}}};
  }
  all["n40"] = true;
  const auto made = JsonSchema::compile(json::object{{"$ref", "#/$defs/n0"}, {"$defs", all}});
  ASSERT_TRUE(made);
  const auto found = made->check(1);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].message, "takes more than 10,000,000 steps to be checked");
}

TEST(Limits, ManyItemsAreComparedByHash) {
  json::array many;
  for (int i = 0; i < 200'000; ++i) many.push_back(json::object{{"id", i}});
  const auto schema = compiled(R"({"uniqueItems": true})");
  EXPECT_TRUE(schema.accepts(many));
  many.push_back(json::object{{"id", 77}});
  EXPECT_FALSE(schema.accepts(many));
}

TEST(Limits, AnEnumerationOfManyIsFoundByHash) {
  json::array values;
  for (int i = 0; i < 50'000; ++i) values.push_back(json::value("v" + std::to_string(i)));
  const auto schema = JsonSchema::compile(json::object{{"items", json::object{{"enum", values}}}});
  ASSERT_TRUE(schema);
  EXPECT_TRUE(schema->accepts(values));
}

TEST(Limits, LongTextsAgainstSimplePatterns) {
  const json::value text(std::string(100'000, 'a'));
  for (const bool often : {false, true})
    for (const auto* pattern : {"^[a-z]*$", "^(a|b)*$", "^(?:[a-z]+)$", "a$"})
      EXPECT_TRUE(compiled(json::serialize(json::object{{"pattern", pattern}}), {.often = often}).accepts(text)) << pattern;
}

TEST(Limits, PatternsThatExplodeAreRefusedNeverAccepted) {
  for (const bool often : {false, true})
    for (int size = 26; size <= 50; size += 8) {
      const json::value text(std::string(static_cast<std::size_t>(size), 'a') + "!");
      const auto found = compiled(R"({"pattern": "^(a+)+$"})", {.often = often}).check(text);
      ASSERT_EQ(found.size(), 1u);
      EXPECT_EQ(found[0].message, "cannot be checked: the pattern ^(a+)+$ takes too long on it");
      // Neither does a negation make it right.
      EXPECT_FALSE(compiled(R"({"not": {"pattern": "^(a+)+$"}})", {.often = often}).accepts(text));
      EXPECT_FALSE(compiled(R"({"anyOf": [{"pattern": "^(a+)+$"}, true]})", {.often = often}).accepts(text));
    }
}

TEST(Limits, ManyPatternsThatExplodeEndSoon) {
  json::object members;
  for (int i = 0; i < 10'000; ++i) members[std::string(40, 'a') + "!" + std::to_string(i)] = i;
  const auto found = compiled(R"({"patternProperties": {"^(a+)+$": true}})").check(members);
  ASSERT_EQ(found.size(), 1u);
}

TEST(Limits, APatternTakesItsStepsAndNoMore) {
  const auto pattern = Pattern::compile("^(a+)+$", false);
  ASSERT_TRUE(pattern);
  MatchSpace space;
  EXPECT_EQ(pattern->find(std::string(10, 'a') + "!", space), Pattern::Found::no);
  EXPECT_EQ(pattern->find(std::string(40, 'a') + "!", space), Pattern::Found::unknown);
  EXPECT_EQ(pattern->find(std::string(40, 'a'), space), Pattern::Found::yes);
}

TEST(Limits, BytesThatAreNoUtf8AreRefused) {
  EXPECT_FALSE(compiled(R"({"not": {"pattern": "x"}})").accepts(json::value("\xc3\x28")));
  EXPECT_FALSE(compiled(R"({"pattern": "."})").accepts(json::value("\xff")));
}

}  // namespace
}  // namespace chitty
