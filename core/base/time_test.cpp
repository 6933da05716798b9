#include "base/time.hpp"

#include <gtest/gtest.h>

namespace chitty::host {
namespace {

// 2026-11-23T14:25:37.500Z
constexpr UnixMs now = 1795443937500;

std::int64_t duration(std::string_view text) {
  const auto value = parse_duration(text);
  EXPECT_TRUE(value) << text;
  return value ? value->count() : -1;
}

std::string time_of(std::string_view text) {
  const auto value = parse_time(text, now, Direction::past);
  return value ? rfc3339(*value) : value.error().message;
}

std::string refused(std::string_view text) {
  const auto value = parse_duration(text);
  return value ? "accepted" : value.error().message + " | " + value.error().hint;
}

TEST(Duration, IsNumbersWithUnits) {
  EXPECT_EQ(duration("500ms"), 500);
  EXPECT_EQ(duration("90s"), 90'000);
  EXPECT_EQ(duration("15m"), 900'000);
  EXPECT_EQ(duration("2h"), 7'200'000);
  EXPECT_EQ(duration("1h30m"), 5'400'000);
  EXPECT_EQ(duration("1h 30m"), 5'400'000);
  EXPECT_EQ(duration("7days"), 604'800'000);
  EXPECT_EQ(duration("2 weeks"), 1'209'600'000);
  EXPECT_EQ(duration("1W"), 604'800'000);
  EXPECT_EQ(duration("0s"), 0);
}

TEST(Duration, IsWrittenInTheLargestUnitThatDividesIt) {
  for (const char* text : {"90s", "2h", "7d", "1500ms", "61m", "0ms"}) EXPECT_EQ(as_duration(parse_duration(text).value()), text);
  EXPECT_EQ(as_duration(std::chrono::milliseconds(120'000)), "2m");
}

TEST(Duration, RefusesABareNumberAndShowsTheUnits) {
  EXPECT_EQ(refused("90"), "a number needs a unit | Write 90s, 90m, 90h or 90days");
  EXPECT_EQ(refused("1h30"), "a number needs a unit | Write 30s, 30m, 30h or 30days");
}

TEST(Duration, RefusesWhatIsNone) {
  const std::string hint = " | Write a number and a unit: 500ms, 90s, 15m, 1h30m, 7days, 2weeks";
  for (const std::string text : {"", "soon", "-5s", "5 parsecs", "1.5h", "h", "5s!", "5!"})
    EXPECT_EQ(refused(text), "not a duration" + hint);
}

TEST(Duration, ACapitalMIsNoMinute) {
  EXPECT_EQ(refused("1M"), "'M' could be minutes or months | Write 1m for minutes, or days for months: 30days");
  EXPECT_EQ(duration("1m"), 60'000);
}

TEST(Duration, RefusesUnitsWhoseLengthVaries) {
  EXPECT_EQ(refused("2months"),
            "months and years vary in length | Write days: 30days, 365days");
}

TEST(Duration, RefusesOverflow) {
  const std::string hint = " | The largest is about 290 million years.";
  for (const std::string text : {"99999999999999999999s", "9223372036854775807s", "9223372036854775807ms1ms"})
    EXPECT_EQ(refused(text), "too large for a duration" + hint);
  EXPECT_EQ(duration("9223372036854775807ms"), INT64_MAX);
}

TEST(Time, OfAWord) {
  EXPECT_EQ(time_of("now"), "2026-11-23T14:25:37.500Z");
  EXPECT_EQ(time_of("today"), "2026-11-23T00:00:00.000Z");
  EXPECT_EQ(time_of("Yesterday"), "2026-11-22T00:00:00.000Z");
  EXPECT_EQ(rfc3339(*parse_time("tomorrow", now)), "2026-11-24T00:00:00.000Z");
}

TEST(Time, ADistanceIsAgoWhereThePastIsMeant) {
  EXPECT_EQ(time_of("7days"), "2026-11-16T14:25:37.500Z");
  EXPECT_EQ(time_of("2h ago"), "2026-11-23T12:25:37.500Z");
  EXPECT_EQ(time_of("2 weeks ago"), "2026-11-09T14:25:37.500Z");
}

TEST(Time, ADistanceIsAheadWhereTheFutureIsMeant) {
  const auto ahead = [](std::string_view text) { return rfc3339(*parse_time(text, now, Direction::future)); };
  EXPECT_EQ(ahead("7days"), "2026-11-30T14:25:37.500Z");
  EXPECT_EQ(ahead("in 2h"), "2026-11-23T16:25:37.500Z");
}

TEST(Time, ADistanceMustSaySoWhereEitherSideIsMeant) {
  const auto refused = parse_time("7days", now);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "it could lie before or after now");
  EXPECT_EQ(refused.error().hint, "Write '7days ago' or 'in 7days'");
  EXPECT_EQ(rfc3339(*parse_time("2h ago", now)), "2026-11-23T12:25:37.500Z");
  EXPECT_EQ(rfc3339(*parse_time("in 2h", now)), "2026-11-23T16:25:37.500Z");
}

TEST(Time, OnTheOtherSideOfNowIsRefused) {
  for (const std::string text : {"tomorrow", "in 2h", "2026-11-24", "2026-11-23T14:27:00Z"}) EXPECT_EQ(time_of(text), "it is in the future");
  EXPECT_EQ(parse_time("tomorrow", now, Direction::past).error().hint,
            "Write a time in the past, such as yesterday, 7days, '2h ago'; it is now 2026-11-23T14:25:37Z");
  const auto due = [](std::string_view text) {
    const auto time = parse_time(text, now, Direction::future);
    return time ? rfc3339(*time) : time.error().message;
  };
  for (const std::string text : {"yesterday", "2h ago", "2026-11-22", "2026-11-23T14:24:00Z"}) EXPECT_EQ(due(text), "it is in the past");
  EXPECT_EQ(parse_time("yesterday", now, Direction::future).error().hint,
            "Write a time in the future, such as tomorrow, 30days, 'in 2h'; it is now 2026-11-23T14:25:37Z");
}

TEST(Time, ADateIsAWholeDayAndClocksMayDifferByAMinute) {
  EXPECT_EQ(rfc3339(*parse_time("today", now, Direction::future)), "2026-11-23T00:00:00.000Z");
  EXPECT_EQ(rfc3339(*parse_time("2026-11-23", now, Direction::future)), "2026-11-23T00:00:00.000Z");
  EXPECT_EQ(time_of("2026-11-23T14:26:00Z"), "2026-11-23T14:26:00.000Z");
  EXPECT_EQ(rfc3339(*parse_time("2026-11-23T14:25:00Z", now, Direction::future)), "2026-11-23T14:25:00.000Z");
}

TEST(Time, ADistanceInMIsRefusedAsADurationIs) {
  for (const std::string text : {"1M", "1M ago", "in 1M", "2h 1M"}) EXPECT_EQ(time_of(text), "'M' could be minutes or months");
  EXPECT_EQ(time_of("2H AGO"), "2026-11-23T12:25:37.500Z");
}

TEST(Time, TheHintNamesTheFormsOfItsDirection) {
  EXPECT_EQ(parse_time("soon", now, Direction::past).error().hint, "Forms: 2026-11-23, 2026-11-23T10:00:00Z, now, today, yesterday, 7days, '2h ago'");
  EXPECT_EQ(parse_time("soon", now, Direction::future).error().hint,
            "Forms: 2026-11-23, 2026-11-23T10:00:00Z, now, today, tomorrow, 30days, 'in 2h'");
}

TEST(Time, OfTheCalendarIsUtcUnlessItSaysOtherwise) {
  EXPECT_EQ(time_of("2026-11-23"), "2026-11-23T00:00:00.000Z");
  EXPECT_EQ(time_of("2026-11-23T10:00:00+02:00"), "2026-11-23T08:00:00.000Z");
  EXPECT_EQ(rfc3339(*parse_time("2026-11-23T23:30:00-05:30", now)), "2026-11-24T05:00:00.000Z");
  EXPECT_EQ(time_of("2026-11-23t10:00z"), "2026-11-23T10:00:00.000Z");
  EXPECT_EQ(time_of("2026-11-23 10:00:00.25"), "2026-11-23T10:00:00.250Z");
  EXPECT_EQ(time_of("2026-11-23T10:00:00.123456789Z"), "2026-11-23T10:00:00.123Z");
  EXPECT_EQ(time_of("1969-12-31T23:59:59.999Z"), "1969-12-31T23:59:59.999Z");
}

TEST(Time, KnowsLeapYearsAndMonths) {
  EXPECT_EQ(time_of("2024-02-29"), "2024-02-29T00:00:00.000Z");
  EXPECT_EQ(time_of("2000-02-29"), "2000-02-29T00:00:00.000Z");
  EXPECT_EQ(time_of("2026-02-29"), "day out of range");
  EXPECT_EQ(time_of("1900-02-29"), "day out of range");
  EXPECT_EQ(time_of("2026-04-31"), "day out of range");
  EXPECT_EQ(time_of("2026-13-01"), "month out of range");
  EXPECT_EQ(time_of("2026-00-31"), "month out of range");
}

TEST(Time, RefusesWhatIsNone) {
  for (const std::string text : {"", "soon", "2026-11", "2026-11-23T", "2026-11-23T10", "2026-11-23T10:00:00+2",
                                 "2026-11-23X", "2026-11-23T10:00:00.Z", "ago", "in ", "-2h"})
    EXPECT_EQ(time_of(text), "not a time");
  EXPECT_EQ(time_of("2026-11-23T24:00:00Z"), "hour out of range");
  EXPECT_EQ(time_of("2026-11-23T23:60"), "minute out of range");
  EXPECT_EQ(time_of("2026-11-23T23:59:60Z"), "second out of range");
  EXPECT_EQ(parse_time("7", now).error().hint, "Write 7s, 7m, 7h or 7days");
}

TEST(Time, RefusesWhatTheCalendarCannotWrite) {
  EXPECT_EQ(time_of("9000000000000000000ms"), "outside the years 0000 to 9999");
  EXPECT_EQ(time_of("in 9223372036854775807ms"), "outside the years 0000 to 9999");
  EXPECT_EQ(time_of("0000-01-01T00:00:00+01:00"), "outside the years 0000 to 9999");
}

}  // namespace
}  // namespace chitty::host
