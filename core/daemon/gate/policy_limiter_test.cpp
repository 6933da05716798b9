// The limits of a policy: what is admitted, by one daemon and by two on one database, on both engines.
#include "daemon/gate/policy_limiter.hpp"

#include <boost/json/parse.hpp>

#include <thread>

#include "daemon/gate/rate_fields.hpp"
#include "daemon/store/testing/store_fixture.hpp"

namespace chitty::host::daemon {
namespace {

std::shared_ptr<const LimitTable> table(const std::string& limits, const std::string& resets = "[]") {
  return LimitTable::parse(json::parse("{\"limits\":[" + limits + "],\"resets\":" + resets + "}").as_object()).value();
}
std::string limit(const std::string& more, const std::string& target = "acme") {
  return R"({"id":"lim_1","target":")" + target + R"(","periodMs":3600000,)" + more + "}";
}
Caller caller(const std::string& subject, bool owner = false) {
  KnownCaller::Facts facts;
  facts.subject = subject;
  facts.owner = owner;
  return std::make_shared<const KnownCaller>(facts);
}

class PolicyLimiterTest : public StoreTest {
 protected:
  static bool admits(PolicyLimiter& limiter, const Caller& who = nullptr, std::uint64_t units = 1, std::vector<std::string> path = {"acme", "things"}) {
    const auto decision = limiter.take({path.empty() ? "" : path.front(), path}, who, "10.0.0.1", units);
    return !decision || decision->allowed;
  }
  static int count(PolicyLimiter& limiter, int attempts, const Caller& who = nullptr) {
    int admitted = 0;
    for (int i = 0; i < attempts; ++i) admitted += admits(limiter, who);
    return admitted;
  }
  // As the worker does every second, with the seconds left out.
  static void become_alone(PolicyLimiter& limiter) {
    ASSERT_TRUE(limiter.synchronise());
    std::this_thread::sleep_for(std::chrono::milliseconds(2050));
    ASSERT_TRUE(limiter.synchronise());
    ASSERT_TRUE(limiter.is_alone());
  }
};

TEST_F(PolicyLimiterTest, ABurstAndNoMore) {
  PolicyLimiter limiter(*store_, "one");
  limiter.set(table(limit(R"("requests":1000,"burst":1000)")));
  EXPECT_EQ(count(limiter, 1500), 1000) << "with the table";
  limiter.set(table(limit(R"("requests":1000,"burst":10)")));
  EXPECT_FALSE(admits(limiter)) << "a smaller one is used up, too";
  PolicyLimiter alone(*store_, "two");
  alone.set(table(R"({"id":"lim_2","target":"acme","periodMs":3600000,"requests":1000,"burst":30})"));
  EXPECT_EQ(count(alone, 10), 10);
  become_alone(alone);
  EXPECT_EQ(count(alone, 50), 20) << "in memory it goes on where the table was";
  EXPECT_TRUE(alone.synchronise());
  EXPECT_THAT(rows("SELECT refused FROM chitty_rates WHERE limit_id = 'lim_2'").at(0), HasSubstr("30"));
}

// By a clock of the test's own: in any time t as many as the burst and t times the rate, and not one more.
TEST(RateBucket, WhatComesBackComesBackEvenly) {
  const auto limits = table(R"({"id":"lim_1","target":"acme","periodMs":1000,"requests":100,"burst":20})");
  const auto& limit = limits->all().front();
  RateBucket bucket("lim_1", "", 0);
  std::vector<std::int64_t> admitted;
  for (std::int64_t now = 0; now < 10'000'000'000; now += 700'000)
    if (bucket.take_owned(limit, now, 1)) admitted.push_back(now);
  EXPECT_EQ(admitted.size(), 20u + 1000u - 1u) << "ten seconds begin with a burst";
  for (std::size_t first = 0; first < admitted.size(); first += 7)
    for (std::size_t last = first; last < admitted.size(); last += 5)
      ASSERT_LE(static_cast<std::int64_t>(last - first + 1), 20 + (admitted[last] - admitted[first]) / 10'000'000 + 1) << first << " to " << last;
  // Idle for long, it has a burst again and no more; smaller, it is not waited for longer than that; a clock set back likewise.
  int again = 0;
  while (bucket.take_owned(limit, 100'000'000'000, 1)) ++again;
  EXPECT_EQ(again, 20);
  EXPECT_EQ(bucket.wait_for(limit, 100'000'000'000, 1), 10'000'000);
  EXPECT_EQ(bucket.wait_for(limit, 0, 1), 10'000'000);
  EXPECT_FALSE(bucket.take_owned(limit, 200'000'000'000, 21)) << "never so many at once";
}

TEST_F(PolicyLimiterTest, OfWhomAndWhere) {
  PolicyLimiter limiter(*store_, "one");
  limiter.set(table(limit(R"("requests":2,"burst":2,"each":true)")));
  EXPECT_EQ(count(limiter, 4, caller("ada")), 2);
  EXPECT_EQ(count(limiter, 4, caller("bob")), 2);
  EXPECT_EQ(count(limiter, 4), 2) << "an address is one";
  EXPECT_EQ(count(limiter, 4, caller("owner", true)), 4);
  limiter.set(table(R"({"id":"lim_2","target":"*","user":"cleo","periodMs":3600000,"requests":1,"burst":1})"));
  EXPECT_EQ(count(limiter, 3, caller("cleo")), 1);
  EXPECT_EQ(count(limiter, 3, caller("dan")), 3);
  limiter.set(table(R"({"id":"lim_3","target":"/api/x","periodMs":3600000,"requests":1,"burst":1})"));
  EXPECT_TRUE(admits(limiter, nullptr, 1, {"api", "x", "y"}));
  EXPECT_FALSE(admits(limiter, nullptr, 1, {"api", "x"}));
  EXPECT_TRUE(admits(limiter, nullptr, 1, {"api", "xy"})) << "by whole segments";
}

TEST_F(PolicyLimiterTest, OneThatSaysNoTakesNothingOfTheOthers) {
  PolicyLimiter limiter(*store_, "one");
  limiter.set(table(limit(R"("requests":10,"burst":10)") + R"(,{"id":"lim_2","target":"*","periodMs":3600000,"requests":3,"burst":3})"));
  EXPECT_EQ(count(limiter, 20), 3);
  limiter.set(table(limit(R"("requests":10,"burst":10)")));
  EXPECT_EQ(count(limiter, 20), 7);
}

TEST_F(PolicyLimiterTest, WhatCountsForMuchMayNeverFit) {
  PolicyLimiter limiter(*store_, "one");
  limiter.set(table(limit(R"("requests":10,"burst":10)")));
  EXPECT_FALSE(admits(limiter, nullptr, 11));
  EXPECT_TRUE(admits(limiter, nullptr, 10));
  const std::vector<std::string> path{"acme"};
  const auto refused = limiter.take({"acme", path}, nullptr, "10.0.0.1", 11);
  const auto error = rate_used_up(*refused);
  EXPECT_EQ(error.message, "This counts as 11 requests, and 0 of 10 requests per hour to acme are left.");
  EXPECT_EQ(error.hint, "Ask for less at once: it allows 10 at once.");
  EXPECT_EQ(error.retry_after.count(), 0);
  std::string fields;
  rate_fields(*refused).write(fields);
  EXPECT_THAT(fields, testing::StartsWith("RateLimit-Policy: \"lim_1\";q=10;w=3600\r\nRateLimit: \"lim_1\";r=0;t="));
}

TEST_F(PolicyLimiterTest, AShadowCountsAndRefusesNothing) {
  PolicyLimiter limiter(*store_, "one");
  limiter.set(table(limit(R"("requests":5,"burst":5,"shadow":true)")));
  EXPECT_EQ(count(limiter, 8), 8);
  ASSERT_TRUE(limiter.synchronise());
  EXPECT_THAT(rows("SELECT refused FROM chitty_rates").at(0), HasSubstr("3"));
}

TEST_F(PolicyLimiterTest, AFreshStartIsForWhoIsNamed) {
  PolicyLimiter limiter(*store_, "one");
  const auto each = limit(R"("requests":2,"burst":2,"each":true)");
  limiter.set(table(each));
  EXPECT_EQ(count(limiter, 3, caller("ada")), 2);
  EXPECT_EQ(count(limiter, 3, caller("bob")), 2);
  limiter.set(table(each, R"([{"subject":"ada","epoch":1}])"));
  EXPECT_EQ(count(limiter, 3, caller("ada")), 2);
  EXPECT_EQ(count(limiter, 3, caller("bob")), 0);
}

// Each in its own process in life; here two limiters that know of each other by the table alone.
TEST_F(PolicyLimiterTest, TwoDaemonsHaveOneLimit) {
  PolicyLimiter one(*store_, "one"), two(*store_, "two");
  const auto limits = limit(R"("requests":10000,"burst":10000)");
  one.set(table(limits)), two.set(table(limits));
  ASSERT_TRUE(one.synchronise());
  ASSERT_TRUE(two.synchronise());
  ASSERT_TRUE(one.synchronise());
  const auto begin = std::chrono::steady_clock::now();
  int of_one = 0, of_two = 0;
  std::thread other([&] { of_two = count(two, 8000); });
  of_one = count(one, 8000);
  other.join();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  EXPECT_LE(of_one + of_two, 10000 + seconds * 10000 / 3600 + 1);
  EXPECT_GE(of_one + of_two, 10000 - 50) << "what is leased to the other is at most half a percent";
  EXPECT_FALSE(one.is_alone());
}

TEST_F(PolicyLimiterTest, WhoComesLaterCountsWhatWasUsedBefore) {
  PolicyLimiter first(*store_, "first");
  const auto limits = limit(R"("requests":100,"burst":100)");
  first.set(table(limits));
  become_alone(first);
  EXPECT_EQ(count(first, 60), 60);
  PolicyLimiter second(*store_, "second");
  second.set(table(limits));
  std::thread joining([&] { second.join(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  ASSERT_TRUE(first.synchronise());
  joining.join();
  EXPECT_FALSE(first.is_alone());
  EXPECT_EQ(count(second, 100) + count(first, 100), 40);
}

TEST_F(PolicyLimiterTest, WhatIsLeasedAndNotUsedGoesBack) {
  PolicyLimiter one(*store_, "one");
  const auto limits = limit(R"("requests":1000,"burst":1000)");
  one.set(table(limits));
  EXPECT_TRUE(admits(one));
  ASSERT_TRUE(one.finish());
  PolicyLimiter two(*store_, "two");
  two.set(table(limits));
  EXPECT_EQ(count(two, 1200), 999);
}

TEST(LimitTable, WhatCannotBeUnderstoodIsNoPolicy) {
  const auto told = [](const std::string& text) {
    const auto parsed = LimitTable::parse(json::parse(text).as_object());
    return parsed ? std::string("taken") : parsed.error().message;
  };
  EXPECT_EQ(told(R"({"limits":7})"), "The policy's limits or resets are no array.");
  EXPECT_THAT(told(R"({"limits":[7]})"), HasSubstr("a limit that is no object: 7"));
  EXPECT_THAT(told(R"({"limits":[{"id":"x"}]})"), HasSubstr("without id or target"));
  EXPECT_THAT(told(R"({"limits":[{"id":"x","target":"acme","requests":0,"burst":1,"periodMs":1000}]})"), HasSubstr("that can be"));
  EXPECT_THAT(told(R"({"limits":[{"id":"x","target":"acme","requests":2000000000,"burst":1,"periodMs":1000}]})"), HasSubstr("more than a million"));
  EXPECT_THAT(told(R"({"limits":[{"id":"x","target":"acme","requests":1,"burst":1000000,"periodMs":86400000}]})"), HasSubstr("100 days"));
  EXPECT_EQ(told(R"({})"), "taken");
}

}  // namespace
}  // namespace chitty::host::daemon
