#include <gtest/gtest.h>

#include "base/text.hpp"
#include "view/layout.hpp"
#include "view/testing.hpp"
#include "view/width.hpp"

namespace chitty::host {
namespace {

const View people{
    ViewKind::list,
    {{"ID", "/id"}, {"NAME", "/name"}, {"ROLE", "/profile/role"}, {"SCORE", "/score"}, {"NOTE", "/note"}}};
const View any_list{ViewKind::list, {}};

constexpr std::string_view records = R"([
  {"id":"acme-0001","name":"Ada Lovelace","profile":{"role":"Engineer"},"score":99.5,"note":"wrote the first program that was ever published"},
  {"id":"acme-0002","name":"東京 太郎","profile":{"role":"監査役"},"score":7,"note":null},
  {"id":"acme-0003","name":"👩‍👩‍👧‍👦 Family","profile":{},"score":-12,"note":["nested",{"x":true}]}])";

TEST(Table, AtEightyColumns) {
  EXPECT_EQ(shown(people, {}, records, true, 80).out,
            "ID         NAME          ROLE      SCORE  NOTE\n"
            "acme-0001  Ada Lovelace  Engineer   99.5  wrote the first program that was ever…\n"
            "acme-0002  東京 太郎     監査役        7\n"
            "acme-0003  👩‍👩‍👧‍👦 Family                 -12  [\"nested\",{\"x\":true}]\n");
}

TEST(Table, AtFortyColumns) {
  EXPECT_EQ(shown(people, {}, records, true, 40).out,
            "ID         NAME    ROLE    SCORE  NOTE\n"
            "acme-0001  Ada L…  Engin…   99.5  wrote…\n"
            "acme-0002  東京 …  監査役      7\n"
            "acme-0003  👩‍👩‍👧‍👦 Fa…            -12  [\"nes…\n");
}

TEST(Table, AtAHundredAndTwentyColumnsNothingIsCut) {
  EXPECT_EQ(shown(people, {}, records, true, 120).out,
            "ID         NAME          ROLE      SCORE  NOTE\n"
            "acme-0001  Ada Lovelace  Engineer   99.5  wrote the first program that was ever published\n"
            "acme-0002  東京 太郎     監査役        7\n"
            "acme-0003  👩‍👩‍👧‍👦 Family                 -12  [\"nested\",{\"x\":true}]\n");
}

TEST(Table, NoLineIsWiderThanTheTerminalWhateverItsWidth) {
  for (int width = 10; width <= 130; ++width)
    for (const auto& line : split(shown(people, {}, records, true, width).out, '\n'))
      EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
}

TEST(Table, ColumnsThatDoNotFitAreNamed) {
  const auto fake = shown(people, {}, records, true, 24);
  EXPECT_EQ(fake.out,
            "ID         NAME\n"
            "acme-0001  Ada Lovelace\n"
            "acme-0002  東京 太郎\n"
            "acme-0003  👩‍👩‍👧‍👦 Family\n");
  EXPECT_EQ(fake.err, "columns hidden (terminal too narrow): ROLE, SCORE, NOTE; -o json shows them\n");
}

TEST(Table, PipedItIsTabsWithoutTitlesAndWhole) {
  EXPECT_EQ(shown(people, {}, records, false, 40).out,
            "acme-0001\tAda Lovelace\tEngineer\t99.5\twrote the first program that was ever published\n"
            "acme-0002\t東京 太郎\t監査役\t7\t\n"
            "acme-0003\t👩‍👩‍👧‍👦 Family\t\t-12\t[\"nested\",{\"x\":true}]\n");
}

TEST(Table, WithoutColumnsAllMembersAreShown) {
  EXPECT_EQ(shown(any_list, {}, R"([{"a":1,"b/c~":"x"},{"d":true}])", true).out,
            "a  b/c~  d\n"
            "1  x\n"
            "         true\n");
  EXPECT_EQ(shown(any_list, {}, R"(["x","y"])", true).out, "value\nx\ny\n");
}

TEST(Table, WhatIsLeftOutIsSaidOnce) {
  const auto fake = shown(any_list, {}, R"([{"a":1},{"a":2,"b":3},{"b":4}])");
  EXPECT_EQ(fake.out, "1\n2\n\n");
  EXPECT_EQ(fake.err, "columns left out (not in the first records): b; -o json shows them\n");
}

