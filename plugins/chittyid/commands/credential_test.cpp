#include "../testing/testing.hpp"

namespace chitty::id::testing {
namespace {

using CredentialCommands = CommandTest;

TEST_F(CredentialCommands, credential_issue_sends_what_was_said_and_no_more) {
  host.replies.on("POST", "/api/v2/credentials/issue").answer(200, {{"id", "c"}});
  ASSERT_TRUE(run("id credential issue", {{"type", "VerifiedDeveloper"}}));
  EXPECT_EQ(sent(), (json::object{{"type", "VerifiedDeveloper"}}));
  host.replies.on("POST", "/api/v2/credentials/issue").answer(200, {{"id", "c"}});
  ASSERT_TRUE(run("id credential issue", {{"type", "Member"}, {"subject", "03-1-USA-4448-P-2609-0-88"}, {"claims", {{"a", 1}}}, {"expires", 5000}}));
  EXPECT_EQ(sent(1), (json::object{{"type", "Member"}, {"claims", {{"a", 1}}}, {"subject", "did:chitty:03-1-USA-4448-P-2609-0-88"}, {"expiresIn", 5000}}));
  EXPECT_EQ(run("id credential issue", {{"type", "not a type"}}).error().code, Code::invalid_argument);
  EXPECT_EQ(run("id credential issue", {{"type", "Member"}, {"subject", "me"}}).error().code, Code::invalid_argument);
}

TEST_F(CredentialCommands, credential_verify_fails_with_the_check_that_failed) {
  host.replies.on("GET", "/api/v2/credentials/verify/c").answer(200, {{"valid", true}, {"checks", json::array()}});
  ASSERT_TRUE(run("id credential verify", {{"credential", "c"}}));
  EXPECT_EQ(host.records.size(), 1u);
  host.replies.on("GET", "/api/v2/credentials/verify/c").answer(200, {{"valid", false}, {"reason", "The credential was revoked."}});
  EXPECT_EQ(run("id credential verify", {{"credential", "c"}}).error().message, "The credential was revoked.");
  EXPECT_EQ(run("id credential verify", {{"credential", "ey.e30.Zg"}}).error().code, Code::invalid_argument);
}

TEST_F(CredentialCommands, credential_verify_takes_a_token_too) {
  host.replies.on("POST", "/api/v2/credentials/verify").answer(200, {{"valid", false}, {"reason", "The credential expired."}});
  const auto done = run("id credential verify", {{"credential", "eyJhIjoxfQ.eyJhIjoxfQ.Zg"}});
  EXPECT_EQ(done.error().code, Code::refused);
  EXPECT_EQ(done.error().message, "The credential expired.");
  EXPECT_EQ(sent(), (json::object{{"jwt", "eyJhIjoxfQ.eyJhIjoxfQ.Zg"}}));
}

}  // namespace
}  // namespace chitty::id::testing
