#include "cli/arguments.hpp"

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>

#include "cli/test_world.hpp"

namespace chitty {
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

TEST(Arguments, ChoicesTakeTheirDeclaredSpelling) {
  EXPECT_EQ(parsed("parcel send", {"-s", "medium"}), R"({"size":"MEDIUM"})");
  EXPECT_EQ(parsed("parcel send", {"--size", "LRAGE"}),
            "--size cannot be 'LRAGE'. | Did you mean 'LARGE'? Choices: SMALL, MEDIUM, LARGE");
  EXPECT_EQ(parsed("parcel send", {"-s", "huge"}), "-s cannot be 'huge'. | Choices: SMALL, MEDIUM, LARGE");
}

TEST(Arguments, Integers) {
  EXPECT_EQ(sent({"--count", "7"}), R"({"count":7})");
  EXPECT_EQ(sent({"-c7"}), R"({"count":7})");
  EXPECT_EQ(sent({"--offset", "-5"}), R"({"offset":-5})");
  EXPECT_EQ(sent({"--offset=-5"}), R"({"offset":-5})");
  EXPECT_EQ(sent({"--offset", "+5"}), R"({"offset":5})");
  EXPECT_EQ(sent({"--count", "0"}), "--count is 0, but must be from 1 to 100. | ");
  EXPECT_EQ(sent({"--count", "101"}), "--count is 101, but must be from 1 to 100. | ");
  for (const std::string bad : {"x", "1.5", "5x", "", " 5", "0x10", "--5", "+-5"})
    EXPECT_EQ(sent({"--offset=" + bad}),
              "--offset is '" + bad + "', which is no whole number. | Write digits alone, as in 10.");
  EXPECT_EQ(sent({"--offset", "9223372036854775808"}),
            "--offset is 9223372036854775808, which is too large. | Write a number of at most 18 digits.");
}

TEST(Arguments, Booleans) {
  EXPECT_EQ(parsed("parcel list", {"--mine"}), R"({"mine":true})");
  EXPECT_EQ(parsed("parcel list", {"--no-mine"}), R"({"mine":false})");
  EXPECT_EQ(parsed("parcel list", {"--mine=false"}), R"({"mine":false})");
  EXPECT_EQ(parsed("parcel list", {}), "{}");
  EXPECT_EQ(sent({"-fc7"}), R"({"count":7,"fragile":true})");  // letters of flags stick together
  EXPECT_EQ(sent({"-f", "-c", "7"}), R"({"count":7,"fragile":true})");
  EXPECT_EQ(parsed("parcel list", {"--mine=maybe"}), "--mine is 'maybe', which is neither true nor false. | ");
  EXPECT_EQ(parsed("parcel list", {"--mine", "--no-mine"}), "--no-mine is given twice. | Give it once.");
  EXPECT_EQ(parsed("parcel list", {"--no-mine=true"}),
            "--no-mine takes no value. | Write --mine=false or --no-mine alone.");
}

TEST(Arguments, ListsSplitAtCommasAndGrow) {
  EXPECT_EQ(sent({"--labels", "a,b", "--labels=c"}), R"({"labels":["a","b","c"]})");
  EXPECT_EQ(sent({"--labels", "a, b,"}), R"({"labels":["a","b"]})");
  EXPECT_EQ(sent({"--note", "one, two", "--note", "three"}), R"({"note":["one, two","three"]})");
}

TEST(Arguments, DurationsAndTimes) {
  EXPECT_EQ(sent({"--wait", "1h30m"}), R"({"wait":5400000})");
  EXPECT_EQ(sent({"--due", "2h ago"}), R"({"due":"2026-11-23T12:25:37.500Z"})");
  EXPECT_EQ(sent({"--wait", "90"}), "--wait: '90' has a number without a unit. | Write 90s, 90m, 90h or 90days.");
  EXPECT_EQ(sent({"--due", "soon"}),
            "--due: 'soon' is no time. | Write it as 2026-11-23, 2026-11-23T10:00:00Z, now, today, yesterday, 7days "
            "(ago) or 'in 2h'.");
}

TEST(Arguments, JsonIsItselfAndItsErrorHasAPlace) {
  EXPECT_EQ(sent({"--metadata", R"({"case":"case-123"})"}), R"({"metadata":{"case":"case-123"}})");
  EXPECT_EQ(sent({"--metadata", "[1]"}), R"({"metadata":[1]})");
  EXPECT_EQ(sent({"--metadata", "null"}), R"({"metadata":null})");
  EXPECT_EQ(sent({"--metadata", "{\"a\":}"}),
            "--metadata is not JSON at character 6: syntax error. | Put it in single quotes, as in --metadata "
            "'{\"key\": \"value\"}'");
  EXPECT_EQ(sent({"--metadata", "{\"a\":1"}).substr(0, 43), "--metadata is not JSON at character 7: inco");
  EXPECT_EQ(sent({"--metadata", "1 2"}).substr(0, 42), "--metadata is not JSON at character 3: ext");
  EXPECT_EQ(sent({"--metadata="}).substr(0, 42), "--metadata is not JSON at character 1: inc");
}

TEST(Arguments, SecretsAreTakenAsTheyAre) {
  EXPECT_EQ(sent({"--token", "env:NAME"}), R"({"token":"env:NAME"})");
  EXPECT_EQ(sent({"--token", "-"}), R"({"token":"-"})");
}

TEST(Arguments, TextMustBeUtf8) {
  EXPECT_EQ(sent({"--note", "\xff"}), "--note is not UTF-8 text. | Write it in UTF-8; a file can hold any bytes.");
}

TEST(Arguments, AnEmptyValueIsAValue) {
  EXPECT_EQ(sent({"--note="}), R"({"note":[""]})");
  EXPECT_EQ(sent({"--note", ""}), R"({"note":[""]})");
}

TEST_F(InFolder, FilesMustBeThereAndReadable) {
  EXPECT_EQ(sent({"--file", file.string()}), R"({"file":")" + file.string() + "\"}");
  EXPECT_EQ(sent({"--file", "-"}), R"({"file":"-"})");
  const std::string hint = " | Write the path of a file, or - for standard input.";
  EXPECT_EQ(sent({"--file", "/no/such"}),
            "The file '/no/such' for --file cannot be read: No such file or directory." + hint);
  EXPECT_EQ(sent({"--file", folder.string()}),
            "The file '" + folder.string() + "' for --file cannot be read: It is a folder." + hint);
}

