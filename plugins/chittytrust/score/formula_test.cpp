#include "formula.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "score_text.hpp"

namespace chittytrust {
namespace {

constexpr std::int64_t now = 1'795'445'950'123;  // 2026-11-23T14:59:10.123Z

Event at(std::int64_t days_ago, Outcome outcome = Outcome::positive, std::string_view channel = "email", EventType type = EventType::interaction, unsigned marks = 0) {
  return {now - days_ago * a_day, type, outcome, channel_of(channel), marks};
}

Score scored(const Profile& profile, const std::vector<Event>& events) {
  Tally tally(now);
  for (const auto& event : events) tally.add(event);
  return score_of(profile, tally);
}

std::vector<std::int64_t> dimensions(const Score& score) {
  std::vector<std::int64_t> all;
  for (const auto& dimension : score.dimensions) all.push_back(dimension.score);
  return all;
}

TEST(Formula, nothing_known_is_nothing) {
  const auto score = scored({}, {});
  EXPECT_EQ(dimensions(score), (std::vector<std::int64_t>{0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(score.level, "L0_ANONYMOUS");
  EXPECT_EQ(score.confidence, 50);
}

// Every part at its limit is 100 exactly, in each dimension, and so is the whole.
TEST(Formula, limits_add_up_to_exactly_a_hundred) {
  Profile best{.id = "best", .created_at = now - 3650 * a_day, .identity_verified = true, .transparency = 1.0, .credentials = 30, .professional = 20, .government_id = true, .connections = 1000, .connection_trust = 1000 * 10'000};
  std::vector<Event> events;
  for (int i = 0; i < 200; ++i) events.push_back(at(0, Outcome::positive, i % 3 == 0 ? "verified_api" : i % 3 == 1 ? "blockchain"
                                                                                                                   : "bank_transfer",
                                                    i % 3 == 0 ? EventType::endorsement : i % 3 == 1 ? EventType::dispute_resolution
                                                                                                     : EventType::transaction,
                                                    7));
  const auto score = scored(best, events);
  for (const auto& dimension : score.dimensions) {
    if (dimension.name == "outcome") continue;  // 70 and 20: nothing can be above 90 there
    EXPECT_EQ(dimension.score, 10'000) << dimension.name;
    if (dimension.name == "channel") continue;  // a mean and a bonus, held to 100
    int most = 0;
    for (const auto& part : dimension.parts) most += part.most;
    EXPECT_EQ(most, 100) << dimension.name;
  }
  EXPECT_EQ(score.dimensions[3].score, 9000);
  EXPECT_EQ(score.composite, 9800);
  EXPECT_EQ(score.level, "L4_INSTITUTIONAL");
  EXPECT_EQ(score.confidence, 100);
}

TEST(Formula, weights_add_up_to_a_hundred) {
  int sum = 0;
  for (const auto& dimension : scored({}, {}).dimensions) sum += dimension.weight;
  EXPECT_EQ(sum, 100);
}

TEST(Formula, one_event_is_regular_by_half_and_two_by_their_gap) {
  EXPECT_EQ(scored({.id = "who", .created_at = now}, {at(0)}).dimensions[1].score, 1500 + 2000 + 200);
  EXPECT_EQ(scored({.id = "who", .created_at = now}, {at(20), at(0)}).dimensions[1].score, 2800 + 2000 + 400);
}

TEST(Formula, newer_channels_weigh_up_to_twice_as_much) {
  EXPECT_EQ(scored({}, {at(2, Outcome::neutral, "email"), at(1, Outcome::neutral, "sms")}).dimensions[2].score, rounded(Exact(60 + 2 * 55, 3), 100));
  EXPECT_EQ(scored({}, {at(1, Outcome::neutral, "pigeon")}).dimensions[2].score, 2000) << "not known";
  EXPECT_EQ(scored({}, {at(1, Outcome::neutral, "")}).dimensions[2].score, 1000) << "anonymous";
}

// Thresholds are those of fractions, not of what a double makes of them: 8 of 10 is not more than 0.8.
TEST(Formula, thresholds_are_exact) {
  std::vector<Event> events;
  for (int i = 0; i < 20; ++i) events.push_back(at(200, i < 16 ? Outcome::positive : Outcome::neutral));
  EXPECT_EQ(scored({}, events).dimensions[3].score, 5600 + 1000) << "the bonus of more than 0.6";
  events[16].outcome = Outcome::positive;
  EXPECT_EQ(scored({}, events).dimensions[3].score, 5950 + 2000);
}

TEST(Formula, rounds_halves_to_the_even_one) {
  EXPECT_EQ(rounded(Exact(5, 1000), 100), 0);
  EXPECT_EQ(rounded(Exact(15, 1000), 100), 2);
  EXPECT_EQ(rounded(Exact(-5, 1000), 100), 0);
  EXPECT_EQ(rounded(Exact(-15, 1000), 100), -2);
  EXPECT_EQ(rounded(Exact(-151, 10'000), 100), -2);
}

TEST(Formula, levels_begin_where_they_say) {
  // Justice alone: 25 hundredths of it. 100 of 100 is a composite of 25.
  std::vector<Event> events;
  for (int i = 0; i < 10; ++i) events.push_back(at(0, Outcome::negative, "", EventType::review, 7));
  Profile open{.id = "who", .transparency = 0.9};
  const auto before = scored(open, events);
  EXPECT_EQ(before.dimensions[5].score, 8000) << "without disputes resolved";
  events.push_back(at(0, Outcome::positive, "", EventType::dispute_resolution));
  events.push_back(at(0, Outcome::positive, "", EventType::dispute_resolution));
  EXPECT_EQ(scored(open, events).dimensions[5].score, 10'000);
}

// Whatever happened: each dimension is within 0 and 100, its parts are its score, and the contributions are the composite.
TEST(Formula, parts_and_contributions_are_the_score_whatever_happened) {
  std::mt19937_64 chance(7);
  const auto some = [&](int most) { return static_cast<int>(chance() % static_cast<unsigned>(most + 1)); };
  constexpr const char* channels[] = {"verified_api", "blockchain", "bank_transfer", "credit_card", "oauth", "email", "sms", "social_media", "anonymous", "pigeon"};
  for (int round = 0; round < 500; ++round) {
    Profile who{.id = "who", .identity_verified = some(1) == 1, .transparency = some(10) / 10.0, .credentials = some(12), .government_id = some(1) == 1, .connections = some(150)};
    who.professional = some(static_cast<int>(who.credentials));
    for (std::int64_t i = 0; i < who.connections; ++i) who.connection_trust += some(10'000);
    if (some(1) == 1) who.created_at = now - some(4000) * a_day;
    std::vector<Event> events(static_cast<std::size_t>(some(round % 10 == 0 ? 300 : 12)));
    for (auto& event : events) event = at(some(500), static_cast<Outcome>(some(3)), channels[some(9)], static_cast<EventType>(some(8)), static_cast<unsigned>(some(7)));
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.at < b.at; });
    const auto score = scored(who, events);
    std::int64_t sum = 0;
    for (const auto& dimension : score.dimensions) {
      EXPECT_GE(dimension.score, 0);
      EXPECT_LE(dimension.score, 10'000);
      Exact parts = 0;
      for (const auto& part : dimension.parts) parts += part.points;
      EXPECT_EQ(rounded(parts, 100), dimension.score) << dimension.name;
      sum += dimension.contribution();
    }
    EXPECT_EQ(sum, score.exact_composite);
    EXPECT_EQ(rounded(Exact(sum, 10'000), 100), score.composite);
    EXPECT_EQ(dimensions(scored(who, events)), dimensions(score)) << "the same again";
  }
}

}  // namespace
}  // namespace chittytrust
