#include <gtest/gtest.h>

#include <algorithm>
#include <chitty/lines.hpp>
#include <vector>

namespace chitty {
namespace {

// Gives `text` in pieces.
Lines lines_of(std::string text, std::size_t piece = 100) {
  return Lines([text = std::move(text), piece, at = std::size_t{0}](
                   char* buffer, std::size_t capacity) mutable -> Result<std::size_t> {
    const auto size = text.copy(buffer, std::min(capacity, piece), at);
    at += size;
    return size;
  });
}

std::vector<std::string> all_lines(std::string text, std::size_t piece) {
  Lines lines = lines_of(std::move(text), piece);
  std::vector<std::string> out;
  for (;;) {
    auto line = lines.next();
    if (!line || !*line) return out;
    out.push_back((*line)->too_long ? "TOO LONG" : (*line)->text);
  }
}

std::vector<std::string> texts(const std::vector<Lines::Line>& batch) {
  std::vector<std::string> out;
  for (const auto& line : batch) out.push_back(line.text);
  return out;
}

TEST(Lines, AreTheSameHoweverTheBytesArrive) {
  const std::vector<std::string> expected{"one", "", "three", "last"};
  for (const std::size_t piece : {1u, 2u, 5u, 100u})
    EXPECT_EQ(all_lines("one\n\r\nthree\r\nlast", piece), expected) << piece;
  EXPECT_EQ(all_lines("one\n", 3), std::vector<std::string>{"one"});
  EXPECT_TRUE(all_lines("", 3).empty());
}

TEST(Lines, OneThatIsTooLongIsToldAndTheOthersStay) {
  const std::string longest(Lines::longest, 'x');
  for (const std::size_t piece : {999u, 16'384u}) {
    EXPECT_EQ(all_lines("one\n" + longest + "x\nthree\n", piece),
              (std::vector<std::string>{"one", "TOO LONG", "three"}))
        << piece;
    EXPECT_EQ(all_lines(longest + "\n" + longest + "xx", piece), (std::vector<std::string>{longest, "TOO LONG"}))
        << piece;
  }
}

TEST(Lines, OneWithoutEndDoesNotFillTheMemory) {
  std::size_t given = 0;
  Lines lines([&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    if (given > 64 * Lines::longest) return 0;
    given += capacity;
    return std::fill_n(buffer, capacity, 'x'), capacity;
  });
  const auto line = lines.next();
  ASSERT_TRUE(line && *line);
  EXPECT_TRUE((*line)->too_long);
  EXPECT_TRUE((*line)->text.empty());
  EXPECT_EQ((*line)->value().error().message, "Line 1 is longer than 1 MiB.");
}

TEST(Lines, AByteOrderMarkIsNoPartOfTheFirstLine) {
  EXPECT_EQ(all_lines("\xEF\xBB\xBF{}\n{}", 1), (std::vector<std::string>{"{}", "{}"}));
  EXPECT_EQ(all_lines("{}\n\xEF\xBB\xBF{}", 100)[1], "\xEF\xBB\xBF{}");
}

TEST(Lines, ABrokenStreamSaysSo) {
  Lines lines([](char*, std::size_t) -> Result<std::size_t> { return make_error(Code::unreachable, "gone"); });
  EXPECT_EQ(lines.next().error().code, Code::unreachable);
  EXPECT_EQ(lines.next_batch(3).error().code, Code::unreachable);
}

TEST(Lines, ValuesAreNamedByTheirLine) {
  Lines lines = lines_of("{\"a\":1}\n\nnot");
  EXPECT_EQ(lines.next().value()->value().value(), (json::value{{"a", 1}}));
  EXPECT_TRUE(lines.next().value()->is_blank());
  const auto wrong = lines.next().value()->value();
  ASSERT_FALSE(wrong);
  EXPECT_TRUE(wrong.error().message.starts_with("Line 3 is not JSON: ")) << wrong.error().message;
}

TEST(Lines, ABatchKeepsTheNumbersOfItsLines) {
  Lines lines = lines_of("a\n\nb\nc\nd");
  const auto first = lines.next_batch(3).value();
  EXPECT_EQ(texts(first), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(first.front().number, 1u);
  EXPECT_EQ(first[1].weight, 0);
  EXPECT_EQ(lines.next_batch(3).value().front().number, 4u);
}

TEST(Lines, ABatchIsFullByWeightAndItsLinesMayBeChanged) {
  Lines lines = lines_of("aa\nbbb\nc\n");
  const auto weigh = [](Lines::Line& line) -> Result<std::int64_t> {
    const auto weight = static_cast<std::int64_t>(line.text.size());
    return line.text += "!", weight;
  };
  EXPECT_EQ(texts(lines.next_batch(4, weigh).value()), (std::vector<std::string>{"aa!", "bbb!"}));
  EXPECT_EQ(texts(lines.next_batch(4, weigh).value()), std::vector<std::string>{"c!"});
  EXPECT_TRUE(lines.next_batch(4, weigh).value().empty());
}

TEST(Lines, ASourceThatPausesHasItsLinesSentMeanwhile) {
  Lines lines = lines_of("a\nb\n", 2);
  EXPECT_EQ(texts(lines.next_batch(9).value()), std::vector<std::string>{"a"});
  EXPECT_EQ(texts(lines.next_batch(9).value()), std::vector<std::string>{"b"});
}

TEST(Lines, WhatWeighingRefusesEndsTheBatch) {
  Lines lines = lines_of("a\n");
  const auto refuse = [](Lines::Line&) -> Result<std::int64_t> { return usage_error("no"); };
  EXPECT_EQ(lines.next_batch(9, refuse).error().message, "no");
}

}  // namespace
}  // namespace chitty
