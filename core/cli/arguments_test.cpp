#include "cli/arguments.hpp"

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>

#include "cli/test_world.hpp"

namespace chitty::host {
namespace {

using test::told;
using Words = std::vector<std::string>;

const test::World world;
constexpr std::int64_t now = 1795443937500;  // 2026-11-23T14:25:37.500Z

const Command& command(std::string_view path) { return *world.plugins.at("acme-parcel").command(path); }

// The arguments as JSON, without the two defaults of `parcel send`; or what is told.
std::string parsed(std::string_view path, const Words& rest, bool with_size = true) {
  auto values = parse_arguments(command(path), rest, now);
  if (!values) return told(values.error());
  if (!with_size) values->erase("size");
  for (const auto* name : {"count", "wait"})
    if (const auto* value = values->if_contains(name);
        value && (*value == json::value(1) || *value == json::value(90000)))
      values->erase(name);
  return json::serialize(*values);
}

// Of `parcel send` with its required option.
std::string sent(Words rest) {
  rest.insert(rest.begin(), "--size=SMALL");
  return parsed("parcel send", rest, false);
}

class InFolder : public testing::Test {
 protected:
  InFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "chitty-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    file = folder / "a.txt";
    std::ofstream(file) << "x";
  }
  ~InFolder() override { std::filesystem::remove_all(folder); }
  std::filesystem::path folder, file;
};

TEST(Arguments, EveryWayToWriteAnOption) {
  for (const Words& rest : {Words{"--size", "LARGE"}, {"--size=LARGE"}, {"-s", "LARGE"}, {"-sLARGE"}})
    EXPECT_EQ(parsed("parcel send", rest), R"({"size":"LARGE"})");
}

TEST(Arguments, DefaultsAreIn) {
  const auto values = parse_arguments(command("parcel send"), {"-s", "SMALL"}, now);
  ASSERT_TRUE(values);
  EXPECT_EQ(values->at("count"), json::value(1));
  EXPECT_EQ(values->at("wait"), json::value(90'000));
  EXPECT_FALSE(values->contains("fragile"));
  EXPECT_FALSE(values->contains("note"));
}

// As plugin.h says: of the declared type.
TEST(Arguments, RepeatedOnesKeepTheirType) {
  Command numbers;
  numbers.path = "parcel count";
  for (const auto type : {ArgumentType::integer, ArgumentType::duration, ArgumentType::string}) {
    Argument one;
    one.name = type == ArgumentType::integer ? "count" : type == ArgumentType::duration ? "wait"
                                                                                        : "note";
    one.type = type;
    one.repeated = true;
    numbers.options.push_back(one);
  }
  const auto values = parse_arguments(numbers, {"--count", "2", "--count=3", "--wait", "2s", "--note", "7"}, now);
  ASSERT_TRUE(values) << values.error().message;
  EXPECT_EQ(json::serialize(*values), R"({"count":[2,3],"wait":[2000],"note":["7"]})");
}

TEST(Arguments, ChoicesTakeTheirDeclaredSpelling) {
  EXPECT_EQ(parsed("parcel send", {"-s", "medium"}), R"({"size":"MEDIUM"})");
  EXPECT_EQ(parsed("parcel send", {"--size", "LRAGE"}),
            "invalid value 'LRAGE' for '--size' [possible values: SMALL, MEDIUM, LARGE] | Did you mean 'LARGE'?");
  EXPECT_EQ(parsed("parcel send", {"-s", "huge"}), "invalid value 'huge' for '-s' [possible values: SMALL, MEDIUM, LARGE] | ");
}

TEST(Arguments, Integers) {
  EXPECT_EQ(sent({"--count", "7"}), R"({"count":7})");
  EXPECT_EQ(sent({"-c7"}), R"({"count":7})");
  EXPECT_EQ(sent({"--offset", "-5"}), R"({"offset":-5})");
  EXPECT_EQ(sent({"--offset=-5"}), R"({"offset":-5})");
  EXPECT_EQ(sent({"--offset", "+5"}), R"({"offset":5})");
  EXPECT_EQ(sent({"--count", "0"}), "invalid value '0' for '--count': must be from 1 to 100 | ");
  EXPECT_EQ(sent({"--count", "101"}), "invalid value '101' for '--count': must be from 1 to 100 | ");
  for (const std::string bad : {"x", "1.5", "5x", "", " 5", "0x10", "--5", "+-5"})
    EXPECT_EQ(sent({"--offset=" + bad}),
              "invalid value '" + bad + "' for '--offset': expected an integer | ");
  EXPECT_EQ(sent({"--offset", "9223372036854775808"}),
            "invalid value '9223372036854775808' for '--offset': the number is too large | ");
}

TEST(Arguments, Booleans) {
  EXPECT_EQ(parsed("parcel list", {"--mine"}), R"({"mine":true})");
  EXPECT_EQ(parsed("parcel list", {"--no-mine"}), R"({"mine":false})");
  EXPECT_EQ(parsed("parcel list", {"--mine=false"}), R"({"mine":false})");
  EXPECT_EQ(parsed("parcel list", {}), "{}");
  EXPECT_EQ(sent({"-fc7"}), R"({"count":7,"fragile":true})");  // letters of flags stick together
  EXPECT_EQ(sent({"-f", "-c", "7"}), R"({"count":7,"fragile":true})");
  EXPECT_EQ(parsed("parcel list", {"--mine=maybe"}), "invalid value 'maybe' for '--mine': expected true or false | ");
  EXPECT_EQ(parsed("parcel list", {"--mine", "--no-mine"}), "'--no-mine' cannot be used more than once | ");
  EXPECT_EQ(parsed("parcel list", {"--no-mine=true"}),
            "option '--no-mine' takes no value | Write --no-mine alone, or --mine=false.");
}

TEST(Arguments, ListsSplitAtCommasAndGrow) {
  EXPECT_EQ(sent({"--labels", "red,green", "--labels=red"}), R"({"labels":["red","green","red"]})");
  EXPECT_EQ(sent({"--labels", "Red, green,"}), R"({"labels":["red","green"]})");
  EXPECT_EQ(sent({"--labels", "red,gren"}), "invalid value 'gren' for '--labels' [possible values: red, green] | Did you mean 'green'?");
  EXPECT_EQ(sent({"--note", "one, two", "--note", "three"}), R"({"note":["one, two","three"]})");
}

TEST(Arguments, DurationsAndTimes) {
  EXPECT_EQ(sent({"--wait", "1h30m"}), R"({"wait":5400000})");
  EXPECT_EQ(sent({"--due", "7days"}), R"({"due":"2026-11-30T14:25:37.500Z"})");
  EXPECT_EQ(sent({"--wait", "90"}), "invalid value '90' for '--wait': a number needs a unit | Write 90s, 90m, 90h or 90days");
  EXPECT_EQ(sent({"--due", "soon"}),
            "invalid value 'soon' for '--due': not a time | Forms: 2026-11-23, 2026-11-23T10:00:00Z, now, today, tomorrow, "
            "30days, 'in 2h'");
  EXPECT_EQ(sent({"--due", "2h ago"}),
            "invalid value '2h ago' for '--due': it is in the past | Write a time in the future, such as tomorrow, 30days, 'in 2h'; it is now "
            "2026-11-23T14:25:37Z");
}

TEST(Arguments, JsonIsItselfAndItsErrorHasAPlace) {
  EXPECT_EQ(sent({"--metadata", R"({"case":"case-123"})"}), R"({"metadata":{"case":"case-123"}})");
  EXPECT_EQ(sent({"--metadata", "[1]"}), R"({"metadata":[1]})");
  EXPECT_EQ(sent({"--metadata", "null"}), R"({"metadata":null})");
  EXPECT_EQ(sent({"--metadata", "{\"a\":}"}),
            "invalid JSON for '--metadata' at character 6: syntax error | Put it in single quotes: --metadata "
            "'{\"key\": \"value\"}'");
  EXPECT_EQ(sent({"--metadata", "{\"a\":1"}).find("invalid JSON for '--metadata' at character 7: inco"), 0u);
  EXPECT_EQ(sent({"--metadata", "1 2"}).find("invalid JSON for '--metadata' at character 3: ext"), 0u);
  EXPECT_EQ(sent({"--metadata="}).find("invalid JSON for '--metadata' at character 1: inc"), 0u);
}

TEST(Arguments, SecretsAreTakenAsTheyAre) {
  EXPECT_EQ(sent({"--token", "env:NAME"}), R"({"token":"env:NAME"})");
  EXPECT_EQ(sent({"--token", "-"}), R"({"token":"-"})");
}

TEST(Arguments, TextMustBeUtf8) {
  EXPECT_EQ(sent({"--note", "\xff"}), "the value of '--note' is not UTF-8 | ");
}

TEST(Arguments, AnEmptyValueIsAValue) {
  EXPECT_EQ(sent({"--note="}), R"({"note":[""]})");
  EXPECT_EQ(sent({"--note", ""}), R"({"note":[""]})");
}

TEST_F(InFolder, FilesMustBeThereAndReadable) {
  EXPECT_EQ(sent({"--file", file.string()}), R"({"file":")" + file.string() + "\"}");
  EXPECT_EQ(sent({"--file", "-"}), R"({"file":"-"})");
  const std::string hint = " | ";
  EXPECT_EQ(sent({"--file", "/no/such"}),
            "cannot read file '/no/such' for '--file': No such file or directory" + hint);
  EXPECT_EQ(sent({"--file", folder.string()}),
            "cannot read file '" + folder.string() + "' for '--file': Is a directory" + hint);
}

TEST_F(InFolder, AWordAndAnOptionOfOneNameAreTwoWaysToSayIt) {
  EXPECT_EQ(sent({file.string()}), R"({"file":")" + file.string() + "\"}");
  EXPECT_EQ(sent({file.string(), "--file", file.string()}), "'--file' cannot be used more than once | ");
}

TEST(Arguments, WordsGoToTheirPlacesAndTheLastMayTakeMore) {
  EXPECT_EQ(parsed("parcel label print", {"a"}), R"({"id":"a"})");
  EXPECT_EQ(parsed("parcel label print", {"a", "b", "--dry-run", "c"}),
            R"({"id":"a","printer":["b","c"],"dry-run":true})");
  EXPECT_EQ(parsed("parcel label print", {"--", "--dry-run", "-x"}), R"({"id":"--dry-run","printer":["-x"]})");
  EXPECT_EQ(parsed("parcel label print", {"-5", "-"}), R"({"id":"-5","printer":["-"]})");
}

TEST(Arguments, AMissingOneIsNamedWithTheUsage) {
  EXPECT_EQ(parsed("parcel score entity", {}), "missing required argument <id> | Usage: chitty parcel score entity <id>");
  EXPECT_EQ(parsed("parcel send", {"--fragile"}).find("missing required option '--size' | Usage: chitty parcel send --size {SMALL|MEDIUM|LARGE} [<file>"), 0u);
}

TEST(Arguments, AWordTooManyIsNamed) {
  EXPECT_EQ(parsed("parcel score entity", {"a", "b"}),
            "unexpected argument 'b' for 'chitty parcel score entity' | "
            "Usage: chitty parcel "
            "score entity <id>");
  EXPECT_EQ(parsed("parcel list", {"x"}),
            "unexpected argument 'x' for 'chitty parcel list' | Usage: "
            "chitty parcel list "
            "[--mine]");
}

TEST(Arguments, UnknownOptionsSuggestTheNearest) {
  EXPECT_EQ(sent({"--fragil"}),
            "unknown option '--fragil' for 'chitty parcel send' | Did you mean '--fragile'?");  // no guessing
  EXPECT_EQ(sent({"--metdata=x"}), "unknown option '--metdata' for 'chitty parcel send' | Did you mean '--metadata'?");
  EXPECT_EQ(sent({"--timeot", "1s"}), "unknown option '--timeot' for 'chitty parcel send' | Did you mean '--timeout'?");
  EXPECT_EQ(sent({"--colour"}), "unknown option '--colour' for 'chitty parcel send' | List its options: chitty parcel send --help");
  EXPECT_EQ(sent({"-z"}), "unknown option '-z' for 'chitty parcel send' | List its options: chitty parcel send --help");
  EXPECT_EQ(sent({"--unknown="}),
            "unknown option '--unknown' for 'chitty parcel send' | List its options: chitty parcel send --help");
}

TEST(Arguments, AnOptionWithoutItsValueSaysSo) {
  EXPECT_EQ(sent({"--count"}), "option '--count' requires a value: --count=<count> | ");
  EXPECT_EQ(sent({"-c"}), "option '-c' requires a value: -c <count> | ");
  EXPECT_EQ(sent({"--note", "--fragile"}), "option '--note' requires a value: --note=<note> | ");
  EXPECT_EQ(sent({"--note", "-c", "3"}), "option '--note' requires a value: --note=<note> | ");
  EXPECT_EQ(sent({"--note", "-dash"}), R"({"note":["-dash"]})");
  EXPECT_EQ(sent({"--note=--fragile"}), R"({"note":["--fragile"]})");
}

TEST(Arguments, TwiceIsRefusedUnlessDeclared) {
  EXPECT_EQ(sent({"--count", "1", "-c", "2"}), "'-c' cannot be used more than once | ");
  EXPECT_EQ(sent({"--size", "LARGE"}), "'--size' cannot be used more than once | ");
}

}  // namespace
}  // namespace chitty::host
