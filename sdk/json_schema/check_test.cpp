// What is said of a value that departs from its schema, and where.
#include <gtest/gtest.h>

#include "testing.hpp"

namespace chitty {
namespace {

using testing::compiled;
using testing::departures;
using testing::Lines;

constexpr auto person = R"({"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
  "name": {"type": "string", "minLength": 1, "maxLength": 10}, "age": {"type": "integer", "minimum": 1},
  "role": {"enum": ["owner", "member"]}, "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": true},
  "note": {"type": ["string", "null"]}}})";

TEST(Check, AcceptsAndSaysNothing) {
  EXPECT_EQ(departures(person, R"({"name": "Ada", "age": 36.0, "role": "owner", "tags": ["a"], "note": null})"), Lines{});
}

TEST(Check, SaysEveryDepartureWithItsPlace) {
  EXPECT_EQ(departures(person, R"({"nmae": "Ada", "age": 0, "role": "onwer", "tags": ["a", 3, "a"], "note": 1})"),
            (Lines{": missing required member \"name\"", ": unknown member \"nmae\"; did you mean \"name\"?",
                   "/age: must be at least 1, but is 0",
                   R"(/role: must be one of "owner", "member", but is "onwer"; did you mean "owner"?)",
                   "/tags/1: must be a string, but is 3", "/tags: must not have equal items, but 0 and 2 are equal",
                   "/note: must be a string or null, but is 1"}));
}

TEST(Check, SaysWhichRule) {
  const auto schema = compiled(R"({"properties": {"a/b": {"$ref": "#/$defs/few"}}, "$defs": {"few": {"allOf": [{"maximum": 3}]}}})");
  const auto found = schema.check(json::parse(R"({"a/b": 4})"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].at, "/a~1b");
  EXPECT_EQ(found[0].rule, "/properties/a~1b/$ref/allOf/0/maximum");
  EXPECT_EQ(found[0].keyword, "maximum");
}

TEST(Check, NamesTheMember) {
  const auto found = compiled(person).check(json::parse(R"({"nmae": 1})"));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].member, "name");
  EXPECT_EQ(found[1].member, "nmae");
}

TEST(Check, StopsAtTheMostThatAreWanted) {
  const auto schema = compiled(R"({"items": {"type": "string"}})");
  const json::value numbers = json::array(1000, 1);
  EXPECT_EQ(schema.check(numbers).size(), 64u);
  EXPECT_EQ(schema.check(numbers, 3).size(), 3u);
}

TEST(Check, CountsCharactersNotBytes) {
  EXPECT_EQ(departures(R"({"maxLength": 3})", R"("äöü")"), Lines{});
  EXPECT_EQ(departures(R"({"maxLength": 2})", R"("äöü")"), Lines{": must have at most 2 characters, but has 3"});
  EXPECT_EQ(departures(R"({"minLength": 4})", R"("äöü")"), Lines{": must have at least 4 characters, but has 3"});
  EXPECT_EQ(departures(R"({"minLength": 1})", R"("")"), Lines{": must not be empty"});
}

TEST(Check, CountsItemsAndMembers) {
  EXPECT_EQ(departures(R"({"minItems": 2})", "[1]"), Lines{": must have at least 2 items, but has 1"});
  EXPECT_EQ(departures(R"({"maxItems": 1})", "[1, 2]"), Lines{": must have at most 1 item, but has 2"});
  EXPECT_EQ(departures(R"({"minProperties": 1})", "{}"), Lines{": must not be empty"});
  EXPECT_EQ(departures(R"({"contains": {"const": 1}, "minContains": 2})", "[1]"),
            Lines{": must have at least 2 items as \"contains\" describes, but has 1"});
  EXPECT_EQ(departures(R"({"contains": {"const": 1}, "maxContains": 1})", "[1, 1]"),
            Lines{": must have at most 1 item as \"contains\" describes, but has 2"});
}

TEST(Check, NumbersAreExact) {
  EXPECT_EQ(departures(R"({"multipleOf": 0.01})", "19.99"), Lines{});
  EXPECT_EQ(departures(R"({"multipleOf": 0.0001})", "0.0075"), Lines{});
  EXPECT_EQ(departures(R"({"multipleOf": 0.01})", "0.015"), Lines{": must be a multiple of 0.01, but is 0.015"});
  EXPECT_EQ(departures(R"({"multipleOf": 3})", "9223372036854775807"), Lines{": must be a multiple of 3, but is 9223372036854775807"});
  EXPECT_EQ(departures(R"({"multipleOf": 5})", "18446744073709551615"), Lines{});
  EXPECT_EQ(departures(R"({"type": "integer", "maximum": 18446744073709551614})", "18446744073709551615"),
            Lines{": must be at most 18446744073709551614, but is 18446744073709551615"});
  EXPECT_EQ(departures(R"({"minimum": 9007199254740993})", "9007199254740992.0").size(), 1u);
  EXPECT_EQ(departures(R"({"exclusiveMinimum": 0})", "0"), Lines{": must be more than 0, but is 0"});
  EXPECT_EQ(departures(R"({"exclusiveMaximum": 1})", "1.0").size(), 1u);
  EXPECT_EQ(departures(R"({"type": "integer"})", "1.0"), Lines{});
  EXPECT_EQ(departures(R"({"type": "integer"})", "1.5"), Lines{": must be an integer, but is 1.5"});
  EXPECT_EQ(departures(R"({"const": 1})", "1.0"), Lines{});
  EXPECT_EQ(departures(R"({"enum": [0, [1, {"a": 2}]]})", R"([1.0, {"a": 2e0}])"), Lines{});
}

