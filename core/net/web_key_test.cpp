#include "net/web_key.hpp"

#include "base/hash.hpp"
#include "base/base64.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host {
namespace {

// RFC 8037, appendix A.
constexpr const char* rfc_key =
    R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr const char* rfc_signing_input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
constexpr const char* rfc_signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

std::string public_half(const std::string& jwk) {
  auto object = json::parse(jwk).as_object();
  object.erase("d");
  return json::serialize(object);
}

TEST(WebKey, SignsAndVerifiesTheExampleOfRfc8037) {
  EXPECT_EQ(base64url(sign_by(rfc_key, rfc_signing_input).value()), rfc_signature);
  EXPECT_TRUE(verify_by(public_half(rfc_key), rfc_signing_input, *from_base64url(rfc_signature)));
  EXPECT_EQ(verify_by(rfc_key, "something else", *from_base64url(rfc_signature)).error().code, Code::refused);
}

TEST(WebKey, AKeyIsNamedByItsThumbprint) {
  const auto jwk = json::parse(generate_web_key("EdDSA").value()).as_object();
  const std::string canonical = R"({"crv":"Ed25519","kty":"OKP","x":")" + std::string(jwk.at("x").as_string()) + "\"}";
  const Digest digest = sha256(canonical);
  EXPECT_EQ(jwk.at("kid"), json::value(base64url({reinterpret_cast<const char*>(digest.data()), digest.size()})));
  EXPECT_EQ(jwk.at("alg"), "EdDSA");
}

TEST(WebKey, BothAlgorithmsGoRound) {
  for (const char* algorithm : {"EdDSA", "ES256"}) {
    const std::string jwk = generate_web_key(algorithm).value();
    const std::string signature = sign_by(jwk, "data").value();
    EXPECT_EQ(signature.size(), 64u) << algorithm;
    EXPECT_TRUE(verify_by(public_half(jwk), "data", signature)) << algorithm;
    EXPECT_EQ(verify_by(public_half(jwk), "Data", signature).error().code, Code::refused);
    EXPECT_EQ(verify_by(generate_web_key(algorithm).value(), "data", signature).error().code, Code::refused);
    EXPECT_EQ(sign_by(public_half(jwk), "data").error().code, Code::invalid_argument);
  }
}

// RFC 7515, appendix A.3: a signature by P-256 that somebody else made.
TEST(WebKey, VerifiesTheExampleOfRfc7515) {
  constexpr const char* key =
      R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
  constexpr const char* input =
      "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  constexpr const char* signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
  EXPECT_TRUE(verify_by(key, input, *from_base64url(signature)));
}

// RFC 7515, appendix A.2: RS256, by a key of 2048 bits.
constexpr const char* rsa_modulus =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b"
    "32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5"
    "IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
constexpr const char* rsa_signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAyn"
    "RFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnv"
    "Wh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

std::string rsa_key(const std::string& n, const std::string& more = "") { return R"({"kty":"RSA","e":"AQAB","n":")" + n + "\"" + more + "}"; }

TEST(WebKey, VerifiesByRsaTheExampleOfRfc7515) {
  constexpr const char* input =
      "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  const std::string signature = *from_base64url(rsa_signature);
  EXPECT_TRUE(verify_by(rsa_key(rsa_modulus), input, signature));
  EXPECT_EQ(verify_by(rsa_key(rsa_modulus), std::string(input).append("x"), signature).error().code, Code::refused);
  EXPECT_EQ(verify_by(rsa_key(rsa_modulus), input, signature.substr(1)).error().code, Code::refused);
  EXPECT_EQ(verify_by(rsa_key(rsa_modulus), input, "").error().code, Code::refused);
  EXPECT_EQ(sign_by(rsa_key(rsa_modulus), input).error().code, Code::invalid_argument);
}

TEST(WebKey, AnRsaKeyIsPublicAndLongEnough) {
  std::string modulus = *from_base64url(rsa_modulus);
  EXPECT_TRUE(parse_web_key(rsa_key(rsa_modulus)));
  EXPECT_NE(parse_web_key(rsa_key(base64url(modulus.substr(1)))).error().message.find("at least 2048 bits"), std::string::npos);
  EXPECT_NE(parse_web_key(rsa_key(rsa_modulus, R"(,"d":"AQAB")")).error().message.find("only public RSA keys"), std::string::npos);
  modulus.back() = '\x02';
  EXPECT_EQ(parse_web_key(rsa_key(base64url(modulus))).error().code, Code::invalid_argument);
  EXPECT_EQ(parse_web_key(R"({"kty":"RSA","e":"AQ","n":")" + std::string(rsa_modulus) + "\"}").error().code, Code::invalid_argument);
  EXPECT_EQ(parse_web_key(rsa_key(base64url(std::string(2000, '\xff')))).error().code, Code::invalid_argument);
  EXPECT_EQ(parse_web_key(rsa_key("not base64!")).error().code, Code::invalid_argument);
}

TEST(WebKey, BadKeysAreRefusedInWords) {
  const std::string foreign = json::parse(generate_web_key("EdDSA").value()).at("x").as_string().c_str();
  const std::string cases[] = {"", "[]", "{}", R"({"kty":"RSA"})", R"({"kty":"OKP","crv":"Ed25519","x":"AA"})",
                               R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":")" + foreign + "\"}",
                               R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"})"};
  for (const auto& jwk : cases) EXPECT_EQ(parse_web_key(jwk).error().code, Code::invalid_argument) << jwk;
  EXPECT_EQ(generate_web_key("none").error().code, Code::not_supported);
}

}  // namespace
}  // namespace chitty::host
