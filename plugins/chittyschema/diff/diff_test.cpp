// What changed, whom it breaks, and that each witness is one.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <random>

#include "../documents/schema_text.hpp"
#include "pattern_sample.hpp"
#include "verdict.hpp"

namespace chittyschema::diff {
namespace {

using namespace chitty;

// Every witness is accepted by the one version and refused by the other.
std::vector<Verdict> judged(const json::value& before, const json::value& after) {
  const auto judge = Judge::between(before, after);
  if (!judge) return {};
  const auto old_one = compiled(before).value(), new_one = compiled(after).value();
  auto all = judge->all();
  for (const auto& one : all) {
    if (one.readers) {
      EXPECT_TRUE(new_one.accepts(one.readers->document) && !old_one.accepts(one.readers->document)) << json::serialize(before) << json::serialize(after);
    }
    if (one.writers) {
      EXPECT_TRUE(old_one.accepts(one.writers->document) && !new_one.accepts(one.writers->document)) << json::serialize(before) << json::serialize(after);
    }
  }
  return all;
}

std::string breaks(const char* before, const char* after) {
  std::string all;
  for (const auto& one : judged(json::parse(before), json::parse(after))) all += (all.empty() ? "" : " ") + one.breaks();
  return all;
}

TEST(Diff, EachKeywordBreaksWhomItMust) {
  const struct {
    const char *before, *after, *breaks;
  } cases[] = {
      {R"({"type":"integer"})", R"({"type":"number"})", "readers"},
      {R"({"type":"number"})", R"({"type":"integer"})", "writers"},
      {R"({"type":["string","null"]})", R"({"type":["string","integer"]})", "both"},
      {R"({"maxLength":10})", R"({"maxLength":5})", "writers"},
      {R"({"minLength":10})", R"({"minLength":5})", "readers"},
      {R"({"minimum":1})", R"({"minimum":0})", "readers"},
      {R"({"exclusiveMaximum":3})", R"({"exclusiveMaximum":2})", "writers"},
      {R"({"multipleOf":2})", R"({"multipleOf":4})", "writers"},
      {R"({"multipleOf":4})", R"({"multipleOf":6})", "both"},
      {R"({"enum":["a","b"]})", R"({"enum":["a","c"]})", "both"},
      {R"({"const":1})", R"({"const":2})", "both"},
      {R"({"pattern":"^[a-c]{2}$"})", R"({"pattern":"^[b-d]{2}$"})", "both"},
      {R"({"title":"x"})", R"({"title":"y","description":"z"})", "neither neither"},
      {R"({"default":1})", R"({"default":2})", "neither"},
      {R"({"format":"date"})", R"({"format":"time"})", "neither"},
      {R"({"uniqueItems":false})", R"({"uniqueItems":true})", "writers"},
      {R"({"items":{"type":"string"}})", R"({"items":{"type":"string","maxLength":3}})", "writers"},
      {R"({"prefixItems":[{"type":"string"}]})", R"({"prefixItems":[{"type":"string"},{"type":"integer"}]})", "writers"},
      {R"({"maxItems":2})", R"({"maxItems":3})", "readers"},
      {R"({"contains":{"const":1}})", R"({"contains":{"const":2}})", "both"},
      {R"({"required":["a"]})", R"({"required":["a","b"]})", "writers"},
      {R"({"required":["a"]})", R"({})", "readers"},
      {R"({"properties":{"a":{}}})", R"({"properties":{"a":{},"b":{"type":"string"}}})", "writers"},
      {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"properties":{"a":{},"b":{"type":"string"}},"additionalProperties":false})", "readers"},
      {R"({"additionalProperties":true})", R"({"additionalProperties":false})", "writers"},
      {R"({"additionalProperties":{"type":"string"}})", R"({"additionalProperties":{"type":"integer"}})", "both"},
      {R"({"patternProperties":{"^a":{"type":"string"}}})", R"({"patternProperties":{"^a":{"type":"integer"}}})", "undecided"},
      {R"({"maxProperties":2})", R"({"maxProperties":1})", "writers"},
      {R"({"anyOf":[{"type":"string"},{"type":"null"}]})", R"({"anyOf":[{"type":"null"},{"type":"string"}]})", ""},
      {R"({"anyOf":[{"type":"string"}]})", R"({"anyOf":[{"type":"string"},{"type":"null"}]})", "readers"},
      {R"({"allOf":[{"minimum":1}]})", R"({"allOf":[{"minimum":1},{"maximum":5}]})", "writers"},
      {R"({"not":{"type":"string"}})", R"({"not":{"type":["string","null"]}})", "writers"},
      {R"({"not":{"type":["string","null"]}})", R"({"not":{"type":"string"}})", "readers"},
      {R"({"oneOf":[{"type":"string"}]})", R"({"oneOf":[{"type":"string"},{"maxLength":3}]})", "both"},
      {R"({"dependentRequired":{"a":["b"]}})", R"({"dependentRequired":{"a":["b","c"]}})", "writers"},
      {R"({"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}})", R"({"$ref":"#/$defs/b","$defs":{"b":{"type":"string"}}})", ""},
      {R"({"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}})", R"({"$ref":"#/$defs/a","$defs":{"a":{"type":"integer"}}})", "both"},
      {R"({"properties":{"next":{"$ref":"#"},"v":{"maximum":5}}})", R"({"properties":{"next":{"$ref":"#"},"v":{"maximum":4}}})", "writers"},
      {R"({"properties":{"a":{"type":"string"}}})", R"({"properties":{"a":false}})", "writers"},
      {R"({"type":"object"})", R"({"type":"object"})", ""},
  };
  for (const auto& one : cases) EXPECT_EQ(breaks(one.before, one.after), one.breaks) << one.before << " -> " << one.after;
}

