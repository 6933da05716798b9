#include "config/text/json_text.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace chitty::host {
namespace {

std::string put(std::string text, const Steps& steps, std::string_view raw) {
  JsonText it(std::move(text));
  if (auto done = it.put(steps, raw); !done) return "ERROR " + done.error().message;
  json::parse(it.text());  // throws, and so fails the test, when an edit broke the text
  return it.text();
}
std::string erase(std::string text, const Steps& steps) {
  JsonText it(std::move(text));
  it.erase(steps);
  json::parse(it.text());
  return it.text();
}

TEST(JsonText, PutsAValueAndLeavesTheRestAsItIsWritten) {
  EXPECT_EQ(put("{ \"a\" : 1.50,\t\"b\": 2 }\n", {"b"}, "3"), "{ \"a\" : 1.50,\t\"b\": 3 }\n");
  EXPECT_EQ(put("{\"big\": 123456789012345678901234567890, \"a\": 1}", {"a"}, "2"), "{\"big\": 123456789012345678901234567890, \"a\": 2}");
}

TEST(JsonText, AddsMembersInTheStyleOfTheirNeighbours) {
  EXPECT_EQ(put("", {"a"}, "1"), "{\n  \"a\": 1\n}\n");
  EXPECT_EQ(put("{\n    \"a\": 1\n}\n", {"b"}, "2"), "{\n    \"a\": 1,\n    \"b\": 2\n}\n");
  EXPECT_EQ(put("{\"a\": 1}", {"b", "c"}, "2"), "{\"a\": 1, \"b\": {\"c\": 2}}");
  EXPECT_EQ(put("{\n  \"a\": {}\n}", {"a", "b", "c"}, "true"), "{\n  \"a\": {\n    \"b\": {\n      \"c\": true\n    }\n  }\n}");
  EXPECT_EQ(put("{\"a\": [1, {\"b\": 2}]}", {"a", "1", "b"}, "3"), "{\"a\": [1, {\"b\": 3}]}");
}

TEST(JsonText, RefusesAWayThroughSomethingThatIsNoObject) {
  EXPECT_EQ(put("{\"a\": 1}", {"a", "b"}, "2"), "ERROR a is not an object, so a.b cannot be set.");
  EXPECT_EQ(put("{\"a\": [1]}", {"a", "7"}, "2"), "ERROR a is not an object, so a.7 cannot be set.");
}

TEST(JsonText, Erases) {
  EXPECT_EQ(erase("{\"a\": 1, \"b\": 2, \"c\": 3}", {"a"}), "{\"b\": 2, \"c\": 3}");
  EXPECT_EQ(erase("{\"a\": 1, \"b\": 2, \"c\": 3}", {"b"}), "{\"a\": 1, \"c\": 3}");
  EXPECT_EQ(erase("{\"a\": 1, \"b\": 2, \"c\": 3}", {"c"}), "{\"a\": 1, \"b\": 2}");
  EXPECT_EQ(erase("{\"a\": {\n \"b\": 1 }}", {"a", "b"}), "{\"a\": {}}");
  EXPECT_EQ(erase("{\"a\": [1, 2, 3]}", {"a", "1"}), "{\"a\": [1, 3]}");
  EXPECT_EQ(erase("{\"a\": 1, \"b\": 2, \"a\": 3}", {"a"}), "{\"b\": 2}");  // both of them
  EXPECT_EQ(erase("{\"a\": 1}", {"x", "y"}), "{\"a\": 1}");
}

TEST(JsonText, Renames) {
  JsonText text("{\"old\" : {\"x\": 1}, \"other\": 2}");
  EXPECT_TRUE(text.rename({"old"}, "ne\"w"));
  EXPECT_EQ(text.text(), "{\"ne\\\"w\" : {\"x\": 1}, \"other\": 2}");
  EXPECT_FALSE(text.rename({"absent"}, "x"));
}

TEST(JsonText, MovesBlocksWithTheirMargin) {
  JsonText text("{\n  \"a\": {\n    \"x\": [\n      1\n    ]\n  }\n}\n");
  const auto raw = text.raw({"a"});
  ASSERT_TRUE(text.put({"b", "c"}, *raw));
  text.erase({"a"});
  EXPECT_EQ(text.text(), "{\n  \"b\": {\n    \"c\": {\n      \"x\": [\n        1\n      ]\n    }\n  }\n}\n");
}

TEST(JsonText, EscapedNamesAndBracesInsideStrings) {
  EXPECT_EQ(put(R"({"a\"}b": {"t": "x]},{\\"}, "z": 1})", {"a\"}b", "t"}, "2"), R"({"a\"}b": {"t": 2}, "z": 1})");
}

