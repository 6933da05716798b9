#include "check/inputs.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <chitty/error.hpp>

#include "check/imports.hpp"

namespace chitty::host {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Inputs, TheFirstIsProperForEveryType) {
  const auto manifest = parse_manifest(R"({"commands":[{"path":"acme go",
    "arguments":[{"name":"words","type":"string","repeated":true}],
    "options":[{"name":"count","type":"integer","default":3},{"name":"least","type":"integer","minimum":7},
               {"name":"colour","type":"choice","choices":["red","blue"]},{"name":"tags","type":"list"},
               {"name":"loud","type":"boolean"}]}]})");
  ASSERT_TRUE(manifest);
  EXPECT_EQ(json::parse(inputs_of(manifest->commands.at(0)).front().text),
            json::parse(R"({"words":["acme"],"count":3,"least":7,"colour":"red","tags":["acme"],"loud":true})"));
}

TEST(Inputs, OddOnesAreTheSameAtEveryRun) {
  const auto one = bodies(), two = bodies();
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].text, two[i].text) << one[i].name;
}

std::vector<std::string> names(std::vector<std::string> imports, bool calls_atexit = false) {
  ElfNeeds needs;
  needs.imports = std::move(imports);
  needs.calls_atexit = calls_atexit;
  std::vector<std::string> found;
  for (const auto& import : ill_mannered(needs)) found.push_back(import.name);
  return found;
}

// abort and stderr are what a runtime linked into the plugin needs; a plugin of C alone has no such excuse.
TEST(Imports, ABI_19_ARuntimesLastResortIsNotThePlugins) {
  EXPECT_THAT(names({"memcpy", "abort", "stderr", "malloc"}), ElementsAre("abort", "stderr"));
  EXPECT_THAT(names({"memcpy", "abort", "stderr", "_dl_find_object", "__cxa_atexit"}), IsEmpty());
  EXPECT_THAT(names({"abort", "_dl_find_object", "setenv"}, true), ElementsAre("setenv", "atexit"));
}

TEST(Imports, ABI_19_NamesAreComparedWhole) {
  EXPECT_THAT(names({"xexit", "exit_group", "printf_", "setenvs", "fork1", "k"}), IsEmpty());
  EXPECT_THAT(names({"exit", "fork", "umask"}), ElementsAre("exit", "fork", "umask"));
}

}  // namespace
}  // namespace chitty::host
