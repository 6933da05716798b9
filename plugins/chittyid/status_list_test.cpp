#include "testing/status_list.hpp"

#include <gtest/gtest.h>

namespace chitty::id {
namespace {

TEST(StatusList, keeps_exactly_the_bits_that_were_set) {
  const auto encoded = encode_status_list({0, 9, 131'071});
  ASSERT_TRUE(encoded);
  EXPECT_EQ(encoded->substr(0, 5), "uH4sI");  // gzip's mark, in base64url
  const auto bits = decode_status_list(*encoded);
  ASSERT_TRUE(bits);
  EXPECT_EQ(bits->size(), 16'384u);
  EXPECT_EQ(static_cast<unsigned char>((*bits)[0]), 0x80);
  EXPECT_EQ(static_cast<unsigned char>((*bits)[1]), 0x40);
  int set = 0;
  for (std::int64_t i = 0; i < status_list_length; ++i) set += status_bit(*bits, i);
  EXPECT_EQ(set, 3);
  EXPECT_TRUE(status_bit(*bits, 131'071));
  EXPECT_FALSE(status_bit(*bits, 131'072));
  EXPECT_FALSE(status_bit(*bits, -1));
}

TEST(StatusList, the_list_of_the_specification_is_read) {
  // The example of Bitstring Status List 1.0: 131,072 bits, none set.
  const auto bits = decode_status_list("uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA");
  ASSERT_TRUE(bits);
  EXPECT_EQ(bits->find_first_not_of('\0'), std::string::npos);
}

TEST(StatusList, what_is_none_is_refused) {
  for (const char* text : {"", "u", "H4sI", "uAAAA", "uH4sIAAAAAAAAA"}) EXPECT_FALSE(decode_status_list(text)) << text;
}

}  // namespace
}  // namespace chitty::id
