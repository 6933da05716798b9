#include <gtest/gtest.h>

#include <chitty/jws.hpp>
#include <chitty/testkit/openssl_crypto.hpp>

namespace chitty {
namespace {

Crypto crypto() { return Crypto(&testkit::openssl_crypto()); }

TEST(Jws, ComesApartAsItWasPutTogether) {
  const auto input = signing_input({{"alg", "EdDSA"}}, {{"sub", "x"}});
  const auto token = parse_jws(input + "." + base64url("signature"));
  ASSERT_TRUE(token);
  EXPECT_EQ(token->header.at("alg"), "EdDSA");
  EXPECT_EQ(token->payload.at("sub"), "x");
  EXPECT_EQ(token->input, input);
  EXPECT_EQ(token->signature, "signature");
}

TEST(Jws, WhatIsNoneIsRefusedWithTheReason) {
  for (const char* text : {"", "a", "a.b", "a.b.c", "e30.e30.Zg==", "e30.e30.Zg.Zg", "W10.e30.Zg", ".."})
    EXPECT_FALSE(parse_jws(text)) << text;
  EXPECT_EQ(parse_jws("a").error().message, "Not a signed token (JWS): it does not have three parts.");
  EXPECT_EQ(parse_jws("W10.e30.Zg").error().message,
            "Not a signed token (JWS): a part of it is not base64url of JSON.");
}

TEST(Jws, IsSignedByTheKeyAndNamesItsAlgorithm) {
  const auto key = crypto().generate_key("EdDSA").value();
  const auto compact = sign_jws(crypto(), key, {{"typ", "JWT"}, {"kid", "k1"}}, {{"sub", "x"}}).value();
  const auto token = parse_jws(compact).value();
  EXPECT_EQ(token.header, (json::object{{"typ", "JWT"}, {"kid", "k1"}, {"alg", "EdDSA"}}));
  const auto half = json::serialize(public_jwk(key, "k1"));
  EXPECT_TRUE(crypto().verify(half, token.input, token.signature));
  EXPECT_EQ(crypto().verify(half, token.input + "x", token.signature).error().code, Code::refused);
}

TEST(Jws, AKeyThatIsNoneSignsNothing) {
  EXPECT_EQ(sign_jws(crypto(), "secret words", {}, {}).error().message, "The signing key is not a JSON Web Key.");
}

TEST(Jwk, ThePublicHalfHasNothingOfThePrivate) {
  const auto key = crypto().generate_key("EdDSA").value();
  const auto half = public_jwk(key, "did:example:1#a");
  EXPECT_EQ(half.at("kid"), "did:example:1#a");
  EXPECT_EQ(half.at("alg"), "EdDSA");
  EXPECT_EQ(half.at("x"), json::parse(key).at("x"));
  EXPECT_FALSE(half.contains("d"));
  const auto other = public_jwk(R"({"kty":"EC","crv":"P-256","x":"1","y":"2","d":"3"})", "k");
  EXPECT_EQ(
      other,
      (json::object{
          {"kid", "k"}, {"alg", "ES256"}, {"use", "sig"}, {"kty", "EC"}, {"crv", "P-256"}, {"x", "1"}, {"y", "2"}}));
}

}  // namespace
}  // namespace chitty
