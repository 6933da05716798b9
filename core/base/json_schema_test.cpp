#include "base/json_schema.hpp"

#include "base/files.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace chitty {
namespace {

std::vector<std::string> problems(std::string_view schema, std::string_view instance) {
  std::vector<std::string> out;
  const auto found = check_schema(json::parse(schema), json::parse(instance));
  if (!found) return {"ERROR " + found.error().message};
  for (const auto& problem : *found) out.push_back(in_words(problem, "it"));
  return out;
}
using Words = std::vector<std::string>;

constexpr auto acme = R"({"type":"object","required":["baseUrl"],"additionalProperties":false,"properties":{
  "baseUrl":{"type":"string","pattern":"^https?://"},"level":{"enum":["low","high"]},
  "tags":{"type":"array","items":{"type":"string"}},"count":{"type":["integer","null"]}}})";

TEST(JsonSchema, FitsSaysNothing) { EXPECT_EQ(problems(acme, R"({"baseUrl":"https://a.test","tags":["x"],"count":null})"), Words{}); }

TEST(JsonSchema, SaysWhatWouldBeRight) {
  EXPECT_EQ(problems(acme, "{}"), Words{"it lacks baseUrl"});
  EXPECT_EQ(problems(acme, R"({"baseUrl":3})").at(0), "it.baseUrl must be a string, not a number");
  EXPECT_EQ(problems(acme, R"({"baseUrl":"ftp://x"})").at(0), R"(it.baseUrl must match the pattern "^https?://")");
  EXPECT_EQ(problems(acme, R"({"baseUrl":"http://x","level":"mid"})").at(0), "it.level must be one of low, high");
  EXPECT_EQ(problems(acme, R"({"baseUrl":"http://x","tags":["a",1]})").at(0), "it.tags.1 must be a string, not a number");
  EXPECT_EQ(problems(acme, R"({"baseUrl":"http://x","count":"one"})").at(0), "it.count must be an integer or null, not a string");
}

TEST(JsonSchema, EveryProblemIsTold) { EXPECT_EQ(problems(acme, R"({"baseUrl":1,"level":2})").size(), 2u); }

TEST(JsonSchema, FollowsReferencesInTheFile) {
  constexpr auto schema = R"({"properties":{"a":{"$ref":"#/definitions/word"}},"definitions":{"word":{"type":"string"}}})";
  EXPECT_EQ(problems(schema, R"({"a":1})").at(0), "it.a must be a string, not a number");
}

TEST(JsonSchema, ABadSchemaIsAnErrorNotTheEnd) {
  for (const auto* bad : {R"({"type":7})", R"({"$ref":"https://elsewhere.test/x.json"})", R"({"pattern":3})"}) {
    const auto found = check_schema(json::parse(bad), json::parse("{}"));
    ASSERT_FALSE(found) << bad;
    EXPECT_EQ(found.error().code, Code::configuration);
  }
}

TEST(JsonSchema, TheManifestsSchemaWorks) {
  const auto text = read_file(CHITTY_SOURCE_DIR "/sdk/schema/manifest.schema.json");
  const auto found = problems(*text, R"({"manifest":1,"name":"acme","version":"1.0.0","summary":"Acme","abi":{"major":1,"minor":0},
    "commands":[{"path":"acme go","summary":"Go","effect":"jump","view":{"kind":"none"},"examples":[{"command":"chitty acme go","summary":"Go"}]}]})");
  EXPECT_EQ(found, Words{"it.commands.0.effect must be one of read, create, update, delete, run"});
}

}  // namespace
}  // namespace chitty
