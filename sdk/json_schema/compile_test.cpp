// What is said of a schema that is none.
#include <gtest/gtest.h>

#include "testing.hpp"

namespace chitty {
namespace {

using testing::departures;
using testing::Lines;
using testing::problems;

TEST(Compile, SaysEveryProblemWithItsPlace) {
  EXPECT_EQ(problems(R"({"properties": {"a": {"type": "text"}, "b": {"minimum": "1"}, "c": 7, "d": {"required": "a"}}})"),
            (Lines{"/properties/a/type must be null, boolean, object, array, number, integer or string, or a list of these",
                   "/properties/b/minimum must be a number", "/properties/c is not a schema: a schema is an object, true or false",
                   "/properties/d/required must be a list of member names"}));
}

TEST(Compile, TheFirstProblemIsASentence) {
  const auto made = JsonSchema::compile(json::parse(R"({"items": {"type": 7}})"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Code::configuration);
  EXPECT_TRUE(made.error().message.starts_with("The JSON Schema is not usable: /items/type must be")) << made.error().message;
}

TEST(Compile, AnUnknownKeywordIsAnErrorWhenStrict) {
  const JsonSchema::Options strict{.strict = true, .annotations = {"secret"}};
  EXPECT_EQ(problems(R"({"properties": {"a": {"minimun": 1, "secret": true}}})", strict),
            Lines{"/properties/a has the unknown keyword \"minimun\"; did you mean \"minimum\"?"});
  EXPECT_EQ(problems(R"({"nullable": true})", strict), Lines{" has the unknown keyword \"nullable\"; say \"type\": [..., \"null\"]"});
  EXPECT_EQ(problems(R"({"additionalItems": false})", strict), Lines{" has the unknown keyword \"additionalItems\", which is one of draft 7"});
  EXPECT_EQ(problems(R"({"$schema": "http://json-schema.org/draft-07/schema#", "prefixItems": []})", strict),
            Lines{" has the unknown keyword \"prefixItems\", which is one of 2020-12"});
  EXPECT_EQ(problems(R"({"minimun": 1})"), Lines{});
}

TEST(Compile, WhatAReferenceLeadsToIsThere) {
  EXPECT_EQ(problems(R"({"items": {"$ref": "#/$defs/nothing"}})"), Lines{"/items refers to #/$defs/nothing, which does not exist"});
  EXPECT_EQ(problems(R"({"$ref": "#nowhere"})"), Lines{" refers to #nowhere, but no schema there has this anchor"});
  EXPECT_EQ(problems(R"({"$ref": "https://elsewhere.test/x.json"})"),
            Lines{" refers to https://elsewhere.test/x.json, which is not known (nothing is fetched)"});
  EXPECT_EQ(problems(R"({"$schema": "http://json-schema.org/draft-04/schema#"})"),
            Lines{"/$schema is http://json-schema.org/draft-04/schema#, but only draft 7 and 2020-12 are known"});
}

TEST(Compile, ACircleWithoutProgressIsRefused) {
  EXPECT_EQ(problems(R"({"$ref": "#"})"), Lines{"/$ref leads back to the root for the same value: checking would never end"});
  EXPECT_EQ(problems(R"({"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}})").size(), 1u);
  // With progress, into items, it is a tree.
  EXPECT_EQ(departures(R"({"type": "array", "items": {"$ref": "#"}})", "[[], [[[1]]]]"), Lines{"/1/0/0/0: must be an array, but is 1"});
}

TEST(Compile, TenThousandLevelsAreRefused) {
  json::value deep = json::object{{"type", "object"}};
  for (int i = 0; i < 10'000; ++i) deep = json::object{{"not", std::move(deep)}};
  EXPECT_EQ(testing::problems_of(deep), Lines{" is nested too deeply: at most 256 levels are read"});
}

TEST(Compile, AChainOfTenThousandReferencesTakesNoStack) {
  json::object all;
  for (int i = 0; i < 10'000; ++i) all["n" + std::to_string(i)] = json::object{{"$ref", "#/$defs/n" + std::to_string(i + 1)}};
  all["n10000"] = json::object{{"type", "string"}};
  const auto made = JsonSchema::compile(json::object{{"$ref", "#/$defs/n0"}, {"$defs", all}});
  ASSERT_TRUE(made);
  const auto found = made->check("x");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].message, "needs more than 1,024 schemas inside each other to be checked");
}

TEST(Compile, PatternsNeedALengthWhereAsked) {
  const JsonSchema::Options bounded{.bounded_patterns = true};
  EXPECT_EQ(problems(R"({"properties": {"a": {"pattern": "^a"}}})", bounded),
            Lines{"/properties/a/pattern needs a \"maxLength\" beside it, since it is for text from outside"});
  EXPECT_EQ(problems(R"({"pattern": "^a", "maxLength": 9})", bounded), Lines{});
}

TEST(Compile, APartOfADocumentRefersToTheWhole) {
  constexpr auto document = R"({"$defs": {"id": {"type": "string"}}, "routes": [{"body": {"items": {"$ref": "#/$defs/id"}}}],
                                "other": {"$ref": 7}})";
  EXPECT_EQ(departures(document, "[1]", {.at = "/routes/0/body"}), Lines{"/0: must be a string, but is 1"});
  EXPECT_EQ(problems(document, {.at = "/routes/1"}), Lines{"/routes/1 is not there"});
}

TEST(Compile, TheMetaschemasAreKnown) {
  EXPECT_EQ(departures(R"({"$ref": "https://json-schema.org/draft/2020-12/schema"})", R"({"items": {"minLength": -1}})"),
            Lines{"/items/minLength: must be at least 0, but is -1"});
  EXPECT_EQ(departures(R"({"$ref": "http://json-schema.org/draft-07/schema#"})", R"({"items": {"minLength": -1}})").size(), 1u);
}

}  // namespace
}  // namespace chitty
