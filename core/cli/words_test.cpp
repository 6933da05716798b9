#include "cli/words.hpp"

#include "cli/test_world.hpp"

namespace chitty::host {
namespace {

using test::told;
using Words = std::vector<std::string>;

const test::World world;

// "path [rest]" of what is found, or what is told.
std::string found(const Words& words) {
  const auto target = world.find(words);
  if (!target) return told(target.error());
  std::string out = target->kind == ResolvedCommand::Kind::command ? ""
                    : target->kind == ResolvedCommand::Kind::group ? "group "
                                                                   : "host group ";
  out += target->path;
  for (const auto& word : target->rest) out += " [" + word + "]";
  return out;
}

TEST(Words, LongestPathOfACommandWins) {
  EXPECT_EQ(found({"parcel", "list"}), "parcel list");
  EXPECT_EQ(found({"parcel", "label", "list"}), "parcel label list");
  EXPECT_EQ(found({"parcel", "score"}), "parcel score");
  EXPECT_EQ(found({"parcel", "score", "entity", "x"}), "parcel score entity [x]");
  EXPECT_EQ(found({"parcel", "label", "print", "one", "--x", "two"}), "parcel label print [one] [--x] [two]");
}

TEST(Words, GroupsAreHelpAndNoError) {
  EXPECT_EQ(found({"parcel"}), "group parcel");
  EXPECT_EQ(found({"parcel", "label"}), "group parcel label");
  EXPECT_EQ(found({"remote"}), "host group remote");
}

TEST(Words, TheHostsOwnWordsComeFirst) {
  EXPECT_EQ(found({"version"}), "version");
  EXPECT_EQ(found({"help", "parcel"}), "help [parcel]");
  EXPECT_EQ(found({"remote", "show", "x"}), "remote show [x]");
  EXPECT_FALSE(world.find({"remote", "list"})->row);
}

TEST(Words, APluginsNameStandsForItsRoots) {
  EXPECT_EQ(found({"acme-parcel", "list"}), "parcel list");
  EXPECT_EQ(found({"acme-board", "open"}), "board open");
  EXPECT_EQ(found({"acme-board", "move", "x"}), "card move [x]");
  EXPECT_EQ(found({"acme-board", "card", "move", "x"}), "card move [x]");
  EXPECT_EQ(found({"acme-board"}), "group board");
  EXPECT_EQ(world.find({"acme-parcel", "list"})->line(), "chitty acme-parcel list");
}

TEST(Words, ARemotesNameStandsForItsTypeAndIsRemembered) {
  const auto target = world.find({"tracker", "open"});
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "board open");
  EXPECT_EQ(target->remote, "tracker");
  EXPECT_EQ(target->line(), "chitty tracker open");
  EXPECT_EQ(target->manifest.name, "acme-board");
}

TEST(Words, ARootThatHandsOnIsAsIfItWereNotThere) {
  EXPECT_EQ(found({"hub", "parcel", "list", "--mine"}), "parcel list [--mine]");
  EXPECT_EQ(found({"hub", "tracker", "open"}), "board open");
  EXPECT_EQ(world.find({"hub", "tracker", "open"})->remote, "tracker");
  EXPECT_EQ(found({"hub", "remote", "list"}), "remote list");
  EXPECT_EQ(found({"hub", "hub", "hub", "parcel", "list"}), "parcel list");
  EXPECT_EQ(found({"hub", "parcel", "label"}), "group parcel label");
}

TEST(Words, ARootThatHandsOnKeepsItsOwn) {
  EXPECT_EQ(found({"hub", "status", "--all"}), "hub status [--all]");
  EXPECT_EQ(found({"hub", "health", "parcel"}), "hub health [parcel]");
  EXPECT_EQ(found({"hub", "parcel", "audit"}), "hub parcel audit");
  EXPECT_EQ(found({"hub", "parcel"}), "group hub parcel");
  EXPECT_EQ(found({"hub"}), "group hub");
}

TEST(Words, AnUnknownWordSuggestsTheNearestOfItsLevel) {
  EXPECT_EQ(found({"parcle", "send"}), "unknown command 'parcle' | Did you mean: chitty parcel");
  EXPECT_EQ(found({"parcel", "sned"}),
            "'chitty parcel' has no command 'sned' | Did you mean: chitty parcel send");
  EXPECT_EQ(found({"parcel", "label", "prnt", "x"}),
            "'chitty parcel label' has no command 'prnt' | Did you mean: chitty parcel label print");
  EXPECT_EQ(found({"remote", "lst"}), "'chitty remote' has no command 'lst' | Did you mean: chitty remote list");
  EXPECT_EQ(found({"trakcer", "open"}), "unknown command 'trakcer' | Did you mean: chitty tracker");
  EXPECT_EQ(found({"parcel", "score", "entty", "x"}),
            "'chitty parcel score' has no command 'entty' | Did you mean: chitty parcel score entity");
}

TEST(Words, AnUnknownWordSuggestsACommandOfAnotherLevel) {
  EXPECT_EQ(found({"send"}), "unknown command 'send' | Did you mean: chitty parcel send");
  EXPECT_EQ(found({"parcel", "print"}),
            "'chitty parcel' has no command 'print' | Did you mean: chitty parcel label print");
  EXPECT_EQ(found({"prnt"}), "unknown command 'prnt' | Did you mean: chitty parcel label print");
  EXPECT_EQ(found({"hub", "snd"}), "'chitty hub' has no command 'snd' | Did you mean: chitty parcel send");
}

TEST(Words, NothingNearPointsToHelp) {
  EXPECT_EQ(found({"quux"}), "unknown command 'quux' | List the commands: chitty --help");
  EXPECT_EQ(found({"parcel", "quux"}), "'chitty parcel' has no command 'quux' | List the commands: chitty parcel --help");
}

TEST(Words, HiddenCommandsRunAndAreNotSuggested) {
  EXPECT_EQ(found({"remote", "secret"}), "remote secret");
  EXPECT_EQ(found({"remote", "secre"}), "'chitty remote' has no command 'secre' | List the commands: chitty remote --help");
}

TEST(Words, ARefusedPluginSaysWhy) {
  const auto target = world.find({"broken", "go"});
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().code, Code::plugin_fault);
  EXPECT_EQ(told(target.error()), "cannot use the plugin 'broken': It is a text file. | Build it again.");
  EXPECT_EQ(found({"hub", "broken", "go"}), told(target.error()));
  EXPECT_EQ(found({"half", "go"}), told(target.error()));  // a remote of its type
}

