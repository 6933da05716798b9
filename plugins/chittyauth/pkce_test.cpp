#include "pkce.hpp"

#include <gtest/gtest.h>

#include <chitty/testkit/openssl_crypto.hpp>

namespace chitty::auth {
namespace {

const Crypto crypto(&testkit::openssl_crypto());

TEST(Pkce, makes_the_challenge_of_the_rfc) {
  EXPECT_EQ(challenge_of(crypto, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  const auto one = new_verifier(crypto).value(), other = new_verifier(crypto).value();
  EXPECT_TRUE(is_verifier(one));
  EXPECT_TRUE(is_challenge(challenge_of(crypto, one)));
  EXPECT_NE(one, other);
}

TEST(Pkce, knows_verifiers_and_challenges) {
  EXPECT_TRUE(is_verifier(std::string(43, '~')));
  EXPECT_TRUE(is_verifier(std::string(128, 'a')));
  for (const auto& bad : {std::string(42, 'a'), std::string(129, 'a'), std::string(43, '+'),
                          std::string(42, 'a') + "\n", std::string(43, '\0'), std::string()})
    EXPECT_FALSE(is_verifier(bad)) << bad;
  for (const auto& bad : {std::string(42, 'a'), std::string(44, 'A'), std::string(42, 'A') + "=", std::string(43, '.'),
                          std::string(43, '_')})
    EXPECT_FALSE(is_challenge(bad)) << bad;
  EXPECT_TRUE(same_secret("abc", "abc"));
  for (const char* other : {"abd", "ab", "abcd", ""}) EXPECT_FALSE(same_secret("abc", other)) << other;
}

}  // namespace
}  // namespace chitty::auth
