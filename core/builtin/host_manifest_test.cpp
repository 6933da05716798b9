#include "builtin/host_manifest.hpp"

#include <gtest/gtest.h>

#include "builtin/builtin.hpp"
#include "cli/arguments.hpp"
#include "cli/words.hpp"
#include "plugin/claims.hpp"

namespace chitty::host {
namespace {

Installed nothing() {
  Installed none;
  none.roots = [] { return std::vector<CatalogueRoot>(); };
  none.rows = [] { return std::vector<CatalogueRow>(); };
  none.find = [](std::string_view) { return std::nullopt; };
  none.find_plugin = none.find_refused = [](std::string_view) { return std::nullopt; };
  none.manifest = [](const CatalogueRow&) -> Result<Manifest> { return usage_error("No such plugin."); };
  return none;
}

std::vector<Command> every_command() {
  const auto host = host_commands();
  std::vector<Command> all;
  for (const auto& word : host.words)
    for (const auto& command : host.manifest(word.word).commands) all.push_back(command);
  return all;
}

TEST(HostManifest, EachWordHasItsOwnCommandsAlone) {
  const auto host = host_commands();
  ASSERT_EQ(host.words.size(), 7u);
  for (const auto& word : host.words) {
    const auto& part = host.manifest(word.word);
    ASSERT_EQ(part.roots.size(), 1u) << word.word;
    EXPECT_EQ(part.roots[0].word, word.word);
    EXPECT_EQ(part.roots[0].summary, word.summary);
    EXPECT_FALSE(part.commands.empty()) << word.word;
    for (const auto& command : part.commands) EXPECT_EQ(command.path.substr(0, command.path.find(' ')), word.word);
    EXPECT_EQ(&part, &host.manifest(word.word)) << "parsed once";
  }
}

TEST(HostManifest, NoPluginMayTakeAWordOfIt) {
  for (const auto& word : host_commands().words) EXPECT_TRUE(is_reserved_word(word.word)) << word.word;
}

// What changes something can only be planned or requested by its function, so that the gate of --dry-run stands before it.
TEST(HostManifest, EveryCommandHasItsKindOfFunction) {
  for (const auto& command : every_command()) {
    if (command.path == "help") continue;  // told by the run itself
    const auto builtin = find_builtin(command.path);
    EXPECT_EQ(builtin.read != nullptr, command.effect == Effect::read) << command.path;
    EXPECT_EQ((builtin.plan != nullptr) + (builtin.request != nullptr), command.effect != Effect::read) << command.path;
  }
}

TEST(HostManifest, OneWordCommandsAreCommands) {
  for (const std::string word : {"version", "help"}) {
    const auto target = resolve_command({word}, host_commands(), nothing(), {});
    ASSERT_TRUE(target) << target.error().message;
    EXPECT_EQ(target->kind, ResolvedCommand::Kind::command);
    EXPECT_EQ(target->path, word);
  }
}

TEST(HostManifest, HasTheProjectsVersion) { EXPECT_EQ(host_commands().manifest("version").version, CHITTY_VERSION); }

// Each example is a line that the command itself would take.
TEST(HostManifest, ExamplesAreLinesThatWork) {
  for (const auto& command : every_command()) {
    ASSERT_FALSE(command.examples.empty()) << command.path;
    for (const auto& example : command.examples) {
      std::vector<std::string> argv;
      for (std::size_t at = 7; at < example.command.size();) {
        const auto end = std::min(example.command.find(' ', at), example.command.size());
        argv.push_back(example.command.substr(at, end - at));
        at = end + 1;
      }
      const auto redirect = std::find(argv.begin(), argv.end(), ">");
      argv.erase(redirect, argv.end());
      auto line = scan_globals(argv);
      auto target = resolve_command(line.words, host_commands(), nothing(), {});
      ASSERT_TRUE(target) << example.command << ": " << target.error().message;
      ASSERT_TRUE(settle_globals(line, *target)) << example.command;
      EXPECT_EQ(target->path, command.path);
      const bool names_a_file = command.path == "config validate" || command.path == "plugin check";
      if (names_a_file && !target->rest.empty()) continue;  // of the reader's, which is not here
      const auto arguments = parse_arguments(*target->command(), target->rest, 0);
      EXPECT_TRUE(arguments) << example.command << ": " << arguments.error().message;
    }
  }
}

// chitty.catalogue/1 gives it whole.
TEST(HostManifest, ThePartsAreOneManifestAgain) {
  const auto whole = parse_manifest(host_manifest_text()).value();
  EXPECT_EQ(whole.roots.size(), host_commands().words.size());
  std::vector<std::string> all, parts;
  for (const auto& command : whole.commands) all.push_back(command.path);
  for (const auto& command : every_command()) parts.push_back(command.path);
  EXPECT_EQ(all, parts);
}

}  // namespace
}  // namespace chitty::host