TEST(Words, ARemoteWithoutItsPluginSaysSo) {
  const auto target = world.find({"lost", "go"});
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().code, Code::configuration);
  EXPECT_EQ(told(target.error()),
            "no plugin installed for remote 'lost' (type gone) | Install its plugin, or "
            "remove the remote: "
            "chitty remote remove lost");
}

TEST(Words, OptionsBeforeTheCommandIsWholeAreRefused) {
  EXPECT_EQ(found({"parcel", "--mine", "list"}),
            "unknown option '--mine' for 'chitty parcel' | A command's own options follow it. List the commands: chitty parcel "
            "--help");
  EXPECT_EQ(found({"--evn", "x"}), "unknown option '--evn' for 'chitty' | A command's own options follow it. List the commands: chitty --help");
  EXPECT_EQ(found({}), "no command given | List the commands: chitty --help");
}

TEST(Words, APluginWithoutCommandsSaysSo) {
  test::World other;
  other.plugins["silent"] = {};
  EXPECT_EQ(told(other.find({"silent"}).error()),
            "the plugin 'silent' has no commands | See its details: chitty plugin info silent");
}

TEST(Words, NextWordsAreTheLevelBelow) {
  std::string all;
  for (const auto& next : next_words(world.plugins.at("acme-parcel"), "parcel"))
    all += next.word + (next.is_group ? "/" : "") + "=" + next.summary + ";";
  EXPECT_EQ(all, "send=Send one parcel;list=List parcels;label/=list, print;score/=Score the caller;");
}

TEST(Words, TheHostsManifestIsReadOnlyForItsOwnWords) {
  HostCommands host = world.host_commands();
  host.manifest = [](std::string_view) -> const Manifest& { throw std::runtime_error("read"); };
  EXPECT_TRUE(resolve_command({"parcel", "list"}, host, world.installed(), {}));
  EXPECT_THROW((void)resolve_command({"version"}, host, world.installed(), {}), std::runtime_error);
}

}  // namespace
}  // namespace chitty::host
