// Passages are cut out and never written; the best come first, the same each time; a summary says nothing twice.
#include <gtest/gtest.h>

#include "quoted.hpp"
#include "ranking.hpp"
#include "summary.hpp"
#include "words.hpp"

namespace chittychat {
namespace {

std::vector<Page> pages(std::initializer_list<const char*> texts) {
  std::vector<Page> made;
  for (const auto* text : texts) made.push_back({"d1", "contract.pdf", static_cast<std::int64_t>(made.size()) + 1, text});
  return made;
}

std::string stems(std::string_view text) {
  std::string all;
  for (const auto& word : words_of(text)) all += (all.empty() ? "" : " ") + word.stem;
  return all;
}

TEST(Words, AreComparedWithoutTheirEndings) {
  EXPECT_EQ(stems("What is the status of my case?"), "status");
  EXPECT_EQ(stems("Contracts were filed; the hearings, PARTIES, müller's 38.101"), "contract fil hear party müller 38 101");
  EXPECT_EQ(stems("fees fee file files filed filing"), "fee fee fil fil fil filing") << "what is left must be a word";
  EXPECT_EQ(stems("... --- \"\""), "");
}

TEST(Passages, AreSpansOfTheText) {
  const auto all = pages({"  Acme v. Beta was filed on 2 Nov. 2026. The judge, Hon. A. Smith, set it.  Next?\n\nA new part", ""});
  std::vector<std::string> texts;
  for (const auto& sentence : sentences_of(all)) {
    texts.emplace_back(text_of(all, sentence));
    EXPECT_TRUE(holds(quote_of(all, sentence), all[0]));
  }
  EXPECT_EQ(texts, (std::vector<std::string>{"Acme v. Beta was filed on 2 Nov.", "2026.", "The judge, Hon. A. Smith, set it.", "Next?", "A new part"}));
  auto quote = quote_of(all, sentences_of(all)[0]);
  EXPECT_EQ(source_of(quote), "contract.pdf, page 1");
  quote.text += "!";
  EXPECT_FALSE(holds(quote, all[0])) << "not a word is added";
  quote.text.pop_back(), quote.end = 10'000;
  EXPECT_FALSE(holds(quote, all[0]));
}

TEST(Passages, OfALongTextAreCutBetweenWordsAndCharacters) {
  const std::string words = [] { std::string text; for (int i = 0; i < 500; ++i) text += "word "; return text; }(), none = [] { std::string text; for (int i = 0; i < 1500; ++i) text += "ä"; return text; }();
  const auto all = pages({words.c_str(), none.c_str()});
  for (const auto& passage : passages_of(all, 700)) {
    const auto text = text_of(all, passage);
    EXPECT_LE(text.size(), 1201u);
    EXPECT_TRUE(passage.page == 1 || text.ends_with("word")) << text.substr(text.size() - 10);
    EXPECT_NE(static_cast<unsigned char>(text[0]) & 0xC0, 0x80);
  }
}

TEST(Ranking, PutsWhatFitsFirstAndNothingElse) {
  const auto all = pages({"The rent is due on the first of each month. The deposit is two rents.", "The hearing is set for 3 March at nine. Bring the lease.", "The hearing is set for 3 March at nine.\n\nHearings are public, and a hearing may be moved."});
  const auto passages = sentences_of(all);
  const auto best = best_for("When is the hearing set?", all, passages, 5);
  ASSERT_EQ(best.size(), 2u) << "the same sentence of two pages is one";
  EXPECT_EQ(text_of(all, best[0]), "The hearing is set for 3 March at nine.");
  EXPECT_EQ(best[0].page, 1u);
  EXPECT_TRUE(best_for("Is there a swimming pool?", all, passages, 5).empty());
  EXPECT_TRUE(best_for("", all, passages, 5).empty());
  EXPECT_TRUE(best_for("hearing", {}, {}, 5).empty());
  EXPECT_EQ(best_for("rent", all, passages, 1).size(), 1u);
}

TEST(Quoted, IsFalseWhenItStandsNowhere) {
  const std::vector<Quote> given{{"d", "a.pdf", "The hearing is set\nfor 3 March at nine. The tenant's lease ends.", 1, 0, 10}};
  const auto told = [&](std::string_view answer) { return false_quotations(answer, given); };
  EXPECT_TRUE(told("It says \"The hearing is set for 3 March\" [1].").empty()) << "white space aside";
  EXPECT_TRUE(told("\u201cThe tenant\u2019s lease ends.\u201d").empty());
  EXPECT_TRUE(told("He said \"no\", and a \"quarter past nine\".").empty()) << "a few words are no quotation";
  EXPECT_TRUE(told("An \"open mark of words without an end").empty());
  EXPECT_EQ(told("It says \"The hearing is set for 4 March\" and \u201cthe rent is not due at all\u201d."), (std::vector<std::string>{"The hearing is set for 4 March", "the rent is not due at all"}));
}

TEST(Summary, TakesSentencesInTheirOrderAndNoneTwice) {
  const auto all = pages({"The tenant did not pay the rent for March and April. The landlord sent the tenant a notice to pay the rent. Yes.", "The tenant did not pay the rent for March and April. The court set a hearing about the eviction of the tenant."});
  const auto summary = summary_of(all, 3);
  ASSERT_EQ(summary.size(), 3u);
  for (std::size_t i = 1; i < summary.size(); ++i) EXPECT_LT(std::pair(summary[i - 1].page, summary[i - 1].start), std::pair(summary[i].page, summary[i].start));
  EXPECT_EQ(summary_of(all, 50).size(), 4u) << "a sentence of one word says nothing";
  EXPECT_EQ(summary_of({}, 5).size(), 0u);
}

}  // namespace
}  // namespace chittychat
