#include <gtest/gtest.h>

#include "view/testing.hpp"

namespace chitty::host {
namespace {

const View person{ViewKind::object, {{"ID", "/id"}, {"Full name", "/name"}, {"City", "/address/city"}}};
const View any_object{ViewKind::object, {}};
const View raw{ViewKind::raw, {}};
const View stream{ViewKind::stream, {}};

TEST(Object, IsALineAColumn) {
  const auto fake =
      shown(person, {}, R"([{"id":"acme-1","name":"東京 太郎","address":{"city":"東京"},"more":1}])", true);
  EXPECT_EQ(fake.out, "ID         acme-1\nFull name  東京 太郎\nCity       東京\n");
}

TEST(Object, PipedItIsTabs) {
  EXPECT_EQ(shown(person, {}, R"([{"id":"acme-1","name":"a\tb"}])").out, "ID\tacme-1\nFull name\ta b\n");
}

TEST(Object, WhatTheRecordDoesNotHaveIsLeftOut) {
  EXPECT_EQ(shown(person, {}, R"([{"id":"acme-1"},{"else":1},{"id":[],"name":null}])", true).out, "ID  acme-1\n\nFull name\n");
}

TEST(Object, ListsReadAsLists) {
  EXPECT_EQ(shown(any_object, {}, R"([{"words":["a",1,"b"],"none":[],"things":[{"name":"x","n":1},{"name":"y"}],"other":[{"n":1}]}])").out,
            "words\ta, 1, b\nnone\t\nthings\tx, y\nother\t[{\"n\":1}]\n");
}

TEST(Object, AllMembersWithoutColumns) {
  EXPECT_EQ(shown(any_object, {}, R"([{"valid":true,"reasons":["x"],"none":null}])", true).out,
            "valid    true\nreasons  x\nnone\n");
}

TEST(Object, NothingIsCutAndLinesStandInTheirColumn) {
  const std::string word(200, 'x');
  EXPECT_EQ(shown(any_object, {}, "[{\"text\":\"one\\ntwo\",\"long\":\"" + word + "\"}]", true, 40).out,
            "text  one\n      two\nlong  " + word + "\n");
}

TEST(Object, DataCannotCommandTheTerminal) {
  EXPECT_EQ(shown(any_object, {}, R"([{"a":"\u001b[2J\r"}])", true).out, "a  ␛[2J␍\n");
}

TEST(Object, AWordIsItself) { EXPECT_EQ(shown(any_object, {}, R"(["done"])").out, "done\n"); }

TEST(None, SaysNothingToAPersonAndEverythingToAProgram) {
  const View none{ViewKind::none, {}};
  EXPECT_EQ(shown(none, {}, R"([{"id":1}])").out, "");
  EXPECT_EQ(shown(none, as(Format::ndjson), R"([{"id":1}])").out, "{\"id\":1}\n");
}

std::string through(const View& view, const ViewOptions& options, bool is_terminal,
                    std::initializer_list<std::string_view> pieces) {
  FakeTerminal fake;
  auto writer = make_writer(view, options, fake.terminal(is_terminal));
  for (const auto piece : pieces) EXPECT_TRUE((*writer)->bytes(piece));
  EXPECT_TRUE((*writer)->finish());
  return fake.out;
}

TEST(Raw, BytesAreUntouchedIntoAPipe) {
  const std::string_view bytes("\x00\xff\x1b[2J\r\n", 8);
  EXPECT_EQ(through(raw, {}, false, {bytes, bytes}), std::string(bytes) + std::string(bytes));
}

TEST(Raw, AFormatThatWasAskedForIsGiven) {
  EXPECT_EQ(through(raw, as(Format::ndjson), false, {"a\n", "b"}), "{\"text\":\"a\\nb\"}\n");
  EXPECT_EQ(through(raw, as(Format::ndjson), false, {"\xff"}), "{\"base64\":\"/w==\"}\n");
  EXPECT_EQ(through(raw, as(Format::json, ".text"), false, {"a"}), "a\n");
}

TEST(Raw, ARecordIsItsColumnOrItself) {
  const View path{ViewKind::raw, {{"Path", "/path"}}};
  EXPECT_EQ(shown(path, {}, R"([{"path":"/a b","more":1}])").out, "/a b\n");
  EXPECT_EQ(shown(path, as(Format::ndjson), R"([{"path":"/a b","more":1}])").out, "{\"path\":\"/a b\",\"more\":1}\n");
  EXPECT_EQ(shown(raw, {}, R"(["text"])").out, "text\n");
  EXPECT_EQ(shown(raw, as(Format::json), R"(["text"])").out, "\"text\"\n");
}

TEST(Raw, OnATerminalBytesAreHarmless) {
  EXPECT_EQ(through(raw, {}, true, {"a\x1b[2J\nb\xe6\x9d", "\xb1\n"}), "a␛[2J\nb東\n");
}

TEST(Raw, ARecordIsItsJson) { EXPECT_EQ(shown(raw, {}, R"([{"a":1}])").out, "{\n  \"a\": 1\n}\n"); }

TEST(Stream, EachRecordLeavesAtOnce) {
  FakeTerminal fake;
  auto writer = make_writer({ViewKind::stream, {{"TIME", "/t"}, {"LINE", "/l"}}}, {}, fake.terminal(false));
  ASSERT_TRUE((*writer)->record(json::parse(R"({"t":"now","l":"started"})")));
  EXPECT_EQ(fake.out, "now\tstarted\n");
  EXPECT_EQ(shown(stream, {}, R"(["a line",{"x":1}])", true).out, "a line\n{\"x\":1}\n");
}

TEST(Format, WordsAndARefusal) {
  EXPECT_EQ(*parse_format("yaml"), Format::yaml);
  const auto refused = parse_format("jsn");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::invalid_argument);
  EXPECT_EQ(refused.error().message, "invalid value 'jsn' for '--output' [possible values: table, json, ndjson, yaml, csv]");
  EXPECT_NE(refused.error().hint.find("'json'"), std::string::npos);
}

TEST(Output, AReaderThatHasGoneIsNoFailureToTell) {
  FakeTerminal fake;
  auto writer = make_writer(any_object, as(Format::ndjson), fake.terminal(true));
  fake.fails_with = EPIPE;
  const auto gone = (*writer)->record(json::value(1));
  ASSERT_FALSE(gone);
  EXPECT_TRUE(reader_gone(gone.error()));
  EXPECT_FALSE(reader_gone(make_error(Code::cancelled, "Interrupted.")));
}

TEST(Output, AFullDiskIsASentence) {
  FakeTerminal fake;
  auto writer = make_writer(any_object, as(Format::ndjson), fake.terminal(false));
  fake.fails_with = ENOSPC;
  ASSERT_TRUE((*writer)->record(json::value(1)));
  const auto failed = (*writer)->finish();
  ASSERT_FALSE(failed);
  EXPECT_FALSE(reader_gone(failed.error()));
  EXPECT_EQ(failed.error().message, "cannot write the output: No space left on device");
}

}  // namespace
}  // namespace chitty::host
