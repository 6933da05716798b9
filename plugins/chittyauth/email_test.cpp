#include "email.hpp"

#include <gtest/gtest.h>

namespace chitty::auth {
namespace {

TEST(Email, an_address_is_known_in_small_letters) {
  EXPECT_EQ(email_of("Ada.Lovelace+x@Example.COM"), "ada.lovelace+x@example.com");
  EXPECT_EQ(email_of("o'brien@example.co.uk"), "o'brien@example.co.uk");
}

TEST(Email, what_is_not_one_address_is_none) {
  for (const auto* wrong :
       {"", "ada", "@example.com", "ada@", "ada@example", "ada@example.", "ada@.com", "ada@b@example.com",
        "ada@example.com, eve@example.com", "ada lovelace@example.com", "<ada@example.com>", "\"ada\"@example.com",
        "ada@example.com\r\nBcc: eve@example.com", "ada@example.com\n"})
    EXPECT_EQ(email_of(wrong), "") << wrong;
  EXPECT_EQ(email_of(std::string(250, 'a').append("@b.example")), "");
}

TEST(Email, two_spellings_of_one_text_are_one_address) {
  EXPECT_EQ(email_of("jos\u00e9@example.com"), email_of("jose\u0301@example.com"));
  EXPECT_EQ(email_of("JOS\u00c9@example.com"), "jos\u00e9@example.com");
  EXPECT_EQ(email_of("ada@XN--MNCHEN-3YA.example"), "ada@xn--mnchen-3ya.example");
}

TEST(Email, an_address_that_only_looks_like_another_is_none) {
  for (const auto* wrong : {"a\u200bda@example.com", "ada\u202e@example.com", "ada\u2066x@example.com", "a\u00adda@example.com",
                            "ada\u3164@example.com", "\ufeffada@example.com", "ada@m\u00fcnchen.example", "ada@exa\u0301mple.com", "ada\xff@example.com"})
    EXPECT_EQ(email_of(wrong), "") << wrong;
}

}  // namespace
}  // namespace chitty::auth
