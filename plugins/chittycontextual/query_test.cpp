#include "query.hpp"

#include <gtest/gtest.h>

#include "terms.hpp"

namespace chittycontextual {
namespace {

std::vector<std::string> terms(std::string_view text) {
  const Query query(text);
  std::vector<std::string> all;
  for (const auto& term : query.terms()) all.push_back(term.term);
  return all;
}
using Terms = std::vector<std::string>;

TEST(Query, IsStemsAndTheWordsThemselvesWithoutWhatSaysNothing) {
  EXPECT_EQ(terms("previous conversation about contracts"), (Terms{"previou", "=previous", "convers", "=conversation", "contract", "=contracts"}));
  EXPECT_EQ(terms("contract contract CONTRACT"), Terms{"contract"});
  EXPECT_EQ(terms("to be or not to be"), (Terms{"not"}));
  EXPECT_EQ(terms("the of"), (Terms{"the", "of"})) << "there is nothing else";
  EXPECT_EQ(terms("* \" ' \\ - ^"), Terms());
}

TEST(Query, APhraseOccursAsItIs) {
  using chitty::search::words_of;
  const Query query("\"statute of limitations\" filing");
  EXPECT_TRUE(query.fits(words_of("The Statute of Limitations has run")));
  EXPECT_FALSE(query.fits(words_of("limitations of the statute")));
  EXPECT_TRUE(Query("\"2024-C-000123\"").fits(words_of("see 2024 C 000123.")));
  EXPECT_TRUE(Query("half a \"quote").fits(words_of("anything"))) << "a quote without its other half is a mark";
}

TEST(Query, HasAnEnd) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "word" + std::to_string(i) + " ";
  EXPECT_EQ(terms(text).size(), 24u);
}

TEST(Terms, OfATextAreWorthMoreTheMoreOftenAndTheShorter) {
  const auto often = terms_of("contract contract and more"), once = terms_of("contract and more of it");
  EXPECT_GT(often.at("contract"), once.at("contract"));
  std::string padding;
  for (int i = 0; i < 300; ++i) padding += " word" + std::to_string(i);
  EXPECT_LT(terms_of("contract" + padding).at("contract"), once.at("contract"));
  EXPECT_TRUE(terms_of("Contracts").contains("=contracts"));
  EXPECT_EQ(terms_of("caf\xC3\xA9"), terms_of("caf\xC3\xA9")) << "a mark or none";
  EXPECT_TRUE(terms_of("Cafe\xCC\x81").contains("cafe"));
}

}  // namespace
}  // namespace chittycontextual
