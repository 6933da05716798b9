#include "semantic_version.hpp"

#include <gtest/gtest.h>

namespace chittyregistry {
namespace {

TEST(SemanticVersion, OrdersAsTheStandardSays) {
  // semver.org, section 11, and numbers that no integer holds.
  const char* rising[] = {"0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0",
                          "1.9.0", "1.10.0-0", "1.10.0", "99999999999999999999.0.0", "100000000000000000000.0.0"};
  for (std::size_t i = 0; i + 1 < std::size(rising); ++i) {
    const auto low = parse_version(rising[i]), high = parse_version(rising[i + 1]);
    ASSERT_TRUE(low && high) << rising[i];
    EXPECT_TRUE(*low < *high) << rising[i] << " < " << rising[i + 1];
    EXPECT_FALSE(*high < *low) << rising[i] << " < " << rising[i + 1];
  }
}

TEST(SemanticVersion, WhatIsNoneIsNotTaken) {
  for (const auto* wrong : {"", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0-a..b", "v1.0.0", "1.0.0+", "1.0.x", "latest", "1.0.0-ä"})
    EXPECT_FALSE(parse_version(wrong)) << wrong;
  for (const auto* right : {"1.0.0+build.7", "1.0.0-0a", "1.0.0--", "0.0.0"}) EXPECT_TRUE(parse_version(right)) << right;
}

TEST(SemanticVersion, LatestIsTheHighestReleaseAndNotTheNewest) {
  EXPECT_EQ(latest_of({"1.10.0", "1.9.0", "2.0.0-rc.1"}), "1.10.0");
  EXPECT_EQ(latest_of({"2.0.0-rc.1", "2.0.0-beta"}), "2.0.0-rc.1") << "until there is a release";
  EXPECT_EQ(latest_of({}), "");
}

}  // namespace
}  // namespace chittyregistry
