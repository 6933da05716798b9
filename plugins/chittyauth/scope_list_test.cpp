#include "scope_list.hpp"

#include <gtest/gtest.h>

namespace chitty::auth {
namespace {

TEST(ScopeList, is_words_parted_by_blanks_each_once) {
  EXPECT_EQ(scope_text(parse_scopes("openid  acme:read acme:* acme:read").value()), "openid acme:read acme:*");
  EXPECT_TRUE(parse_scopes("")->empty());
  for (const char* bad : {"acme", "acme:", ":read", "*", "*:*", "acme:read\nadmin:*", "Acme:read", "acme:re*", "a:b:c",
                          "profile", "acme:read,acme:write"})
    EXPECT_FALSE(parse_scopes(bad)) << bad;
  std::string many;
  for (int i = 0; i < 65; ++i) many += "acme:a" + std::to_string(i) + " ";
  EXPECT_FALSE(parse_scopes(many));
}

}  // namespace
}  // namespace chitty::auth
