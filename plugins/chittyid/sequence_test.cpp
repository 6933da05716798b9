#include "sequence.hpp"

#include <gtest/gtest.h>

namespace chitty::id {
namespace {

TEST(Sequence, goes_from_digits_to_letters_without_a_step_missing) {
  EXPECT_EQ(sequence_text(1), "0001");
  EXPECT_EQ(sequence_text(42), "0042");
  EXPECT_EQ(sequence_text(9'999), "9999");
  EXPECT_EQ(sequence_text(10'000), "A000");
  EXPECT_EQ(sequence_text(10'001), "A001");
  EXPECT_EQ(sequence_text(10'010), "A00A");
  EXPECT_EQ(sequence_text(10'035), "A00Z");
  EXPECT_EQ(sequence_text(10'036), "A010");
  EXPECT_EQ(sequence_text(9'999 + 46'656), "AZZZ");
  EXPECT_EQ(sequence_text(9'999 + 46'657), "B000");
  EXPECT_EQ(sequence_text(sequence_capacity), "ZZZZ");
  EXPECT_EQ(sequence_capacity, 1'223'055);
}

TEST(Sequence, every_ordinal_has_its_own_text_in_order) {
  std::string before;
  for (std::int64_t ordinal = 1; ordinal <= sequence_capacity; ++ordinal) {
    const auto text = sequence_text(ordinal);
    ASSERT_LT(before, text);
    ASSERT_EQ(sequence_ordinal(text), ordinal);
    before = text;
  }
}

TEST(Sequence, other_texts_stand_for_nothing) {
  for (const char* text : {"0000", "000", "00001", "00A1", "9A00", "a000", "A0-0", "", "A00a"})
    EXPECT_FALSE(sequence_ordinal(text)) << text;
}

}  // namespace
}  // namespace chitty::id