TEST(JsonText, PositionsCountCharacters) {
  const JsonText text("{\n  \"ä\": \"ö\", \"b\": {\n    \"c\": 1}\n}");
  EXPECT_EQ(text.position({"b"})->line, 2u);
  EXPECT_EQ(text.position({"b"})->column, 18u);
  EXPECT_EQ(text.position({"b", "c"})->line, 3u);
  EXPECT_EQ(text.position({"b", "absent", "deeper"})->line, 2u);  // the nearest thing above
}

TEST(JsonText, SaysWhereAndWhyATextIsNotJson) {
  const auto message = [](std::string_view text) {
    const auto value = parse_json_text(text, "f");
    return value ? std::string("none") : value.error().message;
  };
  EXPECT_EQ(message("{\n  \"a\": 1,\n}"), "f:3:1: invalid JSON: trailing comma before '}'.");
  EXPECT_EQ(message("{\"a\": 1\n \"b\": 2}"), "f:2:2: invalid JSON: missing comma before this.");
  EXPECT_EQ(message("{\"a\": 1"), "f:1:8: invalid JSON: the file ends in the middle of a value.");
  EXPECT_EQ(message("{ // hm\n}"), "f:1:3: invalid JSON: JSON has no comments.");
  EXPECT_EQ(message("{'a': 1}"), "f:1:2: invalid JSON: JSON strings need double quotes.");
  EXPECT_EQ(message("{} x"), "f:1:4: invalid JSON: extra data at 'x'.");
  EXPECT_EQ(message("{\"a\": tru}"), "f:1:7: invalid JSON: syntax error at 't'.");
  EXPECT_EQ(message(" \n"), "none");
  EXPECT_NE(message(std::string(200, '[')), "none");
}

TEST(JsonText, PrettyNumbers) {
  EXPECT_EQ(pretty(json::parse("{\"a\": 1.5, \"b\": [], \"c\": [1, true, null]}")),
            "{\n  \"a\": 1.5,\n  \"b\": [],\n  \"c\": [\n    1,\n    true,\n    null\n  ]\n}");
}

TEST(JsonText, ANameThatStandsTwiceIsRemovedAndRenamedTwice) {
  JsonText twice(R"({"a":{"x":1},"a":{"x":2,"y":3}})");
  EXPECT_TRUE(twice.erase({"a", "x"}));
  EXPECT_EQ(twice.text(), R"({"a":{},"a":{"y":3}})");
  EXPECT_FALSE(twice.erase({"a", "x"}));
  EXPECT_TRUE(twice.rename({"a"}, "b"));
  EXPECT_EQ(twice.text(), R"({"b":{},"b":{"y":3}})");
  JsonText list(R"({"a":[1,2,3],"1":{"1":0},"1":{"1":0}})");
  EXPECT_TRUE(list.erase({"a", "1"}));
  EXPECT_TRUE(list.erase({"1", "1"}));
  EXPECT_EQ(list.text(), R"({"a":[1,3],"1":{},"1":{}})");
}

TEST(JsonText, LineEndsStayAsTheyCame) {
  JsonText windows("{\r\n  \"a\": 1\r\n}\r\n");
  ASSERT_TRUE(windows.put({"b", "c"}, "2"));
  EXPECT_EQ(windows.text(), "{\r\n  \"a\": 1,\r\n  \"b\": {\r\n    \"c\": 2\r\n  }\r\n}\r\n");
  JsonText mixed("{\r\n  \"a\": 1\n}\n");
  ASSERT_TRUE(mixed.put({"a"}, "2"));
  EXPECT_EQ(mixed.text(), "{\r\n  \"a\": 2\n}\n");
}

}  // namespace
}  // namespace chitty::host
