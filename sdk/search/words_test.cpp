#include <gtest/gtest.h>

#include <chitty/search/words.hpp>

namespace chitty::search {
namespace {

std::vector<std::string> texts(std::string_view text) {
  std::vector<std::string> all;
  for (const auto& word : words_of(text)) all.push_back(word.text);
  return all;
}
using Texts = std::vector<std::string>;

TEST(Words, AreLettersAndDigitsInARow) {
  EXPECT_EQ(texts("Multi-agent e_mail: sorts 3 MAILS!"), (Texts{"multi", "agent", "e", "mail", "sorts", "3", "mails"}));
  EXPECT_EQ(texts("Größe ÜBER Привет ΑΒΓ 日本語 ĞŞ"), (Texts{"größe", "über", "привет", "αβγ", "日本語", "ğş"}));
  EXPECT_EQ(texts("„quoted“ – dash… ×"), (Texts{"quoted", "dash"}));
  EXPECT_EQ(texts(""), Texts());
  EXPECT_EQ(texts(std::string(300, 'x')).at(0).size(), 61u) << "a word has an end";
}

TEST(Words, KnowWhereTheyStand) {
  const auto words = words_of("é Sorts*");
  ASSERT_EQ(words.size(), 2u);
  EXPECT_EQ(words[1].begin, 3u);
  EXPECT_EQ(words[1].size, 5u);
  EXPECT_TRUE(words[1].prefix);
  EXPECT_EQ(characters_before("é Sorts", 3), 2u);
}

}  // namespace
}  // namespace chitty::search
