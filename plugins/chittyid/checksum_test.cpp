// The vectors of the wire reference 2.3: live, published and computed identifiers.
#include "identifier.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chitty::id {
namespace {

class Vector : public testing::TestWithParam<const char*> {};

TEST_P(Vector, ends_in_its_own_check_digits) {
  std::string fields(GetParam());
  const std::string check = fields.substr(fields.size() - 2);
  fields.resize(fields.size() - 3);
  std::erase(fields, '-');
  EXPECT_EQ(checksum(fields), check);
}

INSTANTIATE_TEST_SUITE_P(
    reference, Vector,
    testing::Values("03-1-USA-4448-P-2609-0-88", "03-1-USA-8244-P-2603-0-33", "03-1-USA-0001-P-2610-0-05",
                    "01-1-USA-0001-P-2509-0-29", "03-0-ERR-0001-P-2609-0-24", "03-1-USA-0735-T-2605-1-73",
                    "03-1-USA-0955-T-2605-1-37", "03-1-USA-0970-P-2603-0-54", "03-1-USA-1399-T-2603-0-70",
                    "03-1-USA-2709-T-2602-0-42", "03-1-USA-3846-T-2602-0-57", "03-1-USA-5537-P-2602-0-38",
                    "03-1-USA-6434-T-2605-1-54", "03-1-USA-7165-T-2602-0-13", "03-1-USA-9002-T-2602-0-81",
                    "03-1-USA-9636-T-2605-1-75", "03-1-USA-9750-T-2602-0-75", "01-C-INF-0177-I-2510-7-23",
                    "03-1-USA-1234-P-2601-3-86"));

// The worked example, extended by hand to a sequence with letters: 031USA → 37; A (10) → 24; 0, 0, 0 → 24·1000 mod 97.
TEST(Checksum, covers_letters_in_the_sequence) {
  int c = 37;
  c = (c * 100 + 10) % 97;
  for (const char digit : std::string("000")) c = (c * 10 + (digit - '0')) % 97;
  c = (c * 100 + 25) % 97;  // P
  for (const char digit : std::string("26090")) c = (c * 10 + (digit - '0')) % 97;
  const int expected = (98 - c) % 97;
  EXPECT_EQ(std::stoi(checksum("031USAA000P26090")), expected);
}

TEST(Checksum, sees_every_single_changed_digit) {
  const std::string fields = "031USA4448P26090";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i] < '0' || fields[i] > '9') continue;
    for (char other = '0'; other <= '9'; ++other) {
      if (other == fields[i]) continue;
      std::string changed = fields;
      changed[i] = other;
      EXPECT_NE(checksum(changed), checksum(fields)) << changed;
    }
  }
}

}  // namespace
}  // namespace chitty::id
