#include "cli/arguments.hpp"
#include "cli/test_world.hpp"

namespace chitty::host {
namespace {

using test::told;
using Words = std::vector<std::string>;

const test::World world;

// Both steps at once, for a line whose command declares none of them.
Result<CommandLine> parse_globals(const std::vector<std::string>& argv) {
  auto line = scan_globals(argv);
  ResolvedCommand none;
  none.kind = ResolvedCommand::Kind::group;
  none.rest = line.words;
  if (auto done = settle_globals(line, none); !done) return done.error();
  return line;
}

std::string refused(const Words& argv) {
  const auto line = parse_globals(argv);
  return line ? "accepted" : told(line.error());
}

TEST(Globals, StandAnywhere) {
  const auto line =
      parse_globals({"--env", "staging", "parcel", "-o", "json", "send", "--size=SMALL", "--remote=eu", "-q"});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->words, (Words{"parcel", "send", "--size=SMALL"}));
  EXPECT_EQ(line->global.environment, "staging");
  EXPECT_EQ(line->global.output, "json");
  EXPECT_EQ(line->global.remote, "eu");
  EXPECT_TRUE(line->global.quiet);
}

TEST(Globals, ShortOnesStickToValuesAndToEachOther) {
  const auto line = parse_globals({"-ojson", "-qvy", "x"});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->global.output, "json");
  EXPECT_TRUE(line->global.quiet && line->global.verbose && line->global.yes);
  EXPECT_EQ(parse_globals({"-c3", "-qz"})->words, (Words{"-c3", "-qz"}));  // the command's, or its to refuse
}

TEST(Globals, EveryOneReachesItsField) {
  const auto line = parse_globals({"--jq", ".id", "--timeout", "1m30s", "--dry-run", "--yes", "--verbose", "--trace",
                                   "--no-color", "--help", "--version"});
  ASSERT_TRUE(line);
  const auto& g = line->global;
  EXPECT_EQ(g.jq, ".id");
  EXPECT_EQ(g.timeout, std::chrono::seconds(90));
  EXPECT_TRUE(g.dry_run && g.yes && g.verbose && g.trace && g.no_color && g.help && g.version);
}

TEST(Globals, EndAtTwoDashes) {
  const auto line = parse_globals({"x", "--", "--env", "y"});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->words, (Words{"x", "--", "--env", "y"}));
  EXPECT_EQ(line->global.environment, "");
}

TEST(Globals, RefuseWhatIsWrong) {
  EXPECT_EQ(refused({"--env"}), "option '--env' requires a value: --env <env> | ");
  EXPECT_EQ(refused({"--env", "--quiet"}), "option '--env' requires a value: --env <env> | ");
  EXPECT_EQ(refused({"--env="}), "option '--env' requires a value: --env <env> | ");
  EXPECT_EQ(refused({"-o", "xml"}), "invalid value 'xml' for '-o' [possible values: table, json, ndjson, yaml, csv] | ");
  EXPECT_EQ(refused({"-ojsn"}), "invalid value 'jsn' for '-o' [possible values: table, json, ndjson, yaml, csv] | Did you mean 'json'?");
  EXPECT_EQ(refused({"--timeout", "0s"}), "invalid value '0s' for '--timeout': it must be longer than 0 | Write a number and a unit, such as 30s.");
  EXPECT_EQ(refused({"--timeout", "30"}),
            "invalid value '30' for '--timeout': a number needs a unit | Write 30s, 30m, 30h or 30days");
  EXPECT_EQ(refused({"--quiet=yes"}), "option '--quiet' takes no value | ");
}

TEST(Globals, TheLastOfTwoCounts) {
  const auto line = parse_globals({"-o", "json", "--env", "a", "--output=yaml", "--env", "b", "--timeout", "1s", "--timeout", "2s"});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->global.output, "yaml");
  EXPECT_EQ(line->global.environment, "b");
  EXPECT_EQ(line->global.timeout, std::chrono::seconds(2));
}

TEST(Globals, AScanRefusesNothing) {
  const auto line = scan_globals({"--output", "xml", "--timeout", "30", "x", "--env"});
  EXPECT_EQ(line.words, Words{"x"});
  EXPECT_EQ(line.global.output, "");
}

struct Settled {
  CommandLine line;
  ResolvedCommand target;
};

Settled settle(const Words& argv) {
  Settled all{scan_globals(argv), {}};
  all.target = world.find(all.line.words).value();
  const auto done = settle_globals(all.line, all.target);
  EXPECT_TRUE(done) << done.error().message;
  return all;
}

TEST(Globals, ACommandsOwnOptionOfTheSameNameIsTheCommands) {
  const auto [line, target] =
      settle({"--dry-run", "parcel", "label", "print", "--output", "out.pdf", "a", "--quiet", "b", "-o", "json"});
  EXPECT_EQ(target.rest, (Words{"--dry-run", "--output", "out.pdf", "a", "b"}));
  EXPECT_FALSE(line.global.dry_run);
  EXPECT_TRUE(line.global.quiet);
  EXPECT_EQ(line.global.output, "json");  // the short name is not the command's
}

TEST(Globals, EnvironmentStaysTheHostsToo) {
  const auto [line, target] = settle({"parcel", "label", "print", "a", "--env", "staging"});
  EXPECT_EQ(target.rest, (Words{"a", "--env", "staging"}));
  EXPECT_EQ(line.global.environment, "staging");
}

TEST(Globals, OfAnotherCommandAreRefusedOnlyOnceItIsKnown) {
  auto line = scan_globals({"parcel", "list", "--output", "out.pdf"});
  auto target = world.find(line.words).value();
  const auto done = settle_globals(line, target);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "invalid value 'out.pdf' for '--output' [possible values: table, json, ndjson, yaml, csv]");
}

}  // namespace
}  // namespace chitty::host
