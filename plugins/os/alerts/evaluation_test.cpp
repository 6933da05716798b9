#include "evaluation.hpp"

#include <boost/json/parse.hpp>
#include <chitty/members.hpp>
#include <gtest/gtest.h>

namespace os::alerts {
namespace {

namespace json = boost::json;
using chitty::text_in;

constexpr std::int64_t minute = 60'000;

// One rule, held against what a test says of a minute, again and again.
class Evaluation : public ::testing::Test {
 protected:
  std::vector<Rule> rules;
  json::object memory;
  Measured now;

  void rule(const char* text) { rules = {rule_of(json::parse(text)).value()}; }
  json::array at(std::int64_t ms) {
    now.now_ms = 1'000'000'000 + ms;
    return evaluate(rules, now, memory);
  }
  std::string state_at(std::int64_t ms) {
    const auto rows = at(ms);
    return rows.size() == 1 ? text_in(rows[0], "state") : "not one row";
  }
  void counter(double value, const char* service = "a") { now.samples = {{"m", {{"service", service}}, value}}; }
};

TEST_F(Evaluation, AnAlertFiresWhenItHasHeldForLongEnough) {
  rule(R"({"name":"r","of":"health","above":{"critical":0},"for":"5m"})");
  now.health = {{"a", "hanging"}};
  EXPECT_EQ(state_at(0), "pending");
  EXPECT_EQ(state_at(4 * minute), "pending");
  EXPECT_EQ(state_at(5 * minute), "firing");
  now.health = {{"a", ""}};
  EXPECT_EQ(state_at(6 * minute), "ok");
  now.health = {{"a", "hanging"}};
  EXPECT_EQ(state_at(7 * minute), "pending") << "it begins anew";
}

TEST_F(Evaluation, OneThatHasJustEndedIsKeptForAWhile) {
  rule(R"({"name":"r","of":"health","above":{"critical":0},"keepFiringFor":"10m"})");
  now.health = {{"a", "hanging"}};
  EXPECT_EQ(state_at(0), "firing");
  now.health = {{"a", ""}};
  EXPECT_EQ(state_at(9 * minute), "firing");
  EXPECT_EQ(text_in(at(9 * minute)[0], "severity"), "critical");
  EXPECT_EQ(state_at(11 * minute), "ok");
}

TEST_F(Evaluation, TwoThresholdsAreTwoSeverities) {
  rule(R"({"name":"r","of":"expiry","what":"token","below":{"warning":7,"critical":1}})");
  const auto severity = [&](double days) {
    now.tokens = {{"ada", 1'000'000'000 + static_cast<std::int64_t>(days * 86'400'000)}};
    const auto rows = at(0);
    return text_in(rows[0], "state") + " " + text_in(rows[0], "severity");
  };
  EXPECT_EQ(severity(30), "ok ");
  EXPECT_EQ(severity(3), "firing warning");
  EXPECT_EQ(severity(0.5), "firing critical");
  EXPECT_EQ(severity(-1), "firing critical");
}

TEST_F(Evaluation, AShortTokenIsWeighedByItsWholeLife) {
  rule(R"({"name":"r","of":"expiry","what":"token","below":{"warning":7,"critical":1}})");
  const auto state = [&](double minutes_left, std::int64_t life_minutes) {
    now.tokens = {{"ada", 1'000'000'000 + static_cast<std::int64_t>(minutes_left * 60'000)}};
    now.lives_ms = {{"ada", life_minutes * 60'000}};
    const auto rows = at(0);
    return text_in(rows[0], "state") + " " + text_in(rows[0], "severity");
  };
  EXPECT_EQ(state(55, 60), "ok ");
  EXPECT_EQ(state(10, 60), "firing warning");
  EXPECT_EQ(state(1, 60), "firing critical");
  EXPECT_EQ(state(-1, 60), "firing critical");
  EXPECT_EQ(state(60 * 12, 60 * 24 * 365), "firing critical") << "a long one by its days";
}

TEST_F(Evaluation, ACounterCountsByHowMuchItGrewAndMayBeginAnew) {
  rule(R"({"name":"r","of":"metric","metric":"m","by":"service","per":"10m","above":{"warning":5}})");
  counter(1000);
  EXPECT_EQ(state_at(0), "ok") << "seen for the first time, it has grown by nothing";
  counter(1004);
  EXPECT_EQ(state_at(minute), "ok");
  counter(2);  // the daemon was started again
  EXPECT_EQ(state_at(2 * minute), "firing") << "4 and 2";
  counter(2);
  EXPECT_EQ(state_at(30 * minute), "ok") << "long ago";
}

TEST_F(Evaluation, AShareIsOfWhatGrewInTheSameTime) {
  rule(R"({"name":"r","of":"metric","metric":"m","labels":{"code":"5xx"},"by":"service","per":"10m","shareOf":{"metric":"m"},"above":{"warning":0.1}})");
  const auto seen = [&](double good, double bad) {
    now.samples = {{"m", {{"service", "a"}, {"code", "2xx"}}, good}, {"m", {{"service", "a"}, {"code", "5xx"}}, bad}};
  };
  seen(1000, 0);
  EXPECT_EQ(state_at(0), "ok");
  seen(1080, 20);
  const auto rows = at(minute);
  EXPECT_EQ(text_in(rows[0], "state"), "firing");
  EXPECT_DOUBLE_EQ(rows[0].at("value").to_number<double>(), 0.2);
  seen(1080, 20);
  EXPECT_EQ(state_at(60 * minute), "ok") << "no requests, no share";
}

TEST_F(Evaluation, AMetricThatIsNotThereIsAStateOfItsOwn) {
  rule(R"({"name":"r","of":"metric","metric":"m","above":{"warning":5}})");
  EXPECT_EQ(state_at(0), "missing");
  now.no_samples = "chittyd is not running";
  EXPECT_EQ(text_in(at(0)[0], "why"), "chittyd is not running");
  rule(R"({"name":"r","of":"health","above":{"critical":0}})");
  now.no_health = "no configuration";
  EXPECT_EQ(state_at(0), "missing");
  rule(R"({"name":"r","of":"expiry","what":"token","below":{"warning":7}})");
  EXPECT_TRUE(at(0).empty()) << "who has no token has none that expires";
}

TEST_F(Evaluation, WhatIsRememberedHasABound) {
  rule(R"({"name":"r","of":"metric","metric":"m","by":"service","per":"10m","above":{"warning":5}})");
  now.samples.clear();
  for (int i = 0; i < 3000; ++i) now.samples.push_back({"m", {{"service", std::to_string(i)}}, 1});
  at(0);
  EXPECT_LE(memory.size(), 2001u);
  counter(1);
  for (int i = 0; i < 500; ++i) at(i * 1000);
  EXPECT_LE(memory.at("counter\nr\na").at("points").as_array().size(), 65u);
  at(8 * 24 * 60 * minute);
  EXPECT_LE(memory.size(), 2u) << "what nobody has asked about for a week is forgotten";
}

TEST_F(Evaluation, AMemoryThatSomebodyHasBrokenIsNone) {
  rule(R"({"name":"r","of":"metric","metric":"m","by":"service","per":"10m","above":{"warning":5}})");
  memory = json::parse(R"({"counter\nr\na":{"points":[1,[2],"x"]},"alert\nr\na":7,"zz":null})").as_object();
  counter(1);
  EXPECT_EQ(state_at(0), "ok");
}

}  // namespace
}  // namespace os::alerts
