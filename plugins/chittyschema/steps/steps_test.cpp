// Steps, and the way back.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "steps.hpp"

namespace chittyschema::steps {
namespace {

using namespace chitty;

std::string done(const char* step, const char* document) {
  auto value = json::parse(document);
  const auto result = apply(json::parse(step).as_object(), value);
  return result ? json::serialize(value) : result.error().message;
}

TEST(Steps, DoWhatTheySay) {
  EXPECT_EQ(done(R"({"op":"rename","at":"/a/b","to":"c/d"})", R"({"a":{"b":1}})"), R"({"a":{"c/d":1}})");
  EXPECT_EQ(done(R"({"op":"move","from":"/a","to":"/x/y"})", R"({"a":1})"), R"({"x":{"y":1}})");
  EXPECT_EQ(done(R"({"op":"default","at":"/a","value":7})", R"({"a":1})"), R"({"a":1})");
  EXPECT_EQ(done(R"({"op":"default","at":"/a","value":7})", R"({})"), R"({"a":7})");
  EXPECT_EQ(done(R"({"op":"remove","at":"/a"})", R"({"a":1,"b":2})"), R"({"b":2})");
  EXPECT_EQ(done(R"({"op":"map","at":"/a","pairs":[["x","y"],[1,true]]})", R"({"a":1})"), R"({"a":true})");
  EXPECT_EQ(done(R"({"op":"map","at":"/a","pairs":[["x","y"]]})", R"({"a":"z"})"), R"({"a":"z"})");
  EXPECT_EQ(done(R"({"op":"split","at":"/n","by":" ","into":["/f","/l"]})", R"({"n":"Ada King Lovelace"})"), R"({"f":"Ada","l":"King Lovelace"})");
  EXPECT_EQ(done(R"({"op":"join","from":["/f","/l"],"by":" ","to":"/n"})", R"({"f":"Ada","l":"Lovelace"})"), R"({"n":"Ada Lovelace"})");
  EXPECT_EQ(done(R"({"op":"convert","at":"/a","to":"integer"})", R"({"a":"12"})"), R"({"a":12})");
  EXPECT_EQ(done(R"({"op":"convert","at":"/a","to":"string"})", R"({"a":12})"), R"({"a":"12"})");
  EXPECT_EQ(done(R"({"op":"rename","in":"/items/*","at":"/a","to":"b"})", R"({"items":[{"a":1},{"a":2},{}]})"), R"({"items":[{"b":1},{"b":2},{}]})");
  EXPECT_EQ(done(R"({"op":"rename","at":"/none","to":"b"})", R"({"a":1})"), R"({"a":1})") << "what is not there stays away";
}

TEST(Steps, RefuseWhatTheyCannotDo) {
  EXPECT_EQ(done(R"({"op":"rename","at":"/a","to":"b"})", R"({"a":1,"b":2})"), "cannot rename /a to b: '/b' is there already");
  EXPECT_EQ(done(R"({"op":"map","at":"/a","pairs":[["x","y"]],"otherwise":"refuse"})", R"({"a":"z"})"), "cannot map /a: \"z\" is not among the pairs");
  EXPECT_EQ(done(R"({"op":"convert","at":"/a","to":"integer"})", R"({"a":"1.5"})"), "cannot convert /a to integer: 1.5E0 is no integer");
  EXPECT_EQ(done(R"({"op":"split","at":"/n","by":" ","into":["/f","/l"]})", R"({"n":5})"), "cannot split /n into /f, /l: '/n' is not a string");
}

TEST(Steps, LeadBack) {
  const struct {
    const char *step, *document;
  } cases[] = {
      {R"({"op":"rename","at":"/a/b","to":"c"})", R"({"a":{"b":1}})"},
      {R"({"op":"move","from":"/a","to":"/x"})", R"({"a":1})"},
      {R"({"op":"default","at":"/a","value":7})", R"({"b":1})"},
      {R"({"op":"remove","at":"/a","back":0})", R"({"a":0})"},
      {R"({"op":"map","at":"/a","pairs":[["x","y"],["y","x"]]})", R"({"a":"x"})"},
      {R"({"op":"split","at":"/n","by":" ","into":["/f","/l"]})", R"({"n":"Ada King Lovelace"})"},
      {R"({"op":"join","from":["/f","/l"],"by":"\t","to":"/n"})", R"({"f":"Ada","l":"Lovelace"})"},
      {R"({"op":"convert","at":"/a","to":"string","from":"integer"})", R"({"a":12})"},
      {R"({"op":"rename","in":"/i/*","at":"/a","to":"b"})", R"({"i":[{"a":1},{}]})"},
  };
  for (const auto& one : cases) {
    const auto step = json::parse(one.step).as_object();
    const auto back = back_of(step);
    ASSERT_TRUE(back.step) << one.step << ": " << back.why;
    auto value = json::parse(one.document);
    ASSERT_TRUE(apply(step, value)) << one.step;
    ASSERT_TRUE(apply(*back.step, value)) << one.step;
    EXPECT_EQ(value, json::parse(one.document)) << one.step;
  }
  EXPECT_EQ(back_of({{"op", "remove"}, {"at", "/a"}}).why, "what was removed is gone");
  EXPECT_EQ(back_of({{"op", "map"}, {"at", "/a"}, {"pairs", {{1, 2}, {3, 2}}}}).why, "several values become 2");
}

TEST(Steps, FindTheirWayThroughVersions) {
  const json::array rename{{{"op", "rename"}, {"at", "/a"}, {"to", "b"}}}, remove{{{"op", "remove"}, {"at", "/b"}}};
  const std::vector<Edge> edges{{"v1", "v2", rename}, {"v2", "v3", remove}};
  EXPECT_EQ(way(edges, "v1", "v3").value().size(), 2u);
  EXPECT_EQ(way(edges, "v2", "v1").value().at(0).at("to"), "a");
  EXPECT_EQ(way(edges, "v3", "v1").error().code, Code::refused);
  EXPECT_EQ(way(edges, "v1", "v9").error().code, Code::not_found);
}

}  // namespace
}  // namespace chittyschema::steps
