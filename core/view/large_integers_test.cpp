#include "view/testing.hpp"

#include <gtest/gtest.h>

namespace chitty::host {
namespace {

const View list{ViewKind::list, {}};

TEST(LargeIntegers, ComeThroughAFilterWhole) {
  const auto told = shown(list, as(Format::json, ".[]"), R"([{"a":9223372036854775807,"b":[-9007199254740993],"c":18446744073709551615,"d":7}])");
  EXPECT_EQ(told.out, "{\"a\":9223372036854775807,\"b\":[-9007199254740993],\"c\":18446744073709551615,\"d\":7}\n");
  EXPECT_EQ(told.err, "");
  EXPECT_EQ(shown(list, as(Format::ndjson, ".id"), R"([{"id":9007199254740993}])").out, "9007199254740993\n");
}

TEST(LargeIntegers, TwoThatBecomeOneAreSaid) {
  const auto told = shown(list, as(Format::json, ".[]"), R"([9007199254740993, 9007199254740992])");
  EXPECT_EQ(told.err, "warning: --jq rounds integers beyond 2^53, and some here have lost digits; -o json shows them exactly\n");
}

TEST(LargeIntegers, RoundedDigitsInTextAreSaid) {
  EXPECT_NE(shown(list, as(Format::json, ".[]|tostring"), "[9007199254740993]").err.find("have lost digits"), std::string::npos);
  EXPECT_EQ(shown(list, as(Format::json, ".[]|tostring"), "[9007199254740994]").err, "");
  EXPECT_EQ(shown(list, as(Format::json, ".[]|tostring"), "[12]").err, "");
}

TEST(LargeIntegers, BeyondSixtyFourBitsAreSaid) {
  EXPECT_NE(shown(list, as(Format::json, ".[]"), "[98765432109876543210]").err.find("have lost digits"), std::string::npos);
  EXPECT_NE(shown(list, as(Format::json, ".[]"), "[-98765432109876543210]").err.find("have lost digits"), std::string::npos);
  EXPECT_EQ(shown(list, as(Format::json, ".[]"), "[6.022e23, 1e300, 0.1234567890123456789]").err, "");
  EXPECT_EQ(shown(list, as(Format::json, "length"), "[98765432109876543210]").err, "");
}

TEST(LargeIntegers, ThoseOfTheFilterAreSaid) {
  for (const char* filter : {"12345678901234567", ".[]|select(. == 12345678901234567)", "98765432109876543210", "1+9007199254740993"})
    EXPECT_NE(shown(list, as(Format::json, filter), "[1]").err.find("have lost digits"), std::string::npos) << filter;
  for (const char* filter : {"9007199254740992", "12345678901234568", "\"12345678901234567\"", "\"\\\"12345678901234567\"", "{a12345678901234567: 1}", "0.12345678901234567"})
    EXPECT_EQ(shown(list, as(Format::json, filter), "[1]").err, "") << filter;
}

}  // namespace
}  // namespace chitty::host
