#include "identifier.hpp"

#include <chitty/time.hpp>

#include <gtest/gtest.h>

namespace chitty::id {
namespace {

TEST(Moment, an_identifier_carries_year_and_month_in_utc) {
  EXPECT_EQ(year_month(*parse_rfc3339("2026-11-30T23:59:59Z")), "2611");
  EXPECT_EQ(year_month(*parse_rfc3339("2026-12-01T00:00:00+01:00")), "2611");
  EXPECT_EQ(year_month(*parse_rfc3339("2027-01-01T00:00:00Z")), "2701");
}

}  // namespace
}  // namespace chitty::id
