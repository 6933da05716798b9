#include "daemon/watch/trusted_clock.hpp"

#include "base/time.hpp"

#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

TEST(TrustedClock, NeverGoesBackAndGoesOn) {
  const auto now = now_ms();
  EXPECT_GE(trusted_ms(), now);
  EXPECT_LT(behind_trusted_ms(), 1000);
  trust_at_least(now - 5000);  // nothing new
  EXPECT_LT(behind_trusted_ms(), 1000);
  trust_at_least(now + 3'600'000);  // as if the system's clock had been set back by an hour
  const auto later = trusted_ms();
  EXPECT_GE(later, now + 3'600'000);
  EXPECT_GE(behind_trusted_ms(), 3'590'000);
  EXPECT_GE(trusted_ms(), later);
}

}  // namespace
}  // namespace chitty::host::daemon