TEST(Diff, ADefaultPutsNothingIn) {
  EXPECT_EQ(breaks(R"({"properties":{"a":{"default":1}}})", R"({"properties":{"a":{"default":1}},"required":["a"]})"), "writers");
}

TEST(Diff, LooksIntoWhatIsNested) {
  const auto all = judged(json::parse(R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object","required":["sku"],"properties":{"sku":{"type":"string"},"n":{"type":"integer","minimum":1}}}}}})"),
                          json::parse(R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object","required":["sku"],"properties":{"sku":{"type":"string"},"n":{"type":"integer","minimum":2}}}}}})"));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].difference.at, "/properties/items/items/properties/n/minimum");
  ASSERT_TRUE(all[0].writers);
  EXPECT_EQ(json::serialize(all[0].writers->document), R"({"items":[{"sku":"a","n":1}]})");
  EXPECT_FALSE(all[0].writers->undeclared);
}

// A new optional member of an open schema: nobody is affected who sends declared members only.
TEST(Diff, SaysWhenOnlyUndeclaredMembersMakeTheDifference) {
  const auto all = judged(json::parse(R"({"properties":{"a":{"type":"string"}}})"), json::parse(R"({"properties":{"a":{"type":"string"},"b":{"type":"string"}}})"));
  ASSERT_EQ(all.size(), 1u);
  ASSERT_TRUE(all[0].writers);
  EXPECT_TRUE(all[0].writers->undeclared);
}

TEST(Diff, DoesNotBlameOneChangeForAnother) {
  const auto all = judged(json::parse(R"({"required":["a"],"properties":{"b":{"enum":["x"]}}})"), json::parse(R"({"required":["c"],"properties":{"b":{"enum":["x","y"]}}})"));
  for (const auto& one : all) {
    if (one.difference.keyword == "enum") {
      ASSERT_TRUE(one.readers);
      EXPECT_EQ(one.readers->document.at("b"), "y");
    }
  }
}

TEST(Diff, IsUndecidedWhereNothingIsShown) {
  EXPECT_EQ(breaks(R"({"unevaluatedProperties":false,"properties":{"a":{}},"if":{"required":["a"]}})", R"({"unevaluatedProperties":false,"properties":{"a":{}},"if":{"required":["a"],"title":"x"}})"), "undecided");
}

TEST(PatternSample, IsFoundByItsPattern) {
  for (const auto* pattern : {"^[a-z]{3}-\\d+$", "^(foo|bar)?x$", "^did:chitty:[A-Z]{2}$", "^[^a-z]$", "\\.", "^(?:a|b){2}c*$", "^\\w+@\\w+\\.com$", "[0-9a-f]{8}"}) {
    const auto schema = compiled({{"pattern", pattern}}).value();
    EXPECT_TRUE(schema.accepts(json::string(pattern_sample(pattern)))) << pattern << ": " << pattern_sample(pattern);
  }
  for (const auto* broken : {"(", "[", "a{", "\\", "(?<", "[^", "a{99999}"}) (void)pattern_sample(broken);
}

