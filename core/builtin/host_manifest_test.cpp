#include "builtin/host_manifest.hpp"

#include <gtest/gtest.h>

#include "cli/arguments.hpp"
#include "cli/words.hpp"

namespace chitty {
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

TEST(HostManifest, TheTableOfWordsIsThatOfTheManifest) {
  const auto host = host_commands();
  ASSERT_EQ(host.words.size(), host_manifest().roots.size());
  for (std::size_t i = 0; i < host.words.size(); ++i) {
    EXPECT_EQ(host.words[i].word, host_manifest().roots[i].word);
    EXPECT_EQ(host.words[i].summary, host_manifest().roots[i].summary);
  }
}

TEST(HostManifest, EveryCommandBelongsToAWordOfTheHost) {
  for (const auto& command : host_manifest().commands) {
    const auto first = command.path.substr(0, command.path.find(' '));
    const auto& roots = host_manifest().roots;
    EXPECT_TRUE(std::any_of(roots.begin(), roots.end(), [&](const Root& root) { return root.word == first; })) << first;
  }
}

TEST(HostManifest, OneWordCommandsAreCommands) {
  for (const std::string word : {"version", "help"}) {
    const auto target = find_target({word}, host_commands(), nothing(), {});
    ASSERT_TRUE(target) << target.error().message;
    EXPECT_EQ(target->kind, Target::Kind::command);
    EXPECT_EQ(target->path, word);
  }
}

TEST(HostManifest, HasTheProjectsVersion) { EXPECT_EQ(host_manifest().version, CHITTY_VERSION); }

// Each example is a line that the command itself would take.
TEST(HostManifest, ExamplesAreLinesThatWork) {
  for (const auto& command : host_manifest().commands) {
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
      auto target = find_target(line.words, host_commands(), nothing(), {});
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

}  // namespace
}  // namespace chitty
