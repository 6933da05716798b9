#include "moment.hpp"

#include <gtest/gtest.h>

namespace chitty::id {
namespace {

TEST(Moment, goes_to_text_and_back) {
  EXPECT_EQ(rfc3339(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(rfc3339(1'795'445'950'123), "2026-11-23T14:59:10.123Z");
  EXPECT_EQ(from_rfc3339("2026-11-23T14:59:10.123Z"), 1'795'445'950'123);
  EXPECT_EQ(from_rfc3339("2026-11-23T15:59:10+01:00"), 1'795'445'950'000);
  EXPECT_EQ(from_rfc3339("2026-11-23T14:59:10Z"), 1'795'445'950'000);
}

TEST(Moment, what_is_no_time_is_none) {
  for (const char* text : {"", "2026-11-23", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-23T14:59:10", "yesterday",
                           "2026-11-23T24:00:00Z", "2026-11-23T14:59:10+1:00"})
    EXPECT_FALSE(from_rfc3339(text)) << text;
}

TEST(Moment, an_identifier_carries_year_and_month_in_utc) {
  EXPECT_EQ(year_month(*from_rfc3339("2026-11-30T23:59:59Z")), "2611");
  EXPECT_EQ(year_month(*from_rfc3339("2026-12-01T00:00:00+01:00")), "2611");
  EXPECT_EQ(year_month(*from_rfc3339("2027-01-01T00:00:00Z")), "2701");
}

TEST(Uuid, has_version_and_variant_and_sorts_by_time_and_counter) {
  const auto first = uuid_v7(1'795'445'950'123, 7, std::string(8, '\xff'));
  EXPECT_EQ(first.size(), 36u);
  EXPECT_EQ(first[14], '7');
  EXPECT_NE(std::string("89ab").find(first[19]), std::string::npos);
  EXPECT_LT(first, uuid_v7(1'795'445'950'123, 8, std::string(8, '\0')));
  EXPECT_LT(first, uuid_v7(1'795'445'950'124, 0, std::string(8, '\0')));
}

}  // namespace
}  // namespace chitty::id
