#include "cli/help.hpp"

#include "base/text.hpp"
#include "cli/layout.hpp"
#include "cli/test_world.hpp"

namespace chitty::host {
namespace {

const test::World world;

std::string page(const std::vector<std::string>& words, int width = 80, bool colour = false) {
  const auto target = world.find(words);
  EXPECT_TRUE(target);
  return command_page(*target, width, colour);
}

// No line is too long, none ends in a blank, the last one ends.
void expect_tidy(const std::string& text, std::size_t width) {
  ASSERT_FALSE(text.empty());
  EXPECT_EQ(text.back(), '\n');
  for (const auto& line : split(text, '\n')) {
    EXPECT_LE(code_points(line), width) << line;
    EXPECT_TRUE(line.empty() || line.back() != ' ') << "'" << line << "'";
  }
}

TEST(Help, ACommandsPageSaysAllThatIsDeclared) {
  const auto text = page({"parcel", "send"});
  EXPECT_EQ(text.substr(0, 16), "Send one parcel\n");
  for (const auto* part : {
           "Usage: chitty parcel send --size {SMALL|MEDIUM|LARGE} [<file>]",
           "The parcel is weighed first.",
           "  -c, --count <count>",
           "How many (1 to 100; default 1)",
           "-s, --size {SMALL|MEDIUM|LARGE}",
           "How large it is (required)",
           "[--note <note>]...",
           "(duration: 90s, 7days;",
           "  -f, --fragile              Handle with care\n",
           "  chitty parcel send --size SMALL\n      Send a small one\n",
           "Needs a token with parcel:write\n",
       })
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n"
                                                  << text;
  expect_tidy(text, 80);
}

TEST(Help, UsageReadsRequiredWordsOptional) {
  const auto* print = world.plugins.at("acme-parcel").command("parcel label print");
  EXPECT_EQ(usage_line(*print),
            "chitty parcel label print <id> [<printer>...] [--output <path>] [--env <env>] [--dry-run]");
}

TEST(Help, AGroupsPageListsWhatIsBelow) {
  EXPECT_EQ(page({"parcel"}),
            "Send parcels and follow them\n\n"
            "Usage: chitty parcel <command> [options]\n\n"
            "Commands\n"
            "  send          Send one parcel\n"
            "  list          List parcels\n"
            "  label list    List labels\n"
            "  label print   Print a label\n"
            "  score         Score the caller\n"
            "  score entity  Score another\n\n"
            "Help for a command: chitty parcel <command> --help\n");
  EXPECT_NE(page({"hub"}).find("'chitty hub <command>' is 'chitty <command>'"), std::string::npos);
}

TEST(Help, ARemoteIsCalledByItsName) {
  EXPECT_NE(page({"tracker", "open"}).find("Usage: chitty tracker open\n"), std::string::npos);
  EXPECT_NE(page({"tracker"}).find("Usage: chitty tracker <command>"), std::string::npos);
  EXPECT_NE(page({"acme-board", "open"}).find("Usage: chitty acme-board open\n"), std::string::npos);
}

std::vector<CatalogueRoot> many_roots(std::size_t count) {
  static const std::string words = "abcdefghijklmnopqrstuvwxyz";
  std::vector<CatalogueRoot> roots;
  for (std::size_t i = 0; i < count; ++i)
    roots.push_back(
        {std::string_view(words).substr(i, 1), "What this word does, told in one line of some length", false, i});
  return roots;
}

TEST(Help, TheFrontPageIsALineARootAndCutsNothing) {
  const auto text = front_page(world.host_commands().words, many_roots(24), {{"chitty a b", "Begin"}}, 80, false);
  expect_tidy(text, 80);
  EXPECT_LE(split(text, '\n').size() - 1, 24u + 30u) << text;
  EXPECT_EQ(text.find("…"), text.npos);
  for (const auto* part : {"Usage: chitty <command> [options]", "  a  What this word does, told in one line of some length\n", "  x  ",
                           "remote", "Start here\n  chitty a b  Begin\n", "--env <env>", "-o, --output", "Filter the output with a jq expression", "--help"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n"
                                                  << text;
}

TEST(Help, UsageNeverBreaksInsideAUnit) {
  for (int width = 40; width < 120; ++width) {
    const auto text = page({"parcel", "send"}, width);
    for (const auto* unit : {"[--note <note>]...", "--size {SMALL|MEDIUM|LARGE}"})
      EXPECT_NE(text.find(unit), std::string::npos) << width << "\n"
                                                    << text;
  }
}

TEST(Help, TheFrontPageWithoutPluginsSaysSo) {
  EXPECT_NE(front_page(world.host_commands().words, {}, {}, 80, false).find("No plugins are installed"), std::string::npos);
}

TEST(Help, FitsItsWidth) {
  for (const int width : {40, 60, 80, 132}) {
    expect_tidy(page({"parcel", "send"}, width), static_cast<std::size_t>(width));
    expect_tidy(page({"parcel"}, width), static_cast<std::size_t>(width));
    expect_tidy(front_page(world.host_commands().words, many_roots(24), {}, width, false), static_cast<std::size_t>(width));
  }
}

TEST(Help, IsBoldOnlyWhenAsked) {
  EXPECT_EQ(page({"parcel", "send"}).find('\x1b'), std::string::npos);
  EXPECT_NE(page({"parcel", "send"}, 80, true).find("\x1b[1mOptions\x1b[0m\n"), std::string::npos);
}

TEST(Layout, CountsPlacesAndWrapsAtWords) {
  EXPECT_EQ(code_points("Zürich…"), 7u);
  EXPECT_EQ(wrap("one two three", 8, 2, 0), "one two\n  three");
  EXPECT_EQ(wrap("a\n\nb", 80, 0, 0), "a\n\nb");
  EXPECT_EQ(narrow_columns({{"a", "one"}, {"b", "two"}}, 40), "  a  one              b  two\n");
  EXPECT_EQ(narrow_columns({{"a", "one that is too long for half of it"}, {"b", "two"}}, 40),
            columns({{"a", "one that is too long for half of it"}, {"b", "two"}}, 40));
  EXPECT_EQ(wrap("averylongword b", 5, 0, 0), "averylongword\nb");
}

TEST(Manual, IsMdocWithEveryOption) {
  const auto& manifest = world.plugins.at("acme-parcel");
  const auto text = manual_page(manifest, *manifest.command("parcel send"));
  for (const auto* part :
       {".Dt CHITTY-PARCEL-SEND 1\n", ".Nm chitty-parcel-send\n.Nd Send one parcel\n", ".Fl -size Ar \\&size\n",
        ".It Fl c , Fl -count Ar \\&count\n", ".Op Fl -fragile\n", ".Sh EXIT STATUS\n", ".Sh EXAMPLES\n"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n"
                                                  << text;
}

TEST(Manual, NeverLetsTextBecomeAMacro) {
  auto manifest = world.plugins.at("acme-parcel");
  auto& command = manifest.commands[0];
  command.description = ".Bl is no macro here. 'tis neither. A \\ stays.";
  const auto text = manual_page(manifest, command);
  EXPECT_NE(text.find("\n\\&.Bl is no macro here.\n\\&'tis neither.\nA \\e stays.\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace chitty::host