TEST(Table, AnEmptyListSaysSoOnStderrUnlessQuiet) {
  for (const bool terminal : {true, false}) {
    const auto fake = shown(people, {}, "[]", terminal);
    EXPECT_EQ(fake.out, "");
    EXPECT_EQ(fake.err, "No results.\n");
  }
  EXPECT_EQ(shown(people, {Format::table, "", true}, "[]").err, "");
}

TEST(Table, DataCannotCommandTheTerminal) {
  const auto fake = shown(any_list, {}, R"([{"id":"\u001b]52;c;evil\u0007\n\u202e","\u001b[2J":1}])", true);
  EXPECT_EQ(fake.out,
            "id              ␛[2J\n"
            "␛]52;c;evil␇ \uFFFD     1\n");
}

TEST(Table, ManyRowsAreWrittenAsTheyComeOnceTheWidthsAreSettled) {
  FakeTerminal fake;
  auto writer = make_writer({ViewKind::list, {{"N", "/n"}, {"WORD", "/w"}}}, {}, fake.terminal(true, 20));
  for (int i = 1; i <= 999; ++i) ASSERT_TRUE((*writer)->record(json::parse(R"({"n":1,"w":"abc"})")));
  EXPECT_EQ(fake.out, "");
  ASSERT_TRUE((*writer)->record(json::parse(R"({"n":1,"w":"abc"})")));
  EXPECT_EQ(fake.out.substr(0, 16), "N  WORD\n1  abc\n1");
  fake.out.clear();
  ASSERT_TRUE((*writer)->record(json::parse(R"({"n":12345,"w":"longer words"})")));
  EXPECT_EQ(fake.out, "12345  lon…\n") << "a number is never cut, a word is";
}

TEST(Table, RowsGivenBeforeAnErrorAreShown) {
  FakeTerminal fake;
  {
    auto writer = make_writer(people, {}, fake.terminal(true));
    ASSERT_TRUE((*writer)->record(json::parse(R"({"id":"acme-0001"})")));
  }
  EXPECT_EQ(fake.out, "ID         NAME  ROLE  SCORE  NOTE\nacme-0001\n");
}

TEST(Table, ANumberMayHaveABar) {
  const View counted{ViewKind::list, {{"ID", "/id"}, Column{.title = "REQUESTS", .pointer = "/n", .as = Column::As::bar}, {"X", "/x"}}};
  const auto* rows = R"([{"id":"a","n":200,"x":1},{"id":"b","n":57,"x":2},{"id":"c","n":0,"x":3},{"id":"d","n":1,"x":4}])";
  EXPECT_EQ(shown(counted, {}, rows, true).out,
            "ID  REQUESTS        X\n"
            "a   200 ██████████  1\n"
            "b    57 ██▉         2\n"
            "c     0             3\n"
            "d     1 ▏           4\n");
  EXPECT_EQ(shown(counted, {}, rows, false).out, "a\t200\t1\nb\t57\t2\nc\t0\t3\nd\t1\t4\n");
}

TEST(Table, TitlesAreBoldInColour) {
  FakeTerminal fake;
  auto terminal = fake.terminal(true);
  terminal.colour = true;
  auto writer = make_writer({ViewKind::list, {{"ID", "/id"}}}, {}, terminal);
  ASSERT_TRUE((*writer)->record(json::parse(R"({"id":"x"})")));
  ASSERT_TRUE((*writer)->finish());
  EXPECT_EQ(fake.out, "\x1b[1mID\x1b[0m\nx\n");
}

TEST(Layout, TheWidestGivesFirstAndWholeColumnsNever) {
  using Widths = std::vector<std::size_t>;
  EXPECT_EQ(fit_columns({{10, true}, {5}, {5}}, 80), (Widths{10, 5, 5}));
  EXPECT_EQ(fit_columns({{10, true}, {30}, {8}}, 40), (Widths{10, 18, 8}));
  EXPECT_EQ(fit_columns({{10, true}, {30}, {30}}, 34), (Widths{10, 10, 10}));
  EXPECT_EQ(fit_columns({{10, true}, {30}, {30}}, 20), (Widths{10, 8})) << "the last one is left out";
  EXPECT_EQ(fit_columns({{50, true}, {3}}, 20), (Widths{20})) << "a first column alone is cut";
  EXPECT_EQ(fit_columns({}, 20), Widths{});
}

}  // namespace
}  // namespace chitty::host
