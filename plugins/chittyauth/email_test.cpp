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

}  // namespace
}  // namespace chitty::auth
