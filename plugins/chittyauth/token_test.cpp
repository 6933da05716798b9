#include "token.hpp"

#include <gtest/gtest.h>

#include <chitty/base64.hpp>

namespace chitty::auth {
namespace {

const std::string inside = "tok_ABCDEFGHIJKLMNOPQRST_1795445950123_abcdefghijklmnopqrstuvwxyz012345";

std::string reason(const std::string& text) {
  const auto checked = check_shape(text);
  if (checked) return "fits";
  EXPECT_EQ(checked.error().code, Code::unauthenticated);
  return checked.error().message;
}

TEST(Token, each_kind_that_is_made_here_fits) {
  for (const auto prefix : {own_prefix, service_prefix, session_prefix})
    EXPECT_EQ(reason(std::string(prefix) + base64url(inside)), "fits") << prefix;
}

TEST(Token, one_of_another_environment_is_told_so) {
  for (const auto* environment : {"live", "test", "dev"}) {
    const auto why = reason("ca_" + std::string(environment) + "_" + base64url(inside));
    EXPECT_NE(why.find("'" + std::string(environment) + "'"), std::string::npos) << why;
  }
}

TEST(Token, everything_else_is_none_of_here) {
  const auto whole = std::string(own_prefix) + base64url(inside);
  for (const auto& wrong : {std::string(), std::string("ca_"), std::string("ca_local"), std::string("ca_local_"),
                            std::string("svc_"), whole.substr(0, whole.size() / 2), "x" + whole, whole + "!",
                            whole + "\n", std::string(own_prefix) + "%2e%2e%2f", std::string("' OR '1'='1"),
                            "CA_LOCAL_" + base64url(inside), std::string(own_prefix) + base64url("tok_short"),
                            std::string(own_prefix) + base64url("xyz" + inside.substr(3)), std::string(4000, 'a'),
                            "ca_" + std::string(4000, 'x') + "_" + base64url(inside), std::string("\xff\xfe\x00", 3)})
    EXPECT_EQ(reason(wrong), "The token is not one of this ChittyOS.") << wrong.substr(0, 40);
}

// What is said about a token never has the token in it.
TEST(Token, no_reason_repeats_the_token) {
  for (const auto& text :
       {"ca_live_" + base64url(inside), "ca_local_" + base64url("secret"), std::string("secret-secret")})
    EXPECT_EQ(reason(text).find(text.substr(text.size() - 8)), std::string::npos);
}

}  // namespace
}  // namespace chitty::auth
