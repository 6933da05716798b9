#include "git_address.hpp"

#include <gtest/gtest.h>

namespace chitty::auth {
namespace {

TEST(GitAddress, IsThatOfTheSectionUser) {
  EXPECT_EQ(git_address_in("[user]\n\tname = Ada\n\temail = ada@example.com\n"), "ada@example.com");
  EXPECT_EQ(git_address_in("[User]\r\n  Email=ada@example.com # mine\r\n"), "ada@example.com");
  EXPECT_EQ(git_address_in("[user]\nemail = \"ada@example.com\"\n[sendemail]\nemail = bob@example.com\n"), "ada@example.com");
  EXPECT_EQ(git_address_in("[user]\nemail = old@example.com\n[core]\nx = 1\n[user]\nemail = new@example.com"), "new@example.com");
}

TEST(GitAddress, IsEmptyWhereThereIsNone) {
  for (const auto* text : {"", "[user]", "[user]\nname = Ada", "email = ada@example.com", "[user \"x\"]\nemail = ada@example.com", "[user\nemail", "[]\n=\n"})
    EXPECT_EQ(git_address_in(text), "") << text;
}

}  // namespace
}  // namespace chitty::auth
