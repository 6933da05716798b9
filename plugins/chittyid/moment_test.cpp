#include "moment.hpp"

#include <chitty/time.hpp>

#include <gtest/gtest.h>

namespace chitty::id {
namespace {

TEST(Moment, an_identifier_carries_year_and_month_in_utc) {
  EXPECT_EQ(year_month(*parse_rfc3339("2026-11-30T23:59:59Z")), "2611");
  EXPECT_EQ(year_month(*parse_rfc3339("2026-12-01T00:00:00+01:00")), "2611");
  EXPECT_EQ(year_month(*parse_rfc3339("2027-01-01T00:00:00Z")), "2701");
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
