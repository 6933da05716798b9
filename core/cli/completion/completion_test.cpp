#include "cli/completion/completion.hpp"

#include "base/text.hpp"
#include "cli/test_world.hpp"

namespace chitty::host {
namespace {

using Words = std::vector<std::string>;

const test::World world;

// The suggested words in one line, ":files" first.
std::string suggested(const Words& words) {
  const auto found = suggest(words, world.host_commands(), world.installed(), test::World::remotes());
  Words all;
  if (found.files) all.push_back(":files");
  for (const auto& one : found.words) all.push_back(one.word);
  return join(all, " ");
}

TEST(Completion, FirstWordsAreRootsRemotesAndTheHosts) {
  EXPECT_EQ(suggested({""}), "board card hub parcel tracker lost half remote help version");
  EXPECT_EQ(suggested({}), suggested({""}));
  EXPECT_EQ(suggested({"pa"}), "parcel");
  EXPECT_EQ(suggested({"acme-p"}), "acme-parcel");
}

TEST(Completion, NextWordsFollow) {
  EXPECT_EQ(suggested({"parcel", ""}), "send list label score");
  EXPECT_EQ(suggested({"parcel", "l"}), "list label");
  EXPECT_EQ(suggested({"parcel", "label", ""}), "list print");
  EXPECT_EQ(suggested({"acme-board", ""}), "open");
  EXPECT_EQ(suggested({"tracker", ""}), "open");
  EXPECT_EQ(suggested({"parcel", "score", ""}), "entity");
  EXPECT_EQ(suggested({"remote", ""}), "show list");  // not the hidden one
  EXPECT_EQ(suggested({"nonsense", ""}), "");
}

TEST(Completion, ARootThatHandsOnOffersBoth) {
  EXPECT_EQ(suggested({"hub", "p"}), "parcel parcel");
  EXPECT_EQ(suggested({"hub", "parcel", "send", "--si"}), "--size");
}

TEST(Completion, GlobalOptionsStandBeforeTheWords) {
  EXPECT_EQ(suggested({"--env", "st"}), "staging");
  EXPECT_EQ(suggested({"--env=st"}), "--env=staging");
  EXPECT_EQ(suggested({"-o", ""}), "table json ndjson yaml csv");
  EXPECT_EQ(suggested({"--output=nd"}), "--output=ndjson");
  EXPECT_EQ(suggested({"--remote", "t"}), "tracker");
  EXPECT_EQ(suggested({"--env", "staging", "pa"}), "parcel");
  EXPECT_EQ(suggested({"--ver"}), "--verbose --version");
}

TEST(Completion, OptionsOfACommandFirstItsOwn) {
  EXPECT_EQ(suggested({"parcel", "list", "--m"}), "--mine");
  EXPECT_EQ(suggested({"parcel", "list", "-"}).substr(0, 13), "--mine --env ");
  EXPECT_EQ(suggested({"parcel", "list", "--mine", "--m"}), "");  // given already
  EXPECT_EQ(suggested({"parcel", "send", "--note", "x", "--no"}), "--note --no-fragile --no-color");
  EXPECT_EQ(suggested({"parcel", "list", ""}), "--mine");  // nothing else may stand there
}

TEST(Completion, ValuesOfChoices) {
  EXPECT_EQ(suggested({"parcel", "send", "--size", ""}), "SMALL MEDIUM LARGE");
  EXPECT_EQ(suggested({"parcel", "send", "-s", "me"}), "MEDIUM");
  EXPECT_EQ(suggested({"parcel", "send", "--size=la"}), "--size=LARGE");
  EXPECT_EQ(suggested({"parcel", "send", "--fragile="}), "--fragile=true --fragile=false");
  EXPECT_EQ(suggested({"parcel", "send", "--labels", "red,g"}), "red,green");
  EXPECT_EQ(suggested({"parcel", "send", "--count", ""}), "");
  EXPECT_EQ(suggested({"parcel", "list", "--env", "m"}), "mine");
}

TEST(Completion, FilesAreTheShells) {
  EXPECT_EQ(suggested({"parcel", "send", ""}), ":files");
  EXPECT_EQ(suggested({"parcel", "send", "--file", "./"}), ":files");
  EXPECT_EQ(suggested({"parcel", "send", "--file=./"}), ":files");
}

TEST(Completion, ACommandsOwnOptionOfAGlobalNameIsItsOwn) {
  EXPECT_EQ(suggested({"parcel", "label", "print", "--output", ""}), "");
  EXPECT_EQ(suggested({"parcel", "label", "print", "x", "-o", "j"}), "json");
}

TEST(Completion, AfterTwoDashesThereAreNoOptions) { EXPECT_EQ(suggested({"parcel", "send", "--", "-"}), ":files"); }

TEST(Completion, TheHostsCommandsKnowNames) {
  EXPECT_EQ(suggested({"remote", "show", ""}), "tracker lost half owner");
  EXPECT_EQ(suggested({"remote", "show", "o"}), "owner");
  EXPECT_EQ(suggested({"help", "par"}), "parcel");
  EXPECT_EQ(suggested({"help", "parcel", "la"}), "label");
}

TEST(Completion, LinesAreWhatTheScriptsRead) {
  EXPECT_EQ(suggestion_lines({{{"a", "What it is"}, {"b", ""}}, true}), ":files\na\tWhat it is\nb\t\n");
}

TEST(Completion, ThereIsAScriptForEachShellAndNoOther) {
  for (const auto* shell : {"bash", "zsh", "fish"})
    EXPECT_NE(completion_script(shell).value().find("completion suggest --"), std::string::npos);
  EXPECT_EQ(test::told(completion_script("tcsh").error()),
            "There is no completion for 'tcsh'. | Choices: bash, zsh, fish");
}

}  // namespace
}  // namespace chitty::host
