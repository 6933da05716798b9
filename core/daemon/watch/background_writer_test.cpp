#include "daemon/watch/background_writer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace chitty::host::daemon {
namespace {

using namespace std::chrono_literals;

TEST(BackgroundWriterTest, DoesEachDutyOnceMoreAtTheEnd) {
  std::atomic<int> often{0}, seldom{0};
  BackgroundWriter writer;
  writer.every(1ms, [&] { ++often; });
  writer.every(1h, [&] { ++seldom; });
  writer.start();
  while (often < 3) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(seldom, 0);
  EXPECT_TRUE(writer.stop());
  EXPECT_EQ(seldom, 1);
  const int before = often;
  EXPECT_TRUE(writer.stop());  // it has ended
  EXPECT_EQ(often, before);
}

TEST(BackgroundWriterTest, ThatNeverBeganDoesNothing) {
  bool done = false;
  BackgroundWriter writer;
  writer.every(1ms, [&] { done = true; });
  EXPECT_TRUE(writer.stop(0ms));
  EXPECT_FALSE(done);
}

TEST(BackgroundWriterTest, ADutyThatWaitsHoldsAStopUpOnlySoLong) {
  std::promise<void> lock;
  std::atomic<bool> waits{false}, done{false};
  BackgroundWriter writer;
  writer.every(1ms, [&, locked = lock.get_future().share()] {
    waits = true;
    locked.wait();
  });
  writer.every(1h, [&] { done = true; });
  writer.start();
  while (!waits) std::this_thread::sleep_for(1ms);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(writer.stop(50ms));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 50ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
  EXPECT_FALSE(done);
  lock.set_value();
  EXPECT_TRUE(writer.stop());
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace chitty::host::daemon
