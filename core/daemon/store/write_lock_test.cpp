#include "daemon/store/write_lock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace chitty::host::daemon {
namespace {

using namespace std::chrono_literals;

TEST(WriteLock, IsHadInTheOrderOfAsking) {
  WriteLock lock;
  lock.lock();
  std::vector<int> order;  // guarded by the lock itself
  std::vector<std::thread> threads;
  for (int i = 0; i < 5; ++i) {
    threads.emplace_back([&, i] {
      ASSERT_TRUE(lock.try_lock_for(10s));
      order.push_back(i);
      lock.unlock();
    });
    while (lock.waiting() < static_cast<std::size_t>(i) + 1) std::this_thread::sleep_for(1ms);
  }
  lock.unlock();
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(WriteLock, WhoAsksAgainAndAgainPassesNobody) {
  WriteLock lock;
  lock.lock();
  std::atomic<bool> stop{false};
  std::atomic<int> turns{0};
  std::thread other([&] {
    while (!stop) {
      const std::unique_lock mine(lock);
      ++turns;
    }
  });
  while (lock.waiting() == 0) std::this_thread::sleep_for(1ms);
  for (int i = 0; i < 50; ++i) {
    const int before = turns;
    lock.unlock();
    lock.lock();  // at once, yet the one who waited was first
    EXPECT_GT(turns, before);
    while (lock.waiting() == 0) std::this_thread::sleep_for(1ms);
  }
  stop = true;
  lock.unlock();
  other.join();
}

TEST(WriteLock, WhoGivesUpIsForgotten) {
  WriteLock lock;
  lock.lock();
  std::thread([&] { EXPECT_FALSE(lock.try_lock_for(10ms)); }).join();
  EXPECT_EQ(lock.waiting(), 0u);
  lock.unlock();
  EXPECT_TRUE(lock.try_lock_for(0ms));
}

}  // namespace
}  // namespace chitty::host::daemon
