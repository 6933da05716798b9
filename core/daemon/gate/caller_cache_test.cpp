#include "daemon/gate/caller_cache.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "base/time.hpp"

namespace chitty::host::daemon {
namespace {

using Clock = CallerCache::Clock;
constexpr auto yes = [] { return true; };

Caller somebody(const std::string& subject, std::int64_t expires_at = 0) {
  KnownCaller::Facts facts;
  facts.subject = subject;
  facts.expires_at = expires_at;
  return std::make_shared<const KnownCaller>(std::move(facts));
}

class CallerCacheTest : public testing::Test {
 protected:
  Result<Caller> get(const std::string& token, std::chrono::milliseconds later, Result<Caller> answer) {
    return cache_.get(sha256(token), begin_ + later, yes, [&] { return ++asked_, answer; });
  }
  CallerCache cache_;
  Clock::time_point begin_ = Clock::now();
  int asked_ = 0;
};

const Error unknown = make_error(Code::unauthenticated, "Nobody.");
const Error failed = make_error(Code::unreachable, "Asleep.");

TEST_F(CallerCacheTest, AnAnswerIsUsedForLessThanASecond) {
  using std::chrono::milliseconds;
  EXPECT_EQ(get("a", milliseconds(0), somebody("ada")).value()->facts.subject, "ada");
  EXPECT_EQ(get("a", milliseconds(599), somebody("eve")).value()->facts.subject, "ada");
  EXPECT_EQ(asked_, 1);
  EXPECT_EQ(get("a", milliseconds(601), failed).value()->facts.subject,
            "ada");  // asked again in good time; no answer is none
  EXPECT_EQ(asked_, 2);
  EXPECT_EQ(get("a", milliseconds(901), failed).error().code, Code::unreachable);
  EXPECT_EQ(get("a", milliseconds(902), somebody("eve")).value()->facts.subject, "eve");
}

TEST_F(CallerCacheTest, ARevocationSeenEarlyHoldsAtOnce) {
  using std::chrono::milliseconds;
  EXPECT_TRUE(get("a", milliseconds(0), somebody("ada")));
  EXPECT_EQ(get("a", milliseconds(700), unknown).error().code, Code::unauthenticated);
  EXPECT_EQ(get("a", milliseconds(701), unknown).error().code, Code::unauthenticated);
  EXPECT_EQ(asked_, 3);
  EXPECT_EQ(cache_.size(), 0u);
}

TEST_F(CallerCacheTest, NoAnswerOutlivesItsToken) {
  begin_ = Clock::now();
  EXPECT_TRUE(get("a", std::chrono::milliseconds(0), somebody("ada", now_ms() + 200)));
  EXPECT_EQ(get("a", std::chrono::milliseconds(250), unknown).error().code, Code::unauthenticated);
  EXPECT_EQ(asked_, 2);
}

TEST_F(CallerCacheTest, WrongTokensAreNotKeptAndNotAlwaysAskedFor) {
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(get("wrong" + std::to_string(i), std::chrono::milliseconds(0), unknown));
  EXPECT_EQ(cache_.size(), 0u);
  const auto no = [] { return false; };
  const auto ask = [&]() -> Result<Caller> { return ++asked_, unknown; };
  asked_ = 0;
  EXPECT_EQ(cache_.get(sha256("x"), begin_, no, ask).error().code, Code::rate_limited);
  EXPECT_EQ(asked_, 0);
  EXPECT_TRUE(get("right", std::chrono::milliseconds(0), somebody("ada")));
  EXPECT_TRUE(cache_.get(sha256("right"), begin_ + std::chrono::minutes(5), no,
                         [] { return somebody("ada"); }));  // was right before
}

TEST_F(CallerCacheTest, ItIsBounded) {
  for (int i = 0; i < 100'000; ++i)
    EXPECT_TRUE(get(std::to_string(i), std::chrono::milliseconds(i / 100), somebody("x")));
  EXPECT_LE(cache_.size(), CallerCache::shards * CallerCache::most_in_shard);
}

TEST_F(CallerCacheTest, ManyWhoMissAskOnceAndAreAnsweredAlike) {
  std::atomic<int> asked{0}, answered{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      const auto got = cache_.get(sha256("a"), begin_, yes, [&]() -> Result<Caller> {
        ++asked;
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        return somebody("ada");
      });
      answered += got && (*got)->facts.subject == "ada";
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(answered, 16);
}

TEST_F(CallerCacheTest, AQuestionThatThrowsOrHangsHoldsNobodyUp) {
  EXPECT_EQ(
      cache_.get(sha256("a"), begin_, yes, []() -> Result<Caller> { throw std::runtime_error("inside"); }).error().code,
      Code::unreachable);
  EXPECT_TRUE(get("a", std::chrono::milliseconds(0), somebody("ada")));
  CallerCache impatient(
      {std::chrono::milliseconds(900), std::chrono::milliseconds(600), std::chrono::milliseconds(50)});
  std::atomic<bool> end{false};
  std::thread hanging([&] {
    (void)impatient.get(sha256("b"), begin_, yes, [&]() -> Result<Caller> {
      while (!end) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return somebody("late");
    });
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(impatient.get(sha256("b"), begin_, yes, [] { return somebody("x"); }).error().code, Code::unreachable);
  end = true;
  hanging.join();
}

}  // namespace
}  // namespace chitty::host::daemon
