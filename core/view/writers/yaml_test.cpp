#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <random>

#include "view/json_text.hpp"
#include "view/testing.hpp"

namespace chitty::host {
namespace {

const View list{ViewKind::list, {}};
const View object{ViewKind::object, {}};

TEST(Yaml, AnObjectIsPlainToRead) {
  EXPECT_EQ(
      shown(
          object, as(Format::yaml),
          R"([{"id":"did:acme:01-A","n":1,"ok":true,"none":null,"tags":["a","b"],"empty":{},"list":[],"in":{"x":0.5}}])")
          .out,
      "id: did:acme:01-A\n"
      "\"n\": 1\n"
      "ok: true\n"
      "none: null\n"
      "tags:\n"
      "- a\n"
      "- b\n"
      "empty: {}\n"
      "list: []\n"
      "in:\n"
      "  x: 0.5\n");
}

TEST(Yaml, AListIsOneSequence) {
  EXPECT_EQ(shown(list, as(Format::yaml), R"([{"a":1,"b":2},{"a":3}])").out, "- a: 1\n  b: 2\n- a: 3\n");
  EXPECT_EQ(shown(list, as(Format::yaml), "[]").out, "[]\n");
}

TEST(Yaml, AListIsWrittenAsItComes) {
  FakeTerminal fake;
  auto writer = make_writer(list, as(Format::yaml), fake.terminal(true));
  ASSERT_TRUE((*writer)->record(json::parse(R"({"a":1})")));
  EXPECT_EQ(fake.out, "- a: 1");
}

TEST(Yaml, SeveralObjectsAreDocuments) {
  EXPECT_EQ(shown(object, as(Format::yaml), R"([{"a":1},{"a":2}])").out, "a: 1\n---\na: 2\n");
}

TEST(Yaml, WhatWouldBeSomethingElseIsQuoted) {
  EXPECT_EQ(shown(object, as(Format::yaml),
                  R"([{"yes":"no","v":"1.10","d":"2026-11-23","e":"","t":"a: b","h":"a #b","l":"one\ntwo\n"}])")
                .out,
            "\"yes\": \"no\"\n"
            "v: \"1.10\"\n"
            "d: \"2026-11-23\"\n"
            "e: \"\"\n"
            "t: 'a: b'\n"
            "h: 'a #b'\n"
            "l: |\n"
            "  one\n"
            "  two\n");
}

// What python3-yaml reads of our YAML, as JSON with sorted keys; empty when it cannot.
std::string read_by_python(const std::string& yaml) {
  const auto file = std::filesystem::temp_directory_path() / ("chitty-yaml-" + std::to_string(::getpid()));
  if (FILE* out = std::fopen(file.c_str(), "wb")) {
    std::fwrite(yaml.data(), 1, yaml.size(), out);
    std::fclose(out);
  }
  const std::string command =
      "python3 -c 'import json,sys,yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1],\"rb\").read())))' " +
      file.string();
  std::string read;
  if (FILE* pipe = ::popen(command.c_str(), "r")) {
    char piece[4096];
    while (const auto got = std::fread(piece, 1, sizeof piece, pipe)) read.append(piece, got);
    ::pclose(pipe);
  }
  std::filesystem::remove(file);
  return read;
}

json::value any_string(std::mt19937& random) {
  static const std::vector<std::string> pieces = {
      "a", "no", "1", "-", ": ", " #", "\n", "\n\n", " ", "\t", "'", "\"", "\\", "é",
      "東", "🎉", "\x1b", "\u0085", "\u2028", "\uFEFF", "{", "[", "&x", "*", "!", "|", ">", "%",
      "@", "`", "---", "...", "?", ",", "~", "=", "<<", "\r", "0x1f", "1e3", ".inf"};
  std::string text;
  for (unsigned i = random() % 6; i > 0; --i) text += pieces[random() % pieces.size()];
  return json::value(json::string(text));
}

TEST(Yaml, AnotherReaderReadsEveryStringAndNumberBack) {
  std::mt19937 random(20261123);
  json::array values;
  for (int i = 0; i < 3000; ++i) {
    json::object record;
    record["value"] = any_string(random);
    record[any_string(random).as_string()] =
        i % 2 ? any_string(random) : json::value(json::array{any_string(random), any_string(random)});
    values.emplace_back(std::move(record));
  }
  for (const double number : {0.5, 1e300, -2.5e-7, 1.0, 5e-324}) values.emplace_back(number);
  values.emplace_back(std::numeric_limits<std::uint64_t>::max());
  values.emplace_back(std::numeric_limits<std::int64_t>::min());

  FakeTerminal fake;
  auto writer = make_writer(list, as(Format::yaml), fake.terminal(false));
  for (const auto& value : values) ASSERT_TRUE((*writer)->record(value));
  ASSERT_TRUE((*writer)->finish());

  const auto read = read_by_python(fake.out);
  ASSERT_FALSE(read.empty()) << "python3-yaml could not read it";
  boost::system::error_code ec;
  const auto back = json::parse(read, ec);
  ASSERT_FALSE(ec) << ec.message();
  ASSERT_EQ(back.as_array().size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) ASSERT_EQ(back.as_array()[i], values[i]) << compact_json(values[i]);
}

}  // namespace
}  // namespace chitty::host
