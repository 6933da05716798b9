#include "daemon/clerk.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace chitty::daemon {
namespace {

using namespace std::chrono_literals;

TEST(ClerkTest, DoesEachDutyOnceMoreAtTheEnd) {
  std::atomic<int> often{0}, seldom{0};
  Clerk clerk;
  clerk.every(1ms, [&] { ++often; });
  clerk.every(1h, [&] { ++seldom; });
  clerk.start();
  while (often < 3) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(seldom, 0);
  EXPECT_TRUE(clerk.stop());
  EXPECT_EQ(seldom, 1);
  const int before = often;
  EXPECT_TRUE(clerk.stop());  // it has ended
  EXPECT_EQ(often, before);
}

TEST(ClerkTest, ThatNeverBeganDoesNothing) {
  bool done = false;
  Clerk clerk;
  clerk.every(1ms, [&] { done = true; });
  EXPECT_TRUE(clerk.stop(0ms));
  EXPECT_FALSE(done);
}

TEST(ClerkTest, ADutyThatWaitsHoldsAStopUpOnlySoLong) {
  std::promise<void> lock;
  std::atomic<bool> waits{false}, done{false};
  Clerk clerk;
  clerk.every(1ms, [&, locked = lock.get_future().share()] {
    waits = true;
    locked.wait();
  });
  clerk.every(1h, [&] { done = true; });
  clerk.start();
  while (!waits) std::this_thread::sleep_for(1ms);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(clerk.stop(50ms));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 50ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
  EXPECT_FALSE(done);
  lock.set_value();
  EXPECT_TRUE(clerk.stop());
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace chitty::daemon
