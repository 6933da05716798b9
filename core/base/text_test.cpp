#include "base/text.hpp"

#include <gtest/gtest.h>

namespace chitty::host {
namespace {

using Words = std::vector<std::string>;

TEST(Text, TrimTakesWhiteSpaceFromBothEnds) {
  EXPECT_EQ(trim("  a b\t\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(Text, SplitKeepsEmptyMiddles) {
  EXPECT_EQ(split("a,,b", ','), (Words{"a", "", "b"}));
  EXPECT_EQ(split("", ','), Words{});
  EXPECT_EQ(split("a", ','), Words{"a"});
}

TEST(Text, JoinIsSplitsOpposite) {
  EXPECT_EQ(join({"id", "mint"}, " "), "id mint");
  EXPECT_EQ(join({}, " "), "");
}

TEST(Text, Utf8RefusesWhatIsNot) {
  EXPECT_TRUE(is_utf8("Zürich 日本 🙂"));
  EXPECT_FALSE(is_utf8("\xff"));
  EXPECT_FALSE(is_utf8("\xc3"));          // cut short
  EXPECT_FALSE(is_utf8("\xc0\xaf"));      // overlong
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));  // a surrogate
}

TEST(Nearest, FindsOneSlipOfTheFinger) {
  const Words all{"mint", "verify", "list", "session", "credential"};
  EXPECT_EQ(nearest("mnit", all), Words{"mint"});     // swapped
  EXPECT_EQ(nearest("veify", all), Words{"verify"});  // one missing
  EXPECT_EQ(nearest("lisst", all), Words{"list"});    // one too many
  EXPECT_EQ(nearest("credentail", all), Words{"credential"});
  EXPECT_EQ(nearest("MINT", all), Words{"mint"});  // letters count without their case
}

TEST(Nearest, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest("blockchain", {"mint", "list"}), Words{});
  EXPECT_EQ(nearest("ab", {"xy"}), Words{});
  EXPECT_EQ(nearest("a", {"b", "c"}), Words{});  // replacing the whole word is no nearness
  EXPECT_EQ(nearest("", {"a"}), Words{});
  EXPECT_EQ(nearest(std::string(1000, 'a'), {std::string(1000, 'a')}), Words{});
}

TEST(Nearest, GivesNearestFirstAndAtMostThree) {
  EXPECT_EQ(nearest("routes", {"rotues", "router", "routes", "route", "rules"}), (Words{"rotues", "router", "route"}));  // never what was typed
}

TEST(Nearest, DidYouMeanReadsAsASentence) {
  EXPECT_EQ(did_you_mean({}), "");
  EXPECT_EQ(did_you_mean({"a"}), "Did you mean 'a'?");
  EXPECT_EQ(did_you_mean({"a", "b"}), "Did you mean 'a' or 'b'?");
  EXPECT_EQ(did_you_mean({"a", "b", "c"}), "Did you mean 'a', 'b' or 'c'?");
}

TEST(Text, IgnoresTheCaseOfAsciiLettersOnly) {
  EXPECT_TRUE(equal_ignoring_case("Content-Type", "content-TYPE"));
  EXPECT_TRUE(equal_ignoring_case("", ""));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
  EXPECT_FALSE(equal_ignoring_case("@", "`"));  // one bit apart, and no letters
  EXPECT_FALSE(equal_ignoring_case("[", "{"));
}

TEST(Text, AnHttpTokenHasNoSeparators) {
  EXPECT_TRUE(is_http_token("X-Request-Id"));
  EXPECT_TRUE(is_http_token("!#$%&'*+-.^_`|~09azAZ"));
  for (const char* wrong : {"", "a b", "a:b", "a/b", "a\r\n", "\xc3\xa4", "\"a\""}) EXPECT_FALSE(is_http_token(wrong)) << wrong;
}

}  // namespace
}  // namespace chitty::host
