// Periods counted by the rules, against days that were counted by hand on a calendar.
#include "count.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace chittycases::rules {
namespace {

std::string counted(const char* rules, const char* event, Period period) { return text_of(count(*rule_set(rules), *day_of(event), period).day); }

TEST(Count, EveryDayCountsAndTheLastMustBeABusinessDay) {
  EXPECT_EQ(counted("frcp", "2026-12-01", {21}), "2026-12-22");
  EXPECT_EQ(counted("frcp", "2026-11-06", {7}), "2026-11-13");
  EXPECT_EQ(counted("frcp", "2026-11-06", {8}), "2026-11-16") << "Saturday the 14th becomes Monday";
  EXPECT_EQ(counted("frcp", "2026-11-20", {6}), "2026-11-27") << "Thanksgiving becomes Friday";
  EXPECT_EQ(counted("frcp", "2026-12-04", {21}), "2026-12-28") << "Christmas is a Friday, so it becomes Monday";
}

TEST(Count, AHolidayOnASaturdayIsKeptOnFriday) {
  EXPECT_EQ(counted("frcp", "2026-06-26", {7}), "2026-07-06") << "3 July 2026 is Independence Day, observed";
  EXPECT_EQ(counted("illinois", "2026-06-26", {7}), "2026-07-03") << "in Illinois it is not";
  EXPECT_EQ(rule_set("frcp")->holiday_on(*day_of("2021-12-31")), "New Year's Day (observed)");
}

TEST(Count, JuneteenthIsAHolidaySinceItIsOne) {
  EXPECT_EQ(rule_set("frcp")->holiday_on(*day_of("2026-06-19")), "Juneteenth");
  EXPECT_EQ(rule_set("frcp")->holiday_on(*day_of("2020-06-19")), "");
}

TEST(Count, BackGoesFurtherBack) {
  EXPECT_EQ(counted("frcp", "2026-11-30", {14, "days", true}), "2026-11-16");
  EXPECT_EQ(counted("frcp", "2026-11-30", {15, "days", true}), "2026-11-13") << "Sunday the 15th becomes Friday";
}

TEST(Count, MailAddsThreeDaysBehindThePeriodAndElectronicNone) {
  EXPECT_EQ(counted("frcp", "2026-12-01", {21, "days", false, "mail"}), "2026-12-28") << "22 December, and 3 days, which is Christmas";
  EXPECT_EQ(counted("frcp", "2026-12-01", {21, "days", false, "electronic"}), "2026-12-22");
  EXPECT_EQ(counted("frcp", "2026-11-06", {8, "days", false, "mail"}), "2026-11-19") << "the period ends on Monday the 16th, and then come 3 days";
}

TEST(Count, InIllinoisServiceByMailIsCompleteAfterFourDays) {
  EXPECT_EQ(counted("illinois", "2026-11-10", {30, "days", false, "mail"}), "2026-12-14");
  EXPECT_EQ(counted("illinois", "2026-11-10", {30}), "2026-12-10");
}

TEST(Count, IllinoisHasItsOwnHolidays) {
  EXPECT_EQ(counted("illinois", "2026-01-13", {30}), "2026-02-13") << "Lincoln's Birthday";
  EXPECT_EQ(counted("frcp", "2026-01-13", {30}), "2026-02-12");
  EXPECT_EQ(rule_set("illinois")->holiday_on(*day_of("2026-04-03")), "Good Friday");
  EXPECT_EQ(rule_set("illinois")->holiday_on(*day_of("2026-03-02")), "Casimir Pulaski's Birthday");
}

TEST(Count, MonthsEndOnTheSameNumberOrTheLastDay) {
  EXPECT_EQ(counted("frcp", "2026-01-31", {1, "months"}), "2026-03-02") << "28 February is a Saturday";
  EXPECT_EQ(counted("frcp", "2026-01-15", {1, "years"}), "2027-01-15");
}

TEST(Count, BusinessDaysOnlyWhereTheDocumentSaysSo) { EXPECT_EQ(counted("frcp", "2026-11-24", {3, "business days"}), "2026-11-30"); }

TEST(Count, EachDayIsExplained) {
  const auto result = count(*rule_set("frcp"), *day_of("2026-11-20"), {6});
  ASSERT_EQ(result.steps.size(), 8u);
  EXPECT_EQ(result.steps.front().why, "the day of the event, which is not counted");
  EXPECT_EQ(result.steps[6].why, "Thanksgiving Day");
  EXPECT_EQ(result.steps.back().why, "the next day on which courts work, as the last one is a holiday (Thanksgiving Day)");
  EXPECT_NE(std::find(result.notes.begin(), result.notes.end(), rule_set("frcp")->last), result.notes.end());
}

TEST(RuleSets, AreThoseOfTheJurisdictionAndOfNoOther) {
  EXPECT_EQ(rule_set_of("ILLINOIS-COOK")->id, "illinois");
  EXPECT_EQ(rule_set_of("federal")->id, "frcp");
  EXPECT_EQ(rule_set_of("OHIO"), nullptr);
  EXPECT_EQ(rule_set_of(""), nullptr);
}

TEST(Easter, IsWhereTheAlmanacHasIt) {
  EXPECT_EQ(text_of(easter_of(2026)), "2026-04-05");
  EXPECT_EQ(text_of(easter_of(2038)), "2038-04-25");
  EXPECT_EQ(text_of(easter_of(2000)), "2000-04-23");
}

}  // namespace
}  // namespace chittycases::rules
