#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "view/json_text.hpp"
#include "view/testing.hpp"

namespace chitty::host {
namespace {

const View list{ViewKind::list, {}};
const View object{ViewKind::object, {}};
const View stream{ViewKind::stream, {}};

std::string text_of(const json::value& value) { return compact_json(value); }

TEST(JsonText, NumbersAreExact) {
  EXPECT_EQ(text_of(json::value(std::numeric_limits<std::int64_t>::min())), "-9223372036854775808");
  EXPECT_EQ(text_of(json::value(std::numeric_limits<std::uint64_t>::max())), "18446744073709551615");
  EXPECT_EQ(text_of(json::value(0.1)), "0.1");
  EXPECT_EQ(text_of(json::value(1.0)), "1.0") << "a double stays one";
  EXPECT_EQ(text_of(json::value(1e300)), "1.0e+300");
  EXPECT_EQ(text_of(json::value(-2.5e-7)), "-2.5e-07");
}

TEST(JsonText, DoublesReadBackAsTheSame) {
  for (const double number :
       {0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, 123456789.123456789, -0.0, 9007199254740993.0}) {
    const auto text = text_of(json::value(number));
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), number) << text;
  }
}

TEST(JsonText, EscapesWhatATerminalWouldActOnAndKeepsLetters) {
  EXPECT_EQ(text_of(json::value("a\"b\\c\n\t\x1b[31m")), R"("a\"b\\c\n\t\u001b[31m")");
  EXPECT_EQ(text_of(json::value("\x7f\u009b\u202e")), R"("\u007f\u009b\u202e")");
  EXPECT_EQ(text_of(json::value("東京 🎉")), "\"東京 🎉\"");
  EXPECT_EQ(text_of(json::value(std::string("nul\0!", 5))), R"("nul\u0000!")");
  EXPECT_EQ(text_of(json::value("bad \xff")), "\"bad \uFFFD\"");
}

TEST(Json, AListIsOneArrayOnTwoSpaces) {
  const auto fake = shown(list, as(Format::json), R"([{"id":"a","tags":[],"n":{"x":1}},{"id":"b"}])");
  EXPECT_EQ(fake.out, R"([
  {
    "id": "a",
    "tags": [],
    "n": {
      "x": 1
    }
  },
  {
    "id": "b"
  }
]
)");
  EXPECT_EQ(fake.err, "");
}

TEST(Json, AnEmptyListIsAnEmptyArrayWithoutNotes) {
  const auto fake = shown(list, as(Format::json), "[]");
  EXPECT_EQ(fake.out, "[]\n");
  EXPECT_EQ(fake.err, "");
}

TEST(Json, AnObjectIsItself) {
  EXPECT_EQ(shown(object, as(Format::json), R"([{"id":"a"}])").out, "{\n  \"id\": \"a\"\n}\n");
}

TEST(Json, AStreamIsALineEach) {
  EXPECT_EQ(shown(stream, as(Format::json), R"([{"a":1},{"a":2}])").out, "{\"a\":1}\n{\"a\":2}\n");
}

TEST(Json, ColourOnlyWhenDecided) {
  FakeTerminal fake;
  auto terminal = fake.terminal(true);
  terminal.colour = true;
  auto writer = make_writer(object, as(Format::json), terminal);
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->record(json::parse(R"({"id":"a"})")));
  ASSERT_TRUE((*writer)->finish());
  EXPECT_EQ(fake.out, "{\n  \x1b[1;34m\"id\"\x1b[0m: \x1b[32m\"a\"\x1b[0m\n}\n");
}

TEST(Json, BytesAreRefusedWhereRecordsWerePromised) {
  FakeTerminal fake;
  auto writer = make_writer(list, as(Format::json), fake.terminal(false));
  const auto refused = (*writer)->bytes("x");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::plugin_fault);
}

TEST(Ndjson, OneLineARecordInAnyView) {
  EXPECT_EQ(shown(list, as(Format::ndjson), R"([{"a":"x\ny"},[1,2],null])").out, "{\"a\":\"x\\ny\"}\n[1,2]\nnull\n");
  EXPECT_EQ(shown(list, as(Format::ndjson), "[]").out, "");
}

TEST(Ndjson, ManyRecordsAreFewWritesAndNoMemory) {
  FakeTerminal fake;
  auto writer = make_writer(list, as(Format::ndjson), fake.terminal(false));
  ASSERT_TRUE(writer);
  const json::value record = json::parse(R"({"id":"03-1-USA-1234-P-2411-3-7","name":"Someone"})");
  for (int i = 0; i < 20'000; ++i) ASSERT_TRUE((*writer)->record(record));
  EXPECT_GT(fake.out.size(), 20'000u * 40) << "written as they come";
  ASSERT_TRUE((*writer)->finish());
  EXPECT_EQ(std::count(fake.out.begin(), fake.out.end(), '\n'), 20'000);
  EXPECT_LT(fake.writes, 30u);
}

TEST(Ndjson, OnATerminalEachRecordIsSeenAtOnce) {
  FakeTerminal fake;
  auto writer = make_writer(list, as(Format::ndjson), fake.terminal(true));
  ASSERT_TRUE((*writer)->record(json::value(1)));
  EXPECT_EQ(fake.out, "1\n");
}

}  // namespace
}  // namespace chitty::host
