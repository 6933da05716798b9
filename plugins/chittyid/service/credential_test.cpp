#include "../credential.hpp"

#include "../status_list.hpp"
#include "../testing/testing.hpp"

#include <chitty/jws.hpp>

namespace chitty::id::testing {
namespace {

class Credentials : public ServiceTest {
 protected:
  json::object issued() {
    const auto answer = send("issue-credential", {{"type", "VerifiedDeveloper"}, {"claims", {{"level", "senior"}}}});
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.body;
  }
  json::object verdict_of(const json::value& id) { return get("verify-credential", {{"id", id}}).body; }
  json::object verdict_of_token(const std::string& jwt) { return send("verify-token", {{"jwt", jwt}}).body; }

  // Which checks failed, joined.
  static std::string failed(const json::object& verdict) {
    std::string names;
    for (const auto& check : verdict.at("checks").as_array())
      if (check.at("passed") == false) names += std::string(check.at("check").as_string()) + " ";
    return names;
  }
};

TEST_F(Credentials, one_about_the_caller_is_a_w3c_credential_in_both_forms) {
  const auto body = issued();
  const auto token = parse_jws(body.at("jwt").as_string());
  ASSERT_TRUE(token);
  EXPECT_EQ(token->header.at("typ"), "vc+jwt");
  EXPECT_EQ(token->payload.at("@context").at(0), "https://www.w3.org/ns/credentials/v2");
  EXPECT_EQ(token->payload.at("type").at(1), "VerifiedDeveloper");
  EXPECT_EQ(token->payload.at("credentialSubject").at("level"), "senior");
  EXPECT_EQ(token->payload.at("credentialSubject").at("id"), body.at("subject"));
  EXPECT_FALSE(token->payload.contains("vc"));
  EXPECT_EQ(token->payload.at("exp").as_int64() - token->payload.at("iat").as_int64(), 365 * 86'400);
  const auto older = parse_jws(body.at("jwt_vc1").as_string());
  EXPECT_EQ(older->payload.at("vc").at("@context").at(0), "https://www.w3.org/2018/credentials/v1");
  EXPECT_EQ(older->payload.at("jti"), token->payload.at("jti"));
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM identities WHERE entity = 'P'"), 1);  // the caller's own
  EXPECT_EQ(issued().at("subject"), body.at("subject"));
}

TEST_F(Credentials, a_good_one_passes_every_check_by_id_and_by_token) {
  const auto body = issued();
  const auto token = std::string(body.at("jwt").as_string()), older = std::string(body.at("jwt_vc1").as_string());
  for (const auto& verdict : {verdict_of(body.at("id")), verdict_of_token(token), verdict_of_token(older)}) {
    EXPECT_EQ(verdict.at("valid"), true) << json::serialize(verdict);
    EXPECT_EQ(verdict.at("checks").as_array().size(), 3u);
  }
}

TEST_F(Credentials, a_changed_token_fails_by_its_signature) {
  const auto jwt = std::string(issued().at("jwt").as_string());
  const auto token = *parse_jws(jwt);
  auto payload = token.payload;
  payload["credentialSubject"].as_object()["level"] = "principal";
  const auto changed = signing_input(token.header, payload) + "." + base64url(token.signature);
  const auto verdict = verdict_of_token(changed);
  EXPECT_EQ(verdict.at("valid"), false);
  EXPECT_EQ(failed(verdict), "signature ");
  auto unsigned_header = token.header;
  unsigned_header["alg"] = "none";
  EXPECT_EQ(failed(verdict_of_token(signing_input(unsigned_header, token.payload) + ".")), "signature ");
}

TEST_F(Credentials, a_token_of_another_issuer_is_not_vouched_for) {
  const auto token = *parse_jws(issued().at("jwt").as_string());
  auto payload = token.payload;
  payload["iss"] = "did:chitty:03-1-USA-4448-P-2609-0-88";
  EXPECT_EQ(failed(verdict_of_token(signing_input(token.header, payload) + "." + base64url(token.signature))), "signature ");
}

TEST_F(Credentials, an_expired_one_fails_by_its_validity) {
  const auto id = issued().at("id");
  now += 366LL * 86'400'000;
  const auto verdict = verdict_of(id);
  EXPECT_EQ(failed(verdict), "validity ");
  EXPECT_NE(std::string(verdict.at("reason").as_string()).find("expired at 2027-11-23"), std::string::npos);
}

TEST_F(Credentials, a_revoked_one_fails_by_its_status_and_is_on_the_list) {
  const auto kept = issued(), gone = issued();
  ASSERT_EQ(ask({.handler = "revoke-credential", .method = "POST", .body = R"({"reason":"left"})", .parameters = {{"id", gone.at("id")}}}).status, 200);
  const auto verdict = verdict_of(gone.at("id"));
  EXPECT_EQ(failed(verdict), "status ");
  EXPECT_NE(std::string(verdict.at("reason").as_string()).find("left"), std::string::npos);
  EXPECT_EQ(verdict_of(kept.at("id")).at("valid"), true);

  const auto list = parse_jws(get("status-list", {{"list", "1"}}).text);
  ASSERT_TRUE(list);
  const auto bits = decode_status_list(list->payload.at("credentialSubject").at("encodedList").as_string());
  ASSERT_TRUE(bits);
  const auto index = [](const json::object& body) {
    return std::stoll(std::string(body.at("credential").at("credentialStatus").at("statusListIndex").as_string()));
  };
  EXPECT_TRUE(status_bit(*bits, index(gone)));
  EXPECT_FALSE(status_bit(*bits, index(kept)));
  EXPECT_EQ(kept.at("credential").at("credentialStatus").at("statusListCredential"), "http://127.0.0.1:4271/chittyid/api/v2/credentials/status/1");
  for (const char* none : {"2", "0", "x", ""}) EXPECT_EQ(get("status-list", {{"list", none}}).status, 404) << none;
}

TEST_F(Credentials, revoking_is_for_who_issued_and_happens_once) {
  const auto id = issued().at("id");
  const testkit::Incoming revoke{.handler = "revoke-credential", .method = "POST", .parameters = {{"id", id}}};
  caller = "guest";
  EXPECT_EQ(ask(revoke).status, 403);
  caller = "owner";
  EXPECT_EQ(ask(revoke).status, 200);
  EXPECT_EQ(ask(revoke).status, 409);
  EXPECT_EQ(ask({.handler = "revoke-credential", .method = "POST", .parameters = {{"id", "none"}}}).status, 404);
}

TEST_F(Credentials, wrong_orders_are_refused) {
  const json::object wrong[] = {{}, {{"type", "verified developer"}}, {{"type", "VerifiableCredential"}},
                                {{"type", "Member"}, {"subject", "did:chitty:01-C-ACT-1234-P-2411-5-A"}},
                                {{"type", "Member"}, {"subject", "03-1-USA-4448-P-2609-0-87"}}, {{"type", "Member"}, {"claims", "x"}},
                                {{"type", "Member"}, {"claims", {{"id", "did:chitty:x"}}}}, {{"type", "Member"}, {"expiresIn", 5}}};
  for (const auto& body : wrong) EXPECT_EQ(send("issue-credential", body).status, 400) << json::serialize(body);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM credentials"), 0);
}

TEST_F(Credentials, the_keys_and_the_did_document_are_published_without_the_private_half) {
  const auto body = issued();
  const auto keys = get("jwks");
  const auto document = get("did-document", {{"did", body.at("issuer")}});
  EXPECT_EQ(document.body.at("assertionMethod").at(0), keys.body.at("keys").at(0).at("kid"));
  EXPECT_EQ(parse_jws(body.at("jwt").as_string())->header.at("kid"), keys.body.at("keys").at(0).at("kid"));
  EXPECT_EQ(keys.text.find("\"d\""), std::string::npos);
  EXPECT_EQ(document.text.find("\"d\""), std::string::npos);
  EXPECT_EQ(get("did-document", {{"did", body.at("subject")}}).body.at("controller"), body.at("issuer"));
  EXPECT_EQ(get("did-document", {{"did", "did:chitty:x"}}).status, 404);
}

TEST_F(Credentials, a_second_start_keeps_the_authority) {
  const auto before = get("jwks").text;
  start();
  EXPECT_EQ(get("jwks").text, before);
}

}  // namespace
}  // namespace chitty::id::testing
