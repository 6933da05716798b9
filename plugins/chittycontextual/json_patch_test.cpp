#include "json_patch.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <random>

namespace chittycontextual {
namespace {

namespace json = boost::json;

json::array between(const char* from, const char* to) { return changes_between(json::parse(from), json::parse(to)); }

TEST(JsonPatch, SaysWhatIsOtherAndWhatItWas) {
  EXPECT_EQ(between(R"({"a":1})", R"({"a":1})"), json::array());
  EXPECT_EQ(between("1", "2"), json::parse(R"([{"op":"replace","path":"","value":2,"before":1}])").as_array());
  EXPECT_EQ(between(R"({"a/b":1,"c~":2})", R"({"c~":3})"), json::parse(R"([{"op":"remove","path":"/a~1b","before":1},{"op":"replace","path":"/c~0","value":3,"before":2}])").as_array());
  EXPECT_EQ(between("[1,2,3,4]", "[1,4]"), json::parse(R"([{"op":"remove","path":"/2","before":3},{"op":"remove","path":"/1","before":2}])").as_array());
  EXPECT_EQ(between("[1,4]", "[1,2,3,4]"), json::parse(R"([{"op":"add","path":"/1","value":2},{"op":"add","path":"/2","value":3}])").as_array());
}

TEST(JsonPatch, ThatDoesNotFitIsRefused) {
  auto value = json::parse(R"({"a":[1]})");
  EXPECT_FALSE(apply_changes(value, json::parse(R"([{"op":"remove","path":"/b"}])").as_array()));
  EXPECT_FALSE(apply_changes(value, json::parse(R"([{"op":"add","path":"/a/7","value":1}])").as_array()));
  EXPECT_FALSE(apply_changes(value, json::parse(R"([{"op":"add","path":"/a/0/x","value":1}])").as_array()));
}

json::value made_up(std::mt19937& chance, int depth) {
  const auto kind = chance() % (depth > 0 ? 6 : 4);
  if (kind == 0) return nullptr;
  if (kind == 1) return static_cast<std::int64_t>(chance() % 3);
  if (kind == 2) return json::string(chance() % 3, 'x');
  if (kind == 3) return chance() % 2 == 0;
  const auto many = chance() % 5;
  if (kind == 4) {
    json::array array;
    for (std::size_t i = 0; i < many; ++i) array.push_back(made_up(chance, depth - 1));
    return array;
  }
  json::object object;
  for (std::size_t i = 0; i < many; ++i) object[std::string(1, "a/~b"[chance() % 4]) + std::to_string(chance() % 3)] = made_up(chance, depth - 1);
  return object;
}

TEST(JsonPatch, AppliedToTheFirstMakesTheSecond) {
  std::mt19937 chance(15);
  for (int i = 0; i < 5000; ++i) {
    const auto from = made_up(chance, 4), to = made_up(chance, 4);
    auto value = from;
    const auto changes = changes_between(from, to);
    ASSERT_TRUE(apply_changes(value, changes)) << json::serialize(from) << "\n"
                                               << json::serialize(to) << "\n"
                                               << json::serialize(changes);
    ASSERT_EQ(value, to) << json::serialize(from) << "\n"
                         << json::serialize(to) << "\n"
                         << json::serialize(changes);
  }
}

}  // namespace
}  // namespace chittycontextual
