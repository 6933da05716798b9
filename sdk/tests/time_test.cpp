#include <gtest/gtest.h>

#include <chitty/time.hpp>

namespace chitty {
namespace {

TEST(Rfc3339, GoesToTextAndBack) {
  const std::pair<std::int64_t, const char*> times[] = {{0, "1970-01-01T00:00:00.000Z"},
                                                        {-1, "1969-12-31T23:59:59.999Z"},
                                                        {1'795'445'950'123, "2026-11-23T14:59:10.123Z"},
                                                        {951'782'400'000, "2000-02-29T00:00:00.000Z"},
                                                        {253'402'300'799'999, "9999-12-31T23:59:59.999Z"},
                                                        {-62'167'219'200'000, "0000-01-01T00:00:00.000Z"}};
  for (const auto& [ms, text] : times) {
    EXPECT_EQ(rfc3339(ms), text);
    EXPECT_EQ(parse_rfc3339(text), ms);
  }
}

TEST(Rfc3339, TheTextsSortAsTheTimesDo) {
  EXPECT_LT(rfc3339(1'795'445'950'000), rfc3339(1'795'445'950'001));
  EXPECT_LT(rfc3339(1'795'445'950'999), rfc3339(1'795'445'951'000));
}

TEST(Rfc3339, ReadsZonesAndFractions) {
  EXPECT_EQ(parse_rfc3339("2026-11-23T15:59:10+01:00"), 1'795'445'950'000);
  EXPECT_EQ(parse_rfc3339("2026-11-23t09:29:10.5-05:30"), 1'795'445'950'500);
  EXPECT_EQ(parse_rfc3339("2026-11-23T14:59:10.123999z"), 1'795'445'950'123);
  EXPECT_EQ(parse_rfc3339("2026-11-23T14:59:60Z"), 1'795'446'000'000);  // a leap second is the next one
}

TEST(Rfc3339, WhatIsNoneIsNone) {
  for (const char* text :
       {"", "2026-11-23", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-23T14:59:10", "yesterday",
        "2026-11-23T24:00:00Z", "2026-11-23T14:60:10Z", "2026-11-23T14:59:61Z", "2026-11-23T14:59:10+1:00",
        "2026-11-23T14:59:10+24:00", "2026-11-23T14:59:10.Z", "2026-11-23 14:59:10Z", "2026-11-23T14:59:10Z ",
        "2026-1-23T14:59:10Z", "+026-11-23T14:59:10Z"})
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
}

}  // namespace
}  // namespace chitty
