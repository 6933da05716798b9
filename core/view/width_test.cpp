#include "view/width.hpp"

#include <gtest/gtest.h>

namespace chitty::host {
namespace {

TEST(Width, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("plain"), 5u);
  EXPECT_EQ(display_width("naïve"), 5u);
  EXPECT_EQ(display_width("e\u0301"), 1u) << "a combining accent";
  EXPECT_EQ(display_width("東京"), 4u);
  EXPECT_EQ(display_width("ｈａｌｆ"), 8u) << "full-width letters";
  EXPECT_EQ(display_width("한국"), 4u);
}

TEST(Width, AnEmojiIsTwoColumnsHoweverManyCodePointsItHas) {
  EXPECT_EQ(display_width("🎉"), 2u);
  EXPECT_EQ(display_width("👩‍👩‍👧‍👦"), 2u) << "a family: four people joined";
  EXPECT_EQ(display_width("👍🏽"), 2u) << "with a skin tone";
  EXPECT_EQ(display_width("🇩🇪"), 2u) << "a flag: two letters";
  EXPECT_EQ(display_width("❤️"), 2u) << "emoji presentation";
}

TEST(Width, CutsBetweenWholeCharacters) {
  EXPECT_EQ(cut_to("short", 5), "short");
  EXPECT_EQ(cut_to("longer", 5), "long…");
  EXPECT_EQ(cut_to("東京都庁", 8), "東京都庁");
  EXPECT_EQ(cut_to("東京都庁", 7), "東京都…");
  EXPECT_EQ(cut_to("東京都庁", 6), "東京…") << "half of a wide character is not shown";
  EXPECT_EQ(cut_to("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3), "👩‍👩‍👧‍👦…");
  EXPECT_EQ(cut_to("ae\u0301b", 3), "ae\u0301b");
  EXPECT_EQ(cut_to("ae\u0301bc", 3), "ae\u0301…");
  EXPECT_EQ(cut_to("x", 0), "");
  EXPECT_EQ(cut_to("xy", 1), "…");
}

TEST(Width, PadsByColumns) {
  std::string text;
  append_left(text, "東", 4);
  append_right(text, "é", 3);
  EXPECT_EQ(text, "東    é");
}

}  // namespace
}  // namespace chitty::host
