#include "view/harmless.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace chitty::host {
namespace {

TEST(Harmless, EscapeSequencesBecomePictures) {
  EXPECT_EQ(harmless("\x1b[31mred\x1b[0m", Controls::cell), "␛[31mred␛[0m");
  EXPECT_EQ(harmless("\x1b]0;title\x07", Controls::lines), "␛]0;title␇");
  EXPECT_EQ(harmless("a\bb\x7f", Controls::lines), "a␈b␡");
  EXPECT_EQ(harmless("\u009b2J", Controls::lines), "\uFFFD2J") << "C1: CSI in one character";
}

TEST(Harmless, BidirectionalOverridesDoNotHideAnything) {
  EXPECT_EQ(harmless("user\u202Etxt.exe", Controls::lines), "user\uFFFDtxt.exe");
  EXPECT_EQ(harmless("\u2066x\u2069", Controls::cell), "\uFFFDx\uFFFD");
}

TEST(Harmless, LinesStayLinesAndCellsStayOneLine) {
  EXPECT_EQ(harmless("a\tb\nc", Controls::lines), "a\tb\nc");
  EXPECT_EQ(harmless("a\tb\r\nc", Controls::cell), "a b  c");
  EXPECT_EQ(harmless("a\rb", Controls::lines), "a␍b") << "a bare return overwrites the line";
}

TEST(Harmless, IntoAPipeOnlyTheEncodingIsMended) {
  EXPECT_EQ(harmless("\x1b[31m\n", Controls::keep), "\x1b[31m\n");
  EXPECT_EQ(harmless("ok \xff\xc3(", Controls::keep), "ok \uFFFD\uFFFD(");
}

TEST(Harmless, WhateverComesInWhatLeavesIsUtf8) {
  for (unsigned first = 0; first < 256; ++first)
    for (unsigned second = 0; second < 256; second += 3) {
      const std::string bytes{static_cast<char>(first), static_cast<char>(second), 'x'};
      for (const auto controls : {Controls::keep, Controls::lines, Controls::cell})
        ASSERT_TRUE(is_utf8(harmless(bytes, controls))) << first << " " << second;
    }
  EXPECT_TRUE(is_utf8(harmless("\xed\xa0\x80", Controls::keep))) << "a surrogate";
  EXPECT_TRUE(is_utf8(harmless("\xf8\x88\x80\x80\x80", Controls::keep))) << "five bytes";
}

TEST(Harmless, ACharacterCutInTwoPiecesIsWhole) {
  const std::string text = "東京 🎉 \x1b[2J é\xff!";
  const std::string expected = harmless(text, Controls::lines);
  for (std::size_t size = 1; size < text.size(); ++size) {
    Scrubber scrubber;
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += size)
      scrubber.append(out, std::string_view(text).substr(at, size));
    scrubber.finish(out);
    EXPECT_EQ(out, expected) << "in pieces of " << size;
  }
}

TEST(Harmless, AnUnfinishedCharacterAtTheEndIsMended) {
  Scrubber scrubber;
  std::string out;
  scrubber.append(out, "a\xe6\x9d");
  EXPECT_EQ(out, "a");
  scrubber.finish(out);
  EXPECT_EQ(out, "a\uFFFD\uFFFD");
}

}  // namespace
}  // namespace chitty::host
