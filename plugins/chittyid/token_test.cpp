#include "token.hpp"

#include <gtest/gtest.h>

namespace chitty::id {
namespace {

TEST(Base64url, fits_the_vectors_of_rfc_4648_without_padding) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},         {"f", "Zg"},        {"fo", "Zm8"},     {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base64url(bytes), text);
    EXPECT_EQ(from_base64url(text), bytes);
  }
  EXPECT_EQ(base64url("\xfb\xff\xbf"), "-_-_");
}

TEST(Base64url, another_spelling_is_refused) {
  for (const char* text : {"Zg==", "Zh", "Z", "Zm9v+", "Zm 9v"}) EXPECT_FALSE(from_base64url(text)) << text;
}

TEST(Token, comes_apart_as_it_was_put_together) {
  const auto input = signing_input({{"alg", "EdDSA"}}, {{"sub", "x"}});
  const auto token = parse_token(input + "." + base64url("signature"));
  ASSERT_TRUE(token);
  EXPECT_EQ(token->header.at("alg").as_string(), "EdDSA");
  EXPECT_EQ(token->payload.at("sub").as_string(), "x");
  EXPECT_EQ(token->input, input);
  EXPECT_EQ(token->signature, "signature");
}

TEST(Token, what_is_none_is_refused) {
  for (const char* text : {"", "a", "a.b", "a.b.c", "e30.e30.Zg==", "e30.e30.Zg.Zg", "W10.e30.Zg"}) EXPECT_FALSE(parse_token(text)) << text;
}

}  // namespace
}  // namespace chitty::id
