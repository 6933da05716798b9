#include "health_rule.hpp"

#include <gtest/gtest.h>

#include "probe_verdict.hpp"

namespace chittyregistry {
namespace {

std::string after_all(std::initializer_list<std::string_view> outcomes) {
  HealthState state;
  std::string told;
  for (const auto outcome : outcomes) state = after(state, outcome), told += state.state.substr(0, 5) + " ";
  return told;
}

TEST(HealthRule, OneLostAnswerIsNoOutageAndOneLuckyOneNoRecovery) {
  EXPECT_EQ(after_all({healthy, unreachable, healthy, unhealthy, unhealthy}), "healt healt healt healt healt ");
  EXPECT_EQ(after_all({healthy, unreachable, unreachable, unreachable, healthy, unhealthy, healthy, healthy}), "healt healt healt unrea unrea unhea unhea healt ");
}

TEST(HealthRule, SaysWhatWouldChangeIt) {
  EXPECT_EQ(what_would_change(HealthState()), "any result");
  auto state = after(after(HealthState(), healthy), unhealthy);
  EXPECT_EQ(what_would_change(state), "3 failed results in a row; 1 so far");
  state = after(after(state, unhealthy), unhealthy);
  EXPECT_EQ(state.rule, "3 failed results in a row");
  EXPECT_EQ(what_would_change(after(state, healthy)), "2 healthy results in a row; 1 so far");
}

TEST(HealthRule, ManyAtOnceAreTheProbersFault) {
  EXPECT_TRUE(blames_the_prober(4, 3));
  EXPECT_FALSE(blames_the_prober(6, 3));
  EXPECT_FALSE(blames_the_prober(2, 2)) << "too few to tell";
}

Verdict on(boost::json::object answered) { return verdict_on("chitty-new", answered); }

TEST(Verdict, OnlyAJsonObjectThatIsTheServiceAndWellIsHealthy) {
  EXPECT_EQ(on({{"status", 200}, {"body", R"({"status":"ok","service":"ChittyNew","version":"2.1.0"})"}}).version, "2.1.0");
  EXPECT_EQ(on({{"status", 200}, {"body", "{}"}}).outcome, "healthy");
  EXPECT_EQ(on({{"status", 200}, {"contentType", "text/html; charset=utf-8"}, {"body", "<html>Welcome to our hotel"}}).reason, "answered 200 with text/html that is no JSON object");
  EXPECT_EQ(on({{"status", 200}, {"body", R"({"service":"other","status":"ok"})"}}).reason, "another service answers there: other");
  EXPECT_EQ(on({{"status", 200}, {"body", R"({"status":"degraded"})"}}).reason, "says that it is degraded");
  EXPECT_EQ(on({{"status", 302}}).reason, "redirects (302), which is not followed");
  EXPECT_EQ(on({{"status", 503}, {"body", "{}"}}).reason, "answered 503");
  EXPECT_EQ(on({{"reason", "timeout"}, {"message", "timed out after 5s"}}).reason, "no answer in time");
  EXPECT_EQ(on({{"reason", "refused"}, {"message", "refused"}}).outcome, "unreachable");
}

}  // namespace
}  // namespace chittyregistry
