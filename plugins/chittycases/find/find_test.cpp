#include "find.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <chrono>

namespace chittycases::find {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> texts(const std::string& text, std::string_view kind) {
  std::vector<std::string> all;
  for (const auto& one : all_in({{1, text, {}}}))
    if (one.kind == kind) all.push_back(one.text);
  return all;
}
boost::json::object value(const std::string& text, std::string_view kind) {
  for (const auto& one : all_in({{1, text, {}}}))
    if (one.kind == kind) return one.value;
  return {};
}

TEST(Find, APlaceIsCountedInCharactersAndItsBoxIsThatOfItsWords) {
  const Page page{3, "Zoë owes $5 now", {{0, 10, 10, 30, 20}, {4, 33, 10, 50, 20}, {9, 55, 10, 65, 20}, {12, 70, 10, 90, 20}}};
  const auto found = all_in({page});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].page, 3);
  EXPECT_EQ(found[0].offset, 9u) << "in characters, not in bytes";
  EXPECT_EQ(found[0].length, 2u);
  EXPECT_THAT(*found[0].box, ElementsAre(55, 10, 65, 20));
}

TEST(Find, AWordThatWasSplitAtTheEndOfALineIsOne) {
  EXPECT_THAT(texts("within 21 days after ser-\nvice of it", "deadline"), ElementsAre("within 21 days after ser-\nvice of it"));
  EXPECT_EQ(value("within 21 days after ser-\nvice of it", "deadline").at("trigger"), "service");
}

TEST(Find, ACitationMayRunOverTheEndOfAPage) {
  const auto found = all_in({{1, "See 550 U.S.", {}}, {2, "544, 570 (2007).", {}}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].page, 1);
  EXPECT_EQ(found[0].value.at("page"), "544");
}

TEST(Citations, AreFoundHoweverTheyAreSpaced) {
  EXPECT_EQ(value("846F.2d746", "citation").at("reporter"), "F.2d");
  EXPECT_EQ(value("10 N. Y. S. 2d 5", "citation").at("reporter"), "N.Y.S.2d");
  EXPECT_EQ(value("5 U.S. (1 Cranch) 137 (1803)", "citation").at("year"), 1803);
  EXPECT_EQ(value("585 U.S. ___ (2018)", "citation").at("reporter"), "U.S.");
}

TEST(Citations, ReferBackToWhatTheyMean) {
  const auto found = all_in({{1, "Foo v. Bar, 1 F.2d 1, 2 (7th Cir. 1924). Id. at 3. Baz v. Qux, 444 F. Supp. 5 (1980). Foo, 1 F.2d at 4. Bar, supra, at 9. 42 U.S.C. § 1983. Id.", {}}});
  std::vector<std::string> refers;
  for (const auto& one : found)
    if (one.kind == "citation") refers.push_back(one.value.contains("refersTo") ? boost::json::serialize(one.value.at("refersTo")) : "-");
  EXPECT_THAT(refers, ElementsAre("-", "1", "-", "1", "1", "-", "6"));
  EXPECT_EQ(value("Id. at 5.", "citation").at("dangling"), true);
}

TEST(Citations, StatutesAndRules) {
  EXPECT_EQ(value("under 42 U.S.C. § 1983", "citation").at("page"), "1983");
  EXPECT_EQ(value("735 ILCS 5/2-1005", "citation").at("page"), "5/2-1005");
  EXPECT_EQ(value("Fed. R. Civ. P. 12(b)(6)", "citation").at("page"), "12(b)(6)");
}

TEST(Dates, SayWhereTheyMayBeReadInTwoWays) {
  EXPECT_EQ(value("on 02/03/2024 it", "date").at("candidates").as_array().size(), 2u);
  EXPECT_FALSE(value("on 02/13/2024 it", "date").contains("candidates"));
  EXPECT_EQ(value("the 5th day of March, 2026", "date").at("date"), "2026-03-05");
  EXPECT_TRUE(value("on March 5 it", "date").at("date").is_null());
  EXPECT_THAT(texts("February 30, 2026 and 13/13/2026 and 1.2.3.4 and version 10.11.12", "date"), ElementsAre());
}

TEST(Amounts, AreDecimalAndExact) {
  EXPECT_EQ(value("pay $1.5 million", "amount").at("amount"), "1500000");
  EXPECT_EQ(value("USD 1,000.00", "amount").at("amount"), "1000.00");
  EXPECT_EQ(value("a loss of $(1,234)", "amount").at("amount"), "-1234");
  EXPECT_EQ(value("$9007199254740993.01", "amount").at("amount"), "9007199254740993.01");
  EXPECT_EQ(value("five hundred thousand dollars", "amount").at("amount"), "500000");
}

TEST(Deadlines, AreCountedFixedOrOfAnEvent) {
  EXPECT_EQ(value("at least fourteen (14) days before the hearing", "deadline").at("direction"), "before");
  EXPECT_EQ(value("no later than 5:00 p.m. on March 3, 2026", "deadline").at("date"), "2026-03-03");
  EXPECT_EQ(value("A hearing is set for May 4, 2026.", "deadline").at("event"), "hearing");
  EXPECT_THAT(texts("within five miles of the hearing room; two years of study", "deadline"), ElementsAre());
}

TEST(Find, TakesTimeInProportionToTheText) {
  const auto took = [](std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += "(((\"1 U.S. 1 within 1 of $ § v. Id. \xc2\xb6 123456789 March (the \"A";
    const auto began = std::chrono::steady_clock::now();
    (void)all_in({{1, text, {}}});
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  const auto small = took(1000), large = took(16000);
  EXPECT_LT(large, small * 16 * 6 + 0.2) << small << " s and " << large << " s";
}

}  // namespace
}  // namespace chittycases::find
