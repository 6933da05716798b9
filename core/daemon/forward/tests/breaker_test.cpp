#include "daemon/forward/breaker.hpp"

#include "daemon/forward/retry_budget.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace chitty::host::daemon {
namespace {

using ms = std::chrono::milliseconds;
using Clock = Breaker::Clock;

class BreakerTest : public testing::Test {
 protected:
  void fail(int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(breaker_.enter(now_, ms(1000))->failed(now_), i == times - 1 && times == 3);
  }
  Breaker breaker_{BreakerRule{3, ms(500)}};
  Clock::time_point now_ = Clock::now();
};

TEST_F(BreakerTest, OpensAfterSoManyFailuresInARow) {
  fail(2);
  EXPECT_FALSE(breaker_.enter(now_, ms(1000))->succeeded(now_));
  fail(2);
  EXPECT_TRUE(breaker_.enter(now_, ms(1000)));
  EXPECT_TRUE(breaker_.enter(now_, ms(1000))->failed(now_));
  EXPECT_FALSE(breaker_.enter(now_, ms(1000)));
  EXPECT_EQ(breaker_.closed_for(now_ + ms(100)), ms(400));
}

TEST_F(BreakerTest, LetsOneProbeThroughAndClosesByIt) {
  fail(3);
  EXPECT_FALSE(breaker_.enter(now_ + ms(499), ms(1000)));
  now_ += ms(500);
  auto probe = breaker_.enter(now_, ms(1000));
  ASSERT_TRUE(probe);
  EXPECT_TRUE(probe->is_probe());
  EXPECT_FALSE(breaker_.enter(now_, ms(1000)));
  EXPECT_TRUE(probe->succeeded(now_));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(breaker_.enter(now_, ms(1000))->is_probe());
}

TEST_F(BreakerTest, OpensAnewByAProbeThatFails) {
  fail(3);
  now_ += ms(500);
  EXPECT_FALSE(breaker_.enter(now_, ms(1000))->failed(now_));
  EXPECT_FALSE(breaker_.enter(now_ + ms(499), ms(1000)));
  EXPECT_TRUE(breaker_.enter(now_ + ms(500), ms(1000)));
}

TEST_F(BreakerTest, AProbeThatGoesWithoutAWordIsGivenBack) {
  fail(3);
  now_ += ms(500);
  EXPECT_TRUE(breaker_.enter(now_, ms(1000)).has_value());  // and gone
  EXPECT_TRUE(breaker_.enter(now_, ms(1000)).has_value());
}

TEST_F(BreakerTest, AProbeThatSaysNothingIsGivenUpAndLaterWordsOfItDoNotCount) {
  fail(3);
  now_ += ms(500);
  auto late = breaker_.enter(now_, ms(1000));
  ASSERT_TRUE(late);
  now_ += ms(1000);
  auto next = breaker_.enter(now_, ms(1000));
  ASSERT_TRUE(next);
  EXPECT_FALSE(late->succeeded(now_));  // it closes nothing
  EXPECT_FALSE(breaker_.enter(now_, ms(1000)));
  EXPECT_TRUE(next->succeeded(now_));
}

TEST_F(BreakerTest, OneThatWasLetInBeforeItOpenedIsNoneOfItsBusiness) {
  auto early = breaker_.enter(now_, ms(1000));
  fail(3);
  EXPECT_FALSE(early->succeeded(now_));
  EXPECT_FALSE(breaker_.enter(now_, ms(1000)));
}

TEST_F(BreakerTest, ManyWhoComeAtOnceGetOneProbe) {
  fail(3);
  now_ += ms(500);
  std::atomic<int> let_in{0};
  std::mutex mutex;
  std::vector<Breaker::Permit> kept;
  std::vector<std::thread> all;
  for (int i = 0; i < 8; ++i)
    all.emplace_back([&] {
      for (int k = 0; k < 100; ++k)
        if (auto permit = breaker_.enter(now_, ms(60'000))) {
          ++let_in;
          const std::lock_guard guard(mutex);
          kept.push_back(std::move(*permit));
        }
    });
  for (auto& one : all) one.join();
  EXPECT_EQ(let_in, 1);
}

TEST(RetryBudget, IsThreeAndThenAFifth) {
  RetryBudget budget;
  std::vector<RetryBudget::Running> requests, retries;
  const auto take = [&] {
    auto one = budget.retry();
    if (one) retries.push_back(std::move(*one));
    return one.has_value();
  };
  EXPECT_TRUE(take() && take() && take());
  EXPECT_FALSE(take());
  for (int i = 0; i < 19; ++i) requests.push_back(budget.request());
  EXPECT_FALSE(take());
  requests.push_back(budget.request());
  EXPECT_TRUE(take());
  EXPECT_FALSE(take());
  retries.pop_back();
  EXPECT_TRUE(take());
  requests.clear();
  EXPECT_FALSE(take());
}

}  // namespace
}  // namespace chitty::host::daemon
