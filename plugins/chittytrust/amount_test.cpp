#include "amount.hpp"

#include <gtest/gtest.h>

namespace chittytrust {
namespace {

TEST(Amount, is_whole_minor_units) {
  EXPECT_EQ(amount_of("10").value(), 1000);
  EXPECT_EQ(amount_of("2.5").value(), 250);
  EXPECT_EQ(amount_of("0.01").value(), 1);
  EXPECT_EQ(amount_of("1000000.00").value(), most_at_once);
  EXPECT_EQ(amount_of(10).value(), 1000) << "a whole number of JSON";
}

TEST(Amount, says_what_is_wrong_with_one) {
  const std::pair<const char*, const char*> wrong[] = {{"0", "it is zero"}, {"0.00", "it is zero"}, {"-5", "it is negative"}, {"-5.50", "it is negative"}, {"1.005", "it has more than two decimals"}, {"1000000.01", "at most 1000000.00 may move at once"}, {"99999999999999999999999", "at most 1000000.00 may move at once"}, {"ten", "expected a number"}, {"", "expected a number"}, {"1.", "expected a number"}, {".5", "expected a number"}, {"1e3", "expected a number"}, {"NaN", "expected a number"}, {"+1", "expected a number"}, {" 1", "expected a number"}, {"1,5", "expected a number"}, {"-", "expected a number"}};
  for (const auto& [text, why] : wrong) {
    const auto amount = amount_of(text);
    ASSERT_FALSE(amount) << text;
    EXPECT_EQ(amount.error().message, "invalid amount '" + std::string(text) + "': " + why);
  }
}

TEST(Amount, is_a_text_that_is_the_same_amount_again) {
  for (const Amount amount : {Amount(1), Amount(10), Amount(99), Amount(100), Amount(105), Amount(123456), most_at_once}) EXPECT_EQ(amount_of(chitty::json::value(text_of(amount))).value(), amount);
  EXPECT_EQ(text_of(0), "0.00");
  EXPECT_EQ(text_of(-150), "-1.50");
}

}  // namespace
}  // namespace chittytrust
