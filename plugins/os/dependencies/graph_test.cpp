#include "graph.hpp"

#include <gtest/gtest.h>

namespace os {
namespace {

Plugins plugins(std::initializer_list<std::pair<const char*, std::vector<const char*>>> all) {
  Plugins made;
  for (const auto& [name, needs] : all) {
    auto& plugin = made[name];
    plugin.name = name;
    for (const auto* need : needs) plugin.needs[need] = {"service"};
  }
  return made;
}

std::vector<std::string> drawn(const std::vector<Branch>& lines) {
  std::vector<std::string> texts;
  for (const auto& line : lines) texts.push_back(line.drawn + (line.circle ? " circle" : line.again   ? " again"
                                                                                     : line.installed ? ""
                                                                                                      : " missing"));
  return texts;
}

using Lines = std::vector<std::string>;

TEST(Graph, ATreeShowsEachWithItsBranchesOnce) {
  const auto all = plugins({{"a", {"b", "c"}}, {"b", {"d"}}, {"c", {"b", "x"}}, {"d", {}}});
  EXPECT_EQ(drawn(tree_of(all, "a")), (Lines{"a", "├─ b", "│  └─ d", "└─ c", "   ├─ b again", "   └─ x missing"}));
  EXPECT_EQ(drawn(tree_of(all, "nothing")), (Lines{"nothing missing"}));
}

TEST(Graph, ACircleIsNamedOnceAndEndsTheBranch) {
  const auto all = plugins({{"b", {"c"}}, {"c", {"a"}}, {"a", {"b"}}, {"z", {"a", "z2"}}, {"z2", {}}});
  EXPECT_EQ(cycles_of(all), (std::vector<Lines>{{"a", "b", "c", "a"}}));
  EXPECT_EQ(drawn(tree_of(all, "a")), (Lines{"a", "└─ b", "   └─ c", "      └─ a circle"}));
  EXPECT_TRUE(cycles_of(plugins({{"a", {"b"}}, {"b", {}}})).empty());
}

TEST(Graph, WhoNeedsAPluginIsKnownWithoutIt) {
  const auto all = plugins({{"a", {"x"}}, {"b", {"x", "a"}}});
  EXPECT_EQ(needed_by(all, "x"), (Lines{"a", "b"}));
  EXPECT_TRUE(needed_by(all, "b").empty());
}

}  // namespace
}  // namespace os
