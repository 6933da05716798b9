#include "../credential.hpp"

#include "../testing/status_list.hpp"
#include "../testing/testing.hpp"

#include <chitty/jws.hpp>

namespace chitty::id::testing {
namespace {

class Credentials : public ServiceTest {
 protected:
  const std::string ada = "did:chitty:03-1-USA-4448-P-2609-0-88", bob = "did:chitty:03-1-USA-0001-P-2609-0-38";
  void become(const std::string& who, json::array may = {"chittyid:read", "chittyid:generate"}) { caller = who, scopes = std::move(may); }
  // Ada's linked account, in a session of hers.
  void link_account() {
    become(ada);
    ASSERT_EQ(send("sync-session", {{"provider", "github"}, {"external_id", "583231"}}).status, 200);
  }
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

TEST_F(Credentials, are_as_many_as_one_may_have) {
  caller = "did:chitty:03-1-USA-4448-P-2609-0-88";
  scopes = {"chittyid:read", "chittyid:generate"};
  quotas["credentials"] = 1;
  issued();
  const auto refused = send("issue-credential", {{"type", "Member"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.body.at("message"), "You have all 1 credentials that one may have here.");
  quotas = {{"bytes", 3000}};
  EXPECT_EQ(send("issue-credential", {{"type", "Member"}, {"claims", {{"note", std::string(900, 'x')}}}}).status, 403);
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

TEST_F(Credentials, revoking_is_for_who_issued_and_says_the_same_each_time) {
  const auto id = issued().at("id");
  const testkit::Incoming revoke{.handler = "revoke-credential", .method = "POST", .parameters = {{"id", id}}};
  caller = "guest";
  EXPECT_EQ(ask(revoke).status, 404);  // whoever has nothing to do with it is not told that there is one
  caller = ada;
  const auto about_ada = [&] {
    caller = "owner";
    return send("issue-credential", {{"type", "Member"}, {"subject", ada}}).body.at("id");
  }();
  caller = ada;
  EXPECT_EQ(ask({.handler = "revoke-credential", .method = "POST", .parameters = {{"id", about_ada}}}).status, 403);
  caller = "owner";
  const auto first = ask(revoke);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.events.size(), 1u);
  const auto again = ask(revoke);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body.at("revoked_at"), first.body.at("revoked_at"));
  EXPECT_TRUE(again.events.empty());
  EXPECT_EQ(ask({.handler = "revoke-credential", .method = "POST", .parameters = {{"id", "none"}}}).status, 404);
}

// What the authority signs of somebody else it has looked into: that is for whoever may attest.
TEST_F(Credentials, about_somebody_else_are_for_whoever_may_attest) {
  link_account();
  become(bob);
  const json::object judge{{"type", "VerifiedJudge"}, {"subject", ada}, {"claims", {{"court", "Supreme"}}}};
  const auto refused = send("issue-credential", judge);
  EXPECT_EQ(refused.status, 403) << refused.text;
  EXPECT_EQ(refused.body.at("scope"), "chittyid:attest");
  EXPECT_EQ(refused.text.find("583231"), std::string::npos);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM credentials"), 0);
  become(bob, {"chittyid:generate", "chittyid:attest"});
  const auto attested = send("issue-credential", judge);
  ASSERT_EQ(attested.status, 200) << attested.text;
  EXPECT_EQ(attested.text.find("583231"), std::string::npos);  // her accounts are hers to show
  EXPECT_FALSE(is_self_asserted(parse_jws(attested.body.at("jwt").as_string())->payload));
  become(ada);
  EXPECT_EQ(get("list-credentials").body.at("credentials").as_array().size(), 1u);  // she sees what is said of her
  EXPECT_NE(send("issue-credential", {{"type", "Member"}}).text.find("583231"), std::string::npos);
}

TEST_F(Credentials, what_somebody_says_of_themselves_is_marked_as_that) {
  become(ada);
  const auto body = send("issue-credential", {{"type", "VerifiedJudge"}, {"claims", {{"court", "Supreme"}}}}).body;
  for (const auto* form : {"jwt", "jwt_vc1"}) {
    const auto payload = parse_jws(body.at(form).as_string())->payload;
    EXPECT_TRUE(is_self_asserted(payload)) << form;
    EXPECT_EQ(send("verify-token", {{"jwt", body.at(form)}}).body.at("selfAsserted"), true) << form;
  }
  EXPECT_EQ(body.at("credential").at("evidence"),
            (json::value{{{"type", {"SelfAssertedClaims"}}, {"assertedBy", ada}, {"claims", {"court"}}}}));
  EXPECT_EQ(verdict_of(body.at("id")).at("selfAsserted"), true);
  const auto minted = send("mint", {{"entityType", "T"}}).body;  // one's own thing
  const auto of_thing = send("issue-credential", {{"type", "Owned"}, {"subject", minted.at("did")}});
  ASSERT_EQ(of_thing.status, 200) << of_thing.text;
  EXPECT_EQ(verdict_of(of_thing.body.at("id")).at("selfAsserted"), true);
  caller = "owner";
  EXPECT_EQ(verdict_of(send("issue-credential", {{"type", "Member"}, {"subject", ada}}).body.at("id")).at("selfAsserted"), false);
}

TEST_F(Credentials, wrong_orders_are_refused) {
  const json::object wrong[] = {{}, {{"type", "verified developer"}}, {{"type", "VerifiableCredential"}}, {{"type", "Member"}, {"subject", "did:chitty:01-C-ACT-1234-P-2411-5-A"}}, {{"type", "Member"}, {"subject", "03-1-USA-4448-P-2609-0-87"}}, {{"type", "Member"}, {"claims", "x"}}, {{"type", "Member"}, {"claims", {{"id", "did:chitty:x"}}}}, {{"type", "Member"}, {"expiresIn", 5}}};
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