TEST(Check, EqualItemsAreEqualAsJson) {
  EXPECT_EQ(departures(R"({"uniqueItems": true})", R"([1, true, "1", [1], null, 0, false])"), Lines{});
  EXPECT_EQ(departures(R"({"uniqueItems": true})", R"([{"a": 1, "b": 2}, 0, {"b": 2.0, "a": 1}])"),
            Lines{": must not have equal items, but 0 and 2 are equal"});
}

TEST(Check, ThePatternIsSaidWithItsReason) {
  EXPECT_EQ(departures(R"({"pattern": "^[a-z]+$", "description": "small letters"})", R"("A")"),
            Lines{R"(: must match the pattern ^[a-z]+$ (small letters), but is "A")"});
}

TEST(Check, ManyValuesAreSaidByTheirDescription) {
  json::array codes;
  for (int i = 0; i < 30; ++i) codes.emplace_back("C" + std::to_string(i));
  const auto schema = json::serialize(json::object{{"description", "a code of ours"}, {"enum", codes}});
  EXPECT_EQ(departures(schema, R"("Q")"), Lines{R"(: must be a code of ours, but is "Q")"});
  EXPECT_EQ(departures(R"({"description": "small", "enum": [1, 2]})", "3"), Lines{": must be one of 1, 2, but is 3"});
}

TEST(Check, AlternativesSayWhatIsLacking) {
  EXPECT_EQ(departures(R"({"oneOf": [{"required": ["scope"]}, {"required": ["public"]}]})", "{}"),
            Lines{R"(: must have exactly one of "scope" and "public")"});
  EXPECT_EQ(departures(R"({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]})", R"({"a": 1, "b": 2})"),
            Lines{": must fit exactly one of 2 alternatives, but fits numbers 1 and 2"});
  EXPECT_EQ(departures(R"({"anyOf": [{"type": "string"}, {"type": "null"}]})", "3"), Lines{": must be a string or null, but is 3"});
  // The one that was meant speaks for itself.
  constexpr auto shapes = R"({"anyOf": [{"properties": {"kind": {"const": "dot"}, "size": {"maximum": 3}}},
                                        {"properties": {"kind": {"const": "box"}, "wide": {"type": "integer"}}}]})";
  EXPECT_EQ(departures(shapes, R"({"kind": "box", "wide": "x"})"), Lines{R"(/wide: must be an integer, but is "x")"});
}

TEST(Check, ConditionsAndDependencies) {
  constexpr auto schema = R"({"if": {"properties": {"kind": {"const": "box"}}, "required": ["kind"]}, "then": {"required": ["wide"]},
                              "dependentRequired": {"from": ["to"]}, "propertyNames": {"maxLength": 4}})";
  EXPECT_EQ(departures(schema, R"({"kind": "box"})"), Lines{": missing required member \"wide\""});
  EXPECT_EQ(departures(schema, R"({"from": 1})"), Lines{": missing member \"to\", which is required beside \"from\""});
  EXPECT_EQ(departures(schema, R"({"longer": 1})"), Lines{": the name of the member \"longer\" must have at most 4 characters, but has 6"});
  EXPECT_EQ(departures(R"({"not": {"type": "null"}})", "null"), Lines{": must not be what \"not\" describes"});
  EXPECT_EQ(departures(R"({"properties": {"a": false}})", R"({"a": 1})"), Lines{"/a: is not allowed"});
}

TEST(Check, SecretsAreNotShown) {
  constexpr auto schema = R"({"properties": {"pin": {"type": "string", "pattern": "^[0-9]+$", "secret": true},
    "word": {"writeOnly": true, "properties": {"deep": {"enum": ["open"]}}}, "code": {"format": "password", "maximum": 3}}})";
  EXPECT_EQ(departures(schema, R"({"pin": "hunter2", "word": {"deep": "opne"}, "code": 99})"),
            (Lines{"/pin: must match the pattern ^[0-9]+$", R"(/word/deep: must be one of "open")",
                   "/code: must be at most 3"}));
  EXPECT_EQ(departures(person, R"({"name": 7})", {.show_values = false}), Lines{"/name: must be a string, not a number"});
}

TEST(Check, LongValuesAreCut) {
  const auto said = compiled(R"({"type": "integer"})").check(json::value(std::string(100'000, 'x'))).at(0).message;
  EXPECT_EQ(said, "must be an integer, but is \"" + std::string(60, 'x') + "...\"");
  EXPECT_EQ(departures(R"({"maximum": 1, "type": "number"})", R"("\u001b[31mred")"), Lines{R"(: must be a number, but is "\u001b[31mred")"});
}

TEST(Check, FormatsOnlyWhereAsked) {
  EXPECT_EQ(departures(R"({"format": "uuid"})", R"("x")"), Lines{});
  EXPECT_EQ(departures(R"({"format": "uuid"})", R"("x")", {.assert_formats = true}), Lines{R"(: must be a UUID, but is "x")"});
  EXPECT_EQ(departures(R"({"format": "shoe-size"})", R"("x")", {.assert_formats = true}), Lines{});
}

TEST(Check, UnevaluatedMembers) {
  constexpr auto schema = R"({"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false})";
  EXPECT_EQ(departures(schema, R"({"a": 1, "b": 2})"), Lines{": unknown member \"b\""});
}

}  // namespace
}  // namespace chitty
