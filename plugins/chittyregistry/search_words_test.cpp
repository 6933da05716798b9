#include <gtest/gtest.h>

#include "highlight.hpp"
#include "relevance.hpp"
#include "search_query.hpp"

namespace chittyregistry {
namespace {

TEST(Query, AnyTextIsOne) {
  EXPECT_EQ(wanted_of("multi-agent"), (std::vector<Wanted>{{"multi"}, {"agent"}}));
  EXPECT_EQ(wanted_of("\"e-mail\" AND (sort* OR NOT x:y)"), (std::vector<Wanted>{{"e"}, {"mail"}, {"sort", true}, {"x"}, {"y"}}));
  EXPECT_EQ(wanted_of("* \" ' \\ - ^ ~ :"), std::vector<Wanted>());
  EXPECT_EQ(wanted_of("a*"), (std::vector<Wanted>{{"a"}})) << "one letter stands for too much";
}

TEST(Relevance, ANameCountsMostAndALongTextLess) {
  const auto in_name = impacts_of({{"name", "email", 8}, {"description", "sorts", 1}});
  const auto in_text = impacts_of({{"name", "sorter", 8}, {"description", "email", 1}});
  EXPECT_GT(in_name.at("email"), in_text.at("email"));
  std::string padding;
  for (int i = 0; i < 200; ++i) padding += " word" + std::to_string(i);
  EXPECT_GT(in_text.at("email"), impacts_of({{"name", "sorter", 8}, {"description", "email" + padding, 1}}).at("email"));
  EXPECT_GT(rarity(100'000, 3), rarity(100'000, 30'000));
  EXPECT_GE(rarity(1, 1), 1);
}

TEST(Highlight, NamesPlacesAndLeavesTheTextAsItIs) {
  const std::vector<Field> fields{{"name", "my-mail", 8}, {"description", "<b>é</b> Mail & mails", 1}};
  const auto marks = highlights_of(fields, wanted_of("mail*"));
  ASSERT_EQ(marks.size(), 2u);
  EXPECT_EQ(marks[1].at("text"), "<b>é</b> Mail & mails");
  EXPECT_EQ(marks[1].at("marks"), json::value({{9, 4}, {16, 5}})) << "in characters";
  EXPECT_EQ(match_line(marks), "<b>é</b> [Mail] & [mails]");
}

TEST(Highlight, OfALongTextThePieceAroundTheFirst) {
  const auto text = std::string(1000, 'x') + " mail " + std::string(1000, 'y');
  const auto marks = highlights_of({{"description", text, 1}}, wanted_of("mail"));
  EXPECT_LE(marks.at(0).at("text").as_string().size(), 170u);
  EXPECT_NE(match_line(marks).find("[mail]"), std::string::npos);
}

}  // namespace
}  // namespace chittyregistry
