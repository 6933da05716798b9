#include <gtest/gtest.h>

#include "view/testing.hpp"

namespace chitty::host {
namespace {

const View people{ViewKind::list, {{"ID", "/id"}, {"Name, full", "/name"}, {"TAGS", "/tags"}}};
const View any_list{ViewKind::list, {}};

TEST(Csv, IsRfc4180) {
  EXPECT_EQ(shown(people, as(Format::csv),
                  R"([{"id":1,"name":"Say \"hi\", twice","tags":["a"]},{"id":2,"name":"two\nlines","tags":null}])")
                .out,
            "ID,\"Name, full\",TAGS\r\n"
            "1,\"Say \"\"hi\"\", twice\",\"[\"\"a\"\"]\"\r\n"
            "2,\"two\nlines\",\r\n");
}

TEST(Csv, SpacesAtTheEndsAreKept) {
  EXPECT_EQ(shown(any_list, as(Format::csv), R"([{"a":" x"}])").out, "a\r\n\" x\"\r\n");
}

TEST(Csv, AnEmptyListHasItsTitles) {
  EXPECT_EQ(shown(people, as(Format::csv), "[]").out, "ID,\"Name, full\",TAGS\r\n");
  EXPECT_EQ(shown(any_list, as(Format::csv), "[]").out, "");
}

TEST(Csv, MembersThatCameTooLateAreSaid) {
  const auto fake = shown(any_list, as(Format::csv), R"([{"a":1},{"a":2,"b":3}])");
  EXPECT_EQ(fake.out, "a\r\n1\r\n2\r\n");
  EXPECT_EQ(
      fake.err,
      "columns left out (not in the first record): b; -o ndjson shows them\n");
}

TEST(Csv, OnATerminalItIsHarmlessAndInAPipeExact) {
  EXPECT_EQ(shown(any_list, as(Format::csv), R"([{"a":"\u001b[2J"}])", true).out, "a\r\n␛[2J\r\n");
  EXPECT_EQ(shown(any_list, as(Format::csv), R"([{"a":"\u001b[2J"}])", false).out, "a\r\n\x1b[2J\r\n");
}

}  // namespace
}  // namespace chitty::host
