#include "cli/examples.hpp"

#include <gtest/gtest.h>

namespace chitty::host {
namespace {

using Words = std::vector<std::string>;

TEST(ShellWords, AreThoseOfAShellUpToWhereItsOwnWordsBegin) {
  EXPECT_EQ(shell_words("chitty x --n \"a b\" 'c \"d\"' e\\ f"), (Words{"chitty", "x", "--n", "a b", "c \"d\"", "e f"}));
  EXPECT_EQ(shell_words("chitty x '' > out"), (Words{"chitty", "x", ""}));
  EXPECT_EQ(shell_words("chitty x | jq . ; y"), (Words{"chitty", "x"}));
  EXPECT_TRUE(shell_words("  ").empty());
}

std::vector<std::string> wrong(const std::string& example) {
  return wrong_examples(parse_manifest(R"({"name": "acme", "roots": [{"word": "board", "summary": "x"}], "commands": [
    {"path": "board add", "summary": "x", "arguments": [{"name": "file", "type": "file", "summary": "x"}],
     "options": [{"name": "n", "type": "integer", "required": true, "summary": "x"}], "examples": [{"command": ")" +
                                       example + R"(", "summary": "x"}]},
    {"path": "board list", "summary": "x", "examples": []}]})")
                            .value());
}

TEST(Examples, AreReadAsIfTheyWereTyped) {
  EXPECT_TRUE(wrong("chitty board add --n 3").empty());
  EXPECT_TRUE(wrong("chitty board add no-such-file.txt --n=3 -o json < x").empty());
  EXPECT_TRUE(wrong("chitty mine add --n 3").empty());  // a remote's name
}

TEST(Examples, ThatDoNotWorkAreToldWithTheReason) {
  for (const auto& [example, words] : std::initializer_list<std::pair<const char*, const char*>>{
           {"chitty board add", "missing"}, {"chitty board add --n ten", "ten"}, {"chitty board add --n 3 --m 4", "--m"}, {"chitty board list", "it runs 'board list'"}, {"chitty board ad --n 3", "ad"}, {"chit board add --n 3", "it does not begin with 'chitty'"}}) {
    const auto told = wrong(example);
    ASSERT_EQ(told.size(), 1u) << example;
    EXPECT_NE(told[0].find(words), std::string::npos) << told[0];
  }
}

}  // namespace
}  // namespace chitty::host
