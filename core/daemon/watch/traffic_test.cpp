#include "daemon/watch/traffic.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <cmath>

namespace chitty::host::daemon {
namespace {

namespace json = boost::json;

json::array all(Traffic& traffic) {
  json::array sums;
  for (const auto& array : traffic.take()) {
    const auto parsed = json::parse(array).as_array();
    EXPECT_LE(parsed.size(), Traffic::most_sums);
    sums.insert(sums.end(), parsed.begin(), parsed.end());
  }
  return sums;
}

TEST(Traffic, IsSummedByMinuteRouteAndCaller) {
  Traffic traffic;
  for (int i = 0; i < 3; ++i) traffic.note({60'000 + i, "acme", "GET /\"x\"", "ada", 200, 1, 10, 100, false});
  traffic.note({60'000, "acme", "GET /\"x\"", "ada", 503, 0, 0, 5, false});
  traffic.note({120'000, "acme", "GET /s", "", 200, 0, 7, 99999999, true});
  int routes = 0, callers = 0;
  for (const auto& sum : all(traffic)) {
    const auto& object = sum.as_object();
    if (object.contains("caller")) {
      ++callers;
      if (object.at("caller") == "ada") {
        EXPECT_EQ(object.at("count"), 4);
        EXPECT_EQ(object.at("errors"), 1);
      }
      continue;
    }
    ++routes;
    if (object.at("class") == 2 && object.at("minute") == 60'000) {
      EXPECT_EQ(json::serialize(object.at("latency")), "[[233,3]]") << "1.02^232 < 100 <= 1.02^233";
    }
    if (object.at("minute") == 120'000) {
      EXPECT_EQ(object.at("latency").as_array().size(), 0u) << "a stream";
    }
  }
  EXPECT_EQ(routes, 3);
  EXPECT_EQ(callers, 2);
  EXPECT_TRUE(traffic.take().empty());
}

TEST(Traffic, CallersAreBounded) {
  Traffic traffic;
  for (std::size_t i = 0; i < Traffic::most_callers + 50; ++i) traffic.note({0, "acme", "", "caller-" + std::to_string(i), 200, 0, 0, 1, false});
  std::size_t callers = 0;
  std::int64_t others = 0;
  for (const auto& sum : all(traffic)) {
    const auto* caller = sum.as_object().if_contains("caller");
    callers += caller != nullptr;
    if (caller && *caller == "*") others = sum.at("count").as_int64();
  }
  EXPECT_EQ(callers, Traffic::most_callers + 1);
  EXPECT_EQ(others, 50);
}

TEST(Traffic, ABucketEndsWithinTwoPercent) {
  for (std::uint64_t us : {1ul, 2ul, 3ul, 50ul, 51ul, 1000ul, 123456ul, 3600000000ul}) {
    const auto bucket = static_cast<double>(Traffic::bucket_of(us));
    EXPECT_GE(std::pow(1.02, bucket) * (1 + 1e-9), static_cast<double>(us));
    EXPECT_LT(std::pow(1.02, bucket - 1), static_cast<double>(us) * (1 + 1e-9));
  }
  EXPECT_EQ(Traffic::bucket_of(0), 0u);
  EXPECT_EQ(Traffic::bucket_of(UINT64_MAX), Traffic::buckets - 1);
}

}  // namespace
}  // namespace chitty::host::daemon
