#include <gtest/gtest.h>

#include <chitty/form.hpp>

namespace chitty {
namespace {

TEST(Form, is_read_once_and_in_order) {
  const auto form = parse_form("grant_type=authorization_code&code=a%2Bb+c&empty=&bare&%C3%BC=%E2%82%AC");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->text("grant_type"), "authorization_code");
  EXPECT_EQ(form->text("code"), "a+b c");
  EXPECT_EQ(form->text("\xC3\xBC"), "\xE2\x82\xAC");
  EXPECT_TRUE(form->has("code"));
  for (const char* absent : {"empty", "bare", "none"}) EXPECT_FALSE(form->has(absent)) << absent;
  EXPECT_EQ(form->fields().begin()->key(), "grant_type");
  EXPECT_TRUE(parse_form("")->fields().empty());
  EXPECT_EQ(parse_form("a=%2525")->text("a"), "%25");  // decoded once
  EXPECT_EQ(parse_form("a=1=2&&b=%0d%0A")->text("b"), "\r\n");
}

TEST(Form, that_could_be_read_in_two_ways_is_refused) {
  for (const char* wrong :
       {"a=1&a=2", "a=1&a=", "a&a", "%61=1&a=2", "a=%", "a=%4", "a=%4g", "a=1%", "a=%ff", "%ff=1", "a=%C3"})
    EXPECT_FALSE(parse_form(wrong)) << wrong;
  EXPECT_EQ(parse_form("secret=x&secret=y").error().message, "The parameter secret appears more than once.");
}

TEST(Form, is_written_as_it_is_read) {
  const auto text = form_text({{"scope", "openid acme:read"}, {"left_out", ""}, {"state", "a&b=c\r\n\xE2\x82\xAC"}});
  EXPECT_EQ(text, "scope=openid%20acme%3Aread&state=a%26b%3Dc%0D%0A%E2%82%AC");
  EXPECT_EQ(parse_form(text)->text("state"), "a&b=c\r\n\xE2\x82\xAC");
}

}  // namespace
}  // namespace chitty
