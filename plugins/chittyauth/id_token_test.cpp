#include "id_token.hpp"

#include <gtest/gtest.h>

#include <chitty/jws.hpp>
#include <chitty/testkit/openssl_crypto.hpp>

#include "testing/changed.hpp"

namespace chitty::auth {
namespace {

class IdToken : public ::testing::Test {
 protected:
  IdToken() { keys.push_back(public_jwk(jwk, "k1")); }

  json::object claims(const json::object& change = {}) const {
    json::object all{{"iss", "https://issuer.example"},
                     {"sub", "ada"},
                     {"aud", "abc123"},
                     {"nonce", "n-1"},
                     {"iat", now},
                     {"exp", now + 300}};
    return testing::changed(std::move(all), change);
  }
  std::string signed_by(const std::string& key, const json::object& payload,
                        json::object header = {{"kid", "k1"}}) const {
    return sign_jws(crypto, key, std::move(header), payload).value();
  }
  // What is wrong with it; empty when it is good.
  std::string verdict(const std::string& token) const {
    const auto checked = check_id_token(crypto, keys, token, expected);
    if (checked) return {};
    EXPECT_EQ(checked.error().code, Code::malformed);
    return checked.error().message;
  }
  std::string verdict_of(json::object change) const { return verdict(signed_by(jwk, claims(std::move(change)))); }

  const Crypto crypto{&testkit::openssl_crypto()};
  const std::string jwk = crypto.generate_key("EdDSA").value();
  const std::int64_t now = 1'795'000'000;
  json::array keys;
  ExpectedIdToken expected{"https://issuer.example", "abc123", "n-1", "access", {}, now * 1000};
};

TEST_F(IdToken, that_says_what_it_must_is_good) {
  EXPECT_EQ(verdict_of({}), "");
  EXPECT_EQ(verdict_of({{"aud", json::array{"abc123"}}}), "");
  EXPECT_EQ(verdict_of({{"aud", json::array{"abc123", "other"}}, {"azp", "abc123"}}), "");
  EXPECT_EQ(verdict_of({{"at_hash", access_token_hash(crypto, "access")}}), "");
  EXPECT_EQ(verdict(sign_jws(crypto, jwk, {}, claims()).value()), "");  // no kid, and one key
}

TEST_F(IdToken, may_be_a_minute_off_and_no_more) {
  EXPECT_EQ(verdict_of({{"iat", now + 60}}), "");
  EXPECT_NE(verdict_of({{"iat", now + 61}}).find("from the future"), std::string::npos);
  EXPECT_EQ(verdict_of({{"exp", now - 59}}), "");
  EXPECT_NE(verdict_of({{"exp", now - 60}}).find("has expired"), std::string::npos);
}

TEST_F(IdToken, that_says_something_else_is_not) {
  const std::pair<json::object, const char*> wrong[] = {
      {{{"iss", "https://issuer.example/"}}, "another issuer"},
      {{{"iss", nullptr}}, "another issuer"},
      {{{"sub", nullptr}}, "has no subject"},
      {{{"aud", "abc124"}}, "another client"},
      {{{"aud", nullptr}}, "another client"},
      {{{"aud", json::array{"abc123", "other"}}}, "another client"},
      {{{"azp", "other"}}, "another client"},
      {{{"aud", json::array{}}}, "another client"},
      {{{"nonce", "n-2"}}, "another request"},
      {{{"nonce", nullptr}}, "another request"},
      {{{"exp", nullptr}}, "when it ends"},
      {{{"iat", "now"}}, "when it ends"},
      {{{"at_hash", access_token_hash(crypto, "other")}}, "another access token"}};
  for (const auto& [change, words] : wrong)
    EXPECT_NE(verdict_of(change).find(words), std::string::npos) << json::serialize(change);
}

TEST_F(IdToken, that_the_issuer_has_not_signed_is_not) {
  const auto other = crypto.generate_key("EdDSA").value();
  EXPECT_NE(verdict(signed_by(other, claims())).find("not signed by the issuer"), std::string::npos);
  EXPECT_NE(verdict(signed_by(jwk, claims(), {{"kid", "k2"}})).find("does not publish"), std::string::npos);
  EXPECT_NE(verdict(signed_by(jwk, claims(), {{"kid", "k1"}, {"crit", json::array{"x"}}})).find("extensions"),
            std::string::npos);
  const auto good = signed_by(jwk, claims());
  EXPECT_NE(verdict(signing_input({{"alg", "none"}}, claims()) + ".").find("'none'"), std::string::npos);
  EXPECT_NE(verdict(signing_input({{"alg", "HS256"}, {"kid", "k1"}}, claims()) + ".AAAA").find("'HS256'"),
            std::string::npos);
  const auto changed = [&](const char* alg) {
    return verdict(signing_input({{"alg", alg}, {"kid", "k1"}}, claims({{"sub", "eve"}})) +
                   good.substr(good.rfind('.')));
  };
  EXPECT_NE(changed("EdDSA").find("not signed by the issuer"), std::string::npos);
  EXPECT_NE(changed("RS256").find("does not publish"), std::string::npos);
  EXPECT_NE(changed("ES256").find("does not publish"), std::string::npos);  // the key is for another algorithm
  for (const auto& none : {std::string(), std::string("a.b"), good + ".x", good.substr(0, good.size() - 1)})
    EXPECT_NE(verdict(none), "") << none;
}

TEST_F(IdToken, that_renews_is_about_the_same_person) {
  expected.subject = "ada";
  EXPECT_EQ(verdict_of({}), "");
  EXPECT_EQ(verdict_of({{"nonce", nullptr}}), "");
  EXPECT_NE(verdict_of({{"nonce", "n-2"}}).find("another request"), std::string::npos);
  EXPECT_NE(verdict_of({{"sub", "eve"}}).find("another person"), std::string::npos);
}

}  // namespace
}  // namespace chitty::auth
