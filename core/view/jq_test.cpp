#include <gtest/gtest.h>

#include "view/testing.hpp"

namespace chitty::host {
namespace {

const View list{ViewKind::list, {}};
const View object{ViewKind::object, {}};
constexpr std::string_view two = R"([{"id":"a","n":1},{"id":"b","n":2}])";

TEST(Jq, SeesAListAsOneArrayAndPrintsStringsRaw) {
  EXPECT_EQ(shown(list, as(Format::table, ".[].id"), two).out, "a\nb\n");
  EXPECT_EQ(shown(list, as(Format::json, "length"), two).out, "2\n");
  EXPECT_EQ(shown(list, as(Format::json, "."), two).out, "[{\"id\":\"a\",\"n\":1},{\"id\":\"b\",\"n\":2}]\n");
  EXPECT_EQ(shown(list, as(Format::json, "length"), "[]").out, "0\n");
}

TEST(Jq, WithNdjsonItSeesEachRecord) {
  EXPECT_EQ(shown(list, as(Format::ndjson, ".id"), two).out, "a\nb\n");
  EXPECT_EQ(shown(list, as(Format::ndjson, "select(.n>1)"), two).out, "{\"id\":\"b\",\"n\":2}\n");
}

TEST(Jq, AnObjectIsFilteredItself) {
  EXPECT_EQ(shown(object, as(Format::json, ".a.b"), R"([{"a":{"b":[1,2.5,null]}}])").out, "[1,2.5,null]\n");
}

TEST(Jq, ResultsGoToYamlAndCsvToo) {
  EXPECT_EQ(shown(list, as(Format::csv, ".[]|{n,id}"), two).out, "n,id\r\n1,a\r\n2,b\r\n");
  EXPECT_EQ(shown(list, as(Format::yaml, ".[0]"), two).out, "id: a\n\"n\": 1\n");
}

TEST(Jq, AFilterThatDoesNotCompileIsRefusedBeforeAnythingIsSent) {
  FakeTerminal fake;
  const auto refused = make_writer(list, as(Format::json, ".["), fake.terminal(false));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::invalid_argument);
  EXPECT_EQ(refused.error().message.rfind("invalid --jq filter: syntax error", 0), 0u)
      << refused.error().message;
  EXPECT_EQ(refused.error().message.find('\n'), std::string::npos);
  const auto unknown = make_writer(list, as(Format::json, "nosuch(1)"), fake.terminal(false));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "invalid --jq filter: nosuch/1 is not defined.");
}

TEST(Jq, AFilterThatFailsIsASentence) {
  EXPECT_EQ(shown(object, as(Format::json, ".a.b"), R"([{"a":1}])").err,
            "--jq filter failed: Cannot index number with string \"b\".");
  EXPECT_EQ(shown(object, as(Format::json, "error(\"no such case\")"), "[1]").err,
            "--jq filter failed: no such case.");
  EXPECT_EQ(shown(object, as(Format::json, "\"why\"|halt_error"), "[1]").err, "--jq filter failed: why.");
}

TEST(Jq, HaltEndsTheOutputQuietly) {
  const auto fake = shown(list, as(Format::ndjson, "if .n==2 then halt else .id end"),
                          R"([{"id":"a","n":1},{"n":2},{"id":"c","n":3}])");
  EXPECT_EQ(fake.out, "a\n");
  EXPECT_EQ(fake.err, "");
}

TEST(Jq, NoFilterEndsTheProcess) {
  for (const char* filter : {"input",
                             "inputs",
                             "input_filename",
                             "input_line_number",
                             "debug",
                             "$__loc__",
                             "$ENV.NOSUCH",
                             "import \"a\" as a; .",
                             "include \"a\"; .",
                             "modulemeta",
                             "get_search_list",
                             "limit(3;repeat(1))",
                             "error(null)",
                             "error",
                             "infinite",
                             "nan",
                             "[limit(200;repeat(0))]",
                             "@base64d",
                             "",
                             " ",
                             "# c"}) {
    const auto fake = shown(object, as(Format::json, filter), R"([{"a":"x"}])");
    EXPECT_TRUE(!fake.out.empty() || !fake.err.empty() ||
                std::string_view(filter).find('#') != std::string_view::npos ||
                std::string_view(filter).find("inputs") == 0 || std::string_view(filter).find("error") == 0)
        << filter;
  }
}

TEST(Jq, StringsAreHarmlessOnATerminalAndExactInAPipe) {
  constexpr std::string_view evil = R"(["\u001b[2J\nx"])";
  EXPECT_EQ(shown(object, as(Format::json, "."), evil, true).out, "␛[2J\nx\n");
  EXPECT_EQ(shown(object, as(Format::json, "."), evil, false).out, "\x1b[2J\nx\n");
}

TEST(Jq, BytesAreNotItsBusiness) {
  FakeTerminal fake;
  auto writer = make_writer(list, as(Format::table, "."), fake.terminal(false));
  ASSERT_TRUE(writer);
  const auto refused = (*writer)->bytes("x");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::invalid_argument);
}

}  // namespace
}  // namespace chitty::host