// Schemas by chance, changed by chance: whatever is told to break has its witness (judged() sees to that), and of what is told to be
// neither no document by chance says otherwise.
class ByChance {
 public:
  explicit ByChance(unsigned seed) : chance_(seed) {}
  std::size_t below(std::size_t n) { return chance_() % n; }

  json::value schema(int depth) {
    json::object made;
    switch (below(depth > 0 ? 8 : 5)) {
      case 0: made = {{"type", "integer"}, {"minimum", below(5)}}; break;
      case 1: made = {{"type", "string"}, {"maxLength", 1 + below(4)}}; break;
      case 2: made = {{"enum", json::array{"a", static_cast<std::int64_t>(below(4)), nullptr}}}; break;
      case 3: made = {{"type", json::array{"string", "null"}}}; break;
      case 4: made = {{"type", "number"}, {"multipleOf", 1 + below(3)}}; break;
      case 5: made = {{"type", "array"}, {"items", schema(depth - 1)}, {"maxItems", 1 + below(3)}}; break;
      case 6: made = {{"anyOf", json::array{schema(depth - 1), schema(depth - 1)}}}; break;
      default:
        made = {{"type", "object"}, {"properties", {{"a", schema(depth - 1)}, {"b", schema(depth - 1)}}}};
        if (below(2)) made["required"] = json::array{"a"};
        if (below(2)) made["additionalProperties"] = false;
    }
    return made;
  }

  json::value changed(const json::value& schema, int depth) {
    if (!schema.is_object() || below(4) == 0) return this->schema(depth);
    auto made = schema.get_object();
    for (auto& [key, value] : made) {
      if (below(3) == 0 && value.is_number()) value = static_cast<std::int64_t>(1 + below(5));
      else if (key == "items") value = changed(value, depth - 1);
      else if (key == "properties")
        for (auto& [name, member] : value.get_object()) member = changed(member, depth - 1);
    }
    return made;
  }

  json::value document(int depth) {
    switch (below(depth > 0 ? 7 : 4)) {
      case 0: return static_cast<std::int64_t>(below(8));
      case 1: return json::string(std::string(below(6), 'a'));
      case 2: return nullptr;
      case 3: return 0.5 * static_cast<double>(below(6));
      case 4: return json::array{document(depth - 1), document(depth - 1)};
      case 5: return json::object{{"a", document(depth - 1)}};
      default: return json::object{{"a", document(depth - 1)}, {"b", document(depth - 1)}};
    }
  }

 private:
  std::mt19937 chance_;
};

TEST(Diff, OfSchemasByChanceNothingIsToldWrong) {
  std::size_t shown = 0, undecided = 0;
  std::string shown_undecided;
  for (unsigned seed = 0; seed < 400; ++seed) {
    ByChance chance(seed);
    const auto before = chance.schema(3), after = chance.changed(before, 3);
    const auto all = judged(before, after);
    bool may_narrow = false, may_widen = false;
    for (const auto& one : all) {
      may_narrow = may_narrow || one.difference.narrows, may_widen = may_widen || one.difference.widens;
      shown += (one.readers ? 1 : 0) + (one.writers ? 1 : 0);
      undecided += one.may_break_readers() || one.may_break_writers() ? 1 : 0;
      if (one.may_break_readers() || one.may_break_writers()) shown_undecided += one.difference.at + " " + one.difference.change + ": " + json::serialize(before) + " -> " + json::serialize(after) + "\n";
    }
    const auto old_one = compiled(before).value(), new_one = compiled(after).value();
    for (int i = 0; i < 300; ++i) {
      const auto document = chance.document(3);
      const bool was = old_one.accepts(document), is = new_one.accepts(document);
      if (was && !is) {
        EXPECT_TRUE(may_narrow) << json::serialize(before) << " -> " << json::serialize(after) << ": " << json::serialize(document);
      }
      if (!was && is) {
        EXPECT_TRUE(may_widen) << json::serialize(before) << " -> " << json::serialize(after) << ": " << json::serialize(document);
      }
    }
  }
  if (std::getenv("SHOW_UNDECIDED"))
    std::printf("%s", shown_undecided.c_str());
  EXPECT_GT(shown, undecided) << "most of what may break is shown: " << shown << " against " << undecided;
}

}  // namespace
}  // namespace chittyschema::diff
