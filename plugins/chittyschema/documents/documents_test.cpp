// Documents out of a file, and where in it something is wrong.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <random>

#include "checking.hpp"
#include "schema_text.hpp"

namespace chittyschema {
namespace {

using namespace chitty;

// A text in pieces of `piece` bytes.
Reader::Read pieces_of(std::string text, std::size_t piece) {
  return [text, piece, at = std::size_t{0}](char* buffer, std::size_t capacity) mutable -> Result<std::size_t> {
    const auto got = std::min({piece, capacity, text.size() - at});
    text.copy(buffer, got, at);
    at += got;
    return got;
  };
}

struct Read {
  std::vector<std::string> texts;
  std::vector<std::string> places;
  std::string error;
  As as;
};

Read read(const std::string& text, As as = As::automatic, bool arrays_are_items = true, const std::string& path = "data", std::size_t piece = 7) {
  Reader reader(pieces_of(text, piece), path, as, arrays_are_items);
  Read all;
  for (;;) {
    const auto document = reader.next();
    if (!document) {
      all.error = document.error().message;
      break;
    }
    if (!*document) break;
    all.texts.emplace_back((*document)->text);
    all.places.push_back(std::to_string((*document)->begins.line) + ":" + std::to_string((*document)->begins.column));
  }
  all.as = reader.as();
  return all;
}

using Texts = std::vector<std::string>;

TEST(Documents, AreTakenForWhatTheyLookLike) {
  EXPECT_EQ(read("{\n \"a\": 1\n}\n").texts.size(), 1u);
  EXPECT_EQ(read("{\"a\":1}\n{\"a\":2}\n").texts, (Texts{"{\"a\":1}", "{\"a\":2}"}));
  EXPECT_EQ(read("{\"a\":1}\n").as, As::document) << "one line alone is a document";
  EXPECT_EQ(read("1\n2\n", As::automatic, true, "x.ndjson").as, As::ndjson);
  EXPECT_EQ(read(" [1, {\"b\": [2, \"],\"]}\n,3]\n").texts, (Texts{"1", "{\"b\": [2, \"],\"]}\n", "3"}));
  EXPECT_EQ(read("[1,2]", As::automatic, false).texts, Texts{"[1,2]"}) << "the schema is about arrays";
  EXPECT_EQ(read("[]").texts, Texts());
  EXPECT_EQ(read("\xEF\xBB\xBF[1]").texts, Texts{"1"}) << "a byte order mark";
}

TEST(Documents, SayWhereTheyBegin) {
  EXPECT_EQ(read("[1,\n  2, 3]").places, (Texts{"1:2", "2:3", "2:6"}));
  EXPECT_EQ(read("1\n\n2\n", As::ndjson).places, (Texts{"1:1", "3:1"})) << "a blank line counts";
}

TEST(Documents, ThatAreNoneAreRefused) {
  EXPECT_EQ(read("  \n").error, "'data' has no document in line 2");
  EXPECT_EQ(read("[1, 2").error, "'data' ends within the array in line 1");
  EXPECT_EQ(read("[1] 2").error, "'data' has more behind the array in line 1");
  EXPECT_EQ(read("{}", As::array).error, "'data' is not an array in line 1");
  EXPECT_EQ(read("", As::ndjson).texts, Texts());
}

// However it is cut into pieces, the same documents come out.
TEST(Documents, ComeWholeThroughAnyPieces) {
  std::mt19937 chance(7);
  std::string array = "[", lines;
  for (int i = 0; i < 200; ++i) {
    const auto one = json::serialize(json::object{{"n", i}, {"text", std::string(chance() % 40, i % 3 ? ',' : '"')}, {"list", json::array{i, "[{"}}});
    array += (i ? "," : "") + one;
    lines += one + "\r\n";
  }
  const auto wanted = read(array + "]", As::array, true, "data", 1 << 20).texts;
  ASSERT_EQ(wanted.size(), 200u);
  for (const std::size_t piece : {1, 2, 3, 64, 4096}) {
    EXPECT_EQ(read(array + "]", As::automatic, true, "data", piece).texts, wanted);
    EXPECT_EQ(read(lines, As::ndjson, true, "data", piece).texts.size(), 200u);
  }
}

std::vector<std::string> problems(const json::value& schema, const std::string& text) {
  Checking checking(compiled(schema).value());
  std::vector<std::string> all;
  for (const auto& one : checking.check({text, 1, {}}))
    all.push_back(json::serialize(one.at("line")) + ":" + json::serialize(one.at("column")) + " " + std::string(one.at("at").as_string()) + " " + std::string(one.at("rule").as_string()));
  return all;
}

TEST(Checking, TellsEveryErrorWithItsPlace) {
  const json::value schema{{"required", {"b"}}, {"properties", {{"a", {{"type", "string"}}}, {"é", {{"items", {{"maximum", 2}}}}}}}, {"additionalProperties", false}};
  EXPECT_EQ(problems(schema, "{\"a\": 1,\n \"é\": [1, \"\", 9], \"x\\u0079\": 2}"),
            (std::vector<std::string>{"1:1  /required", "1:7 /a /properties/a/type", "2:15 /é/2 /properties/é/items/maximum", "2:19  /additionalProperties"}));
  EXPECT_EQ(problems({{"properties", {{"a", {{"type", "string"}}}}}}, "{\"a\": \"x\", \"a\": 5}"), std::vector<std::string>{"1:17 /a /properties/a/type"}) << "the last of a name counts";
  EXPECT_EQ(problems(true, "{\"a\": }"), std::vector<std::string>{"1:7  "});
  EXPECT_EQ(problems(true, "{} {}"), std::vector<std::string>{"1:4  "});
  EXPECT_EQ(problems(true, std::string(300, '[') + std::string(300, ']')).size(), 1u) << "nested too deeply";
}

TEST(Checking, KnowsWhetherArraysAreDocuments) {
  EXPECT_FALSE(Checking(compiled({{"type", "object"}}).value()).takes_arrays());
  EXPECT_TRUE(Checking(compiled({{"type", "array"}, {"minItems", 1}}).value()).takes_arrays());
  EXPECT_TRUE(Checking(compiled(json::object()).value()).takes_arrays());
}

// A pattern that takes exponential time elsewhere ends within the checker's limit, and the text is refused.
TEST(Checking, EndsWhateverThePattern) {
  const auto said = problems({{"pattern", "^(a+)+$"}}, "\"" + std::string(40, 'a') + "!\"");
  EXPECT_EQ(said.size(), 1u);
}

TEST(SchemaText, ThatRefersElsewhereIsRefused) {
  EXPECT_NE(compiled({{"$ref", "https://example.com/x"}}).error().message.find("nothing is fetched"), std::string::npos);
  EXPECT_FALSE(compiled({{"$ref", "#/$defs/none"}}));
  EXPECT_FALSE(compiled({{"$ref", "#"}})) << "itself, and nothing else";
  EXPECT_TRUE(compiled({{"properties", {{"next", {{"$ref", "#"}}}}}})) << "itself, one level deeper";
}

}  // namespace
}  // namespace chittyschema
