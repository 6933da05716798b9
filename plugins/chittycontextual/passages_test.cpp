#include "passages.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <chitty/utf8.hpp>

#include "memory_text.hpp"

namespace chittycontextual {
namespace {

namespace json = boost::json;

TEST(Passages, OfAShortTextItself) {
  const auto passages = passages_of(std::string_view("A short one."));
  ASSERT_EQ(passages.size(), 1u);
  EXPECT_EQ(passages[0].text, "A short one.");
}

TEST(Passages, OfALongTextAreAllOfItInWholeCharacters) {
  std::string text;
  for (int i = 0; i < 900; ++i) text += i % 7 == 0 ? "gr\xC3\xB6\xC3\x9F"
                                                     "er. "
                                                   : "\xE6\x97\xA5\xE6\x9C\xAC";
  std::string together;
  for (const auto& passage : passages_of(std::string_view(text))) {
    EXPECT_EQ(passage.place, std::to_string(together.size()));
    EXPECT_TRUE(chitty::is_utf8(passage.text));
    EXPECT_LE(passage.text.size(), 1200u);
    together += passage.text;
  }
  EXPECT_EQ(together, text);
}

TEST(Passages, OfASessionKeepTogetherWhatIsSaid) {
  const auto passages = passages_of(json::parse(R"({"title":"Contracts","messages":[{"role":"user","content":"Which one?"},{"role":"assistant","content":"Acme's."}],"n":7,"mark":"--"})"));
  ASSERT_EQ(passages.size(), 1u);
  EXPECT_EQ(passages[0].text, "Contracts\nuser: Which one?\nassistant: Acme's.");
  EXPECT_EQ(passages[0].place, "/title");
}

TEST(Passages, OfALongSessionKnowWhereTheyBegin) {
  json::array messages;
  for (int i = 0; i < 40; ++i) messages.push_back({{"role", "user"}, {"content", "message " + std::to_string(i) + std::string(300, 'x')}});
  const auto passages = passages_of(json::value(json::object{{"me/ss", messages}}));
  ASSERT_GT(passages.size(), 5u);
  EXPECT_EQ(passages[1].place, "/me~1ss/3");
  EXPECT_EQ(passages[1].text.substr(0, 15), "user: message 3");
}

TEST(Passages, OfNothingAreNone) { EXPECT_TRUE(passages_of(json::parse(R"({"a":[1,null,"--",true]})")).empty()); }

TEST(MemoryText, IsTheSameWhereOnlyTheFormDiffers) {
  EXPECT_EQ(normalised(" User  prefers\tTypeScript!. "), "user prefers typescript");
  EXPECT_NE(normalised("-5"), normalised("5"));
  EXPECT_NE(normalised("3.5"), normalised("35"));
  EXPECT_EQ(normalised("."), ".");
}

}  // namespace
}  // namespace chittycontextual