TEST_F(InFolder, AWordAndAnOptionOfOneNameAreTwoWaysToSayIt) {
  EXPECT_EQ(sent({file.string()}), R"({"file":")" + file.string() + "\"}");
  EXPECT_EQ(sent({file.string(), "--file", file.string()}), "--file is given twice. | Give it once.");
}

TEST(Arguments, WordsGoToTheirPlacesAndTheLastMayTakeMore) {
  EXPECT_EQ(parsed("parcel label print", {"a"}), R"({"id":"a"})");
  EXPECT_EQ(parsed("parcel label print", {"a", "b", "--dry-run", "c"}),
            R"({"id":"a","printer":["b","c"],"dry-run":true})");
  EXPECT_EQ(parsed("parcel label print", {"--", "--dry-run", "-x"}), R"({"id":"--dry-run","printer":["-x"]})");
  EXPECT_EQ(parsed("parcel label print", {"-5", "-"}), R"({"id":"-5","printer":["-"]})");
}

TEST(Arguments, AMissingOneIsNamedWithTheUsage) {
  EXPECT_EQ(parsed("parcel score entity", {}), "<id> is missing. | Usage: chitty parcel score entity <id>");
  EXPECT_EQ(parsed("parcel send", {"--fragile"}).substr(0, 82),
            "--size is missing. | Usage: chitty parcel send --size {SMALL|MEDIUM|LARGE} [<file>");
}

TEST(Arguments, AWordTooManyIsNamed) {
  EXPECT_EQ(parsed("parcel score entity", {"a", "b"}),
            "'b' is one word too many for 'chitty parcel score entity'. | Put words that belong together in quotes. "
            "Usage: chitty parcel "
            "score entity <id>");
  EXPECT_EQ(parsed("parcel list", {"x"}),
            "'x' is one word too many for 'chitty parcel list'. | Put words that belong together in quotes. Usage: "
            "chitty parcel list "
            "[--mine]");
}

TEST(Arguments, UnknownOptionsSuggestTheNearest) {
  EXPECT_EQ(sent({"--fragil"}),
            "'--fragil' is no option of 'chitty parcel send'. | Did you mean '--fragile'?");  // no guessing
  EXPECT_EQ(sent({"--metdata=x"}), "'--metdata' is no option of 'chitty parcel send'. | Did you mean '--metadata'?");
  EXPECT_EQ(sent({"--timeot", "1s"}), "'--timeot' is no option of 'chitty parcel send'. | Did you mean '--timeout'?");
  EXPECT_EQ(sent({"--colour"}), "'--colour' is no option of 'chitty parcel send'. | See 'chitty parcel send --help'.");
  EXPECT_EQ(sent({"-z"}), "'-z' is no option of 'chitty parcel send'. | See 'chitty parcel send --help'.");
  EXPECT_EQ(sent({"--unknown="}),
            "'--unknown' is no option of 'chitty parcel send'. | See 'chitty parcel send --help'.");
}

TEST(Arguments, AnOptionWithoutItsValueSaysSo) {
  EXPECT_EQ(sent({"--count"}), "--count needs a value. | Write --count=<count>");
  EXPECT_EQ(sent({"-c"}), "-c needs a value. | Write -c <count>");
  EXPECT_EQ(sent({"--note", "--fragile"}), "--note needs a value. | Write --note=<note>");
  EXPECT_EQ(sent({"--note", "-c", "3"}), "--note needs a value. | Write --note=<note>");
  EXPECT_EQ(sent({"--note", "-dash"}), R"({"note":["-dash"]})");
  EXPECT_EQ(sent({"--note=--fragile"}), R"({"note":["--fragile"]})");
}

TEST(Arguments, TwiceIsRefusedUnlessDeclared) {
  EXPECT_EQ(sent({"--count", "1", "-c", "2"}), "-c is given twice. | Give it once.");
  EXPECT_EQ(sent({"--size", "LARGE"}), "--size is given twice. | Give it once.");
}

}  // namespace
}  // namespace chitty
