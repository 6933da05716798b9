#include "histogram.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace chittygateway {
namespace {

using chitty::json::parse;

TEST(Histogram, SumsAreExactAndTextIsItself) {
  Histogram one, other;
  one.add(parse("[[412,7],[413,2]]").as_array());
  other.add(std::string_view("413:5,900:1"));
  one.add(other);
  EXPECT_EQ(one.text(), "412:7,413:7,900:1");
  EXPECT_EQ(one.count(), 15);
  Histogram again;
  again.add(std::string_view(one.text()));
  EXPECT_EQ(again.text(), one.text());
  EXPECT_EQ(Histogram().percentile(0.99), 0);
}

// Of a heavy tail, in pieces as daemons and minutes are: as near to the exact one as is promised.
TEST(Histogram, PercentilesAreWithinOnePercent) {
  std::mt19937 random(7);
  std::lognormal_distribution<double> times(8, 1.5);
  std::vector<double> exact;
  Histogram all;
  for (int part = 0; part < 10; ++part) {
    Histogram some;
    for (int i = 0; i < 5000; ++i) {
      const auto us = std::ceil(times(random));
      exact.push_back(us);
      const auto bucket = us <= 1 ? 0 : static_cast<std::int64_t>(std::ceil(std::log(us) / std::log(1.02) - 1e-9));
      some.add(parse("[[" + std::to_string(bucket) + ",1]]").as_array());
    }
    all.add(some);
  }
  std::sort(exact.begin(), exact.end());
  for (const double share : {0.5, 0.95, 0.99}) {
    const auto right = exact[static_cast<std::size_t>(std::ceil(share * 50000)) - 1] / 1000;
    EXPECT_NEAR(all.percentile(share), right, right * 0.0101 + 0.0005) << share;
  }
}

}  // namespace
}  // namespace chittygateway
