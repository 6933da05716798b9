// The commands against scripted replies: what goes on the wire, what comes out, what is refused before anything is sent.
#include "../testing/service.hpp"

namespace chitty::id::testing {
namespace {

class Commands : public ::testing::Test {
 protected:
  Result<void> run(const char* path, const json::object& arguments = {}) { return plugin().run(host, path, arguments); }
  json::object sent(std::size_t i = 0) { return json::parse(host.requests.at(i).body).as_object(); }
  void TearDown() override { EXPECT_TRUE(host.complaints().empty()) << host.complaints().front(); }

  testkit::FakeHost host;
};

TEST_F(Commands, mint_sends_the_letter_and_the_name_and_gives_the_identifier) {
  host.replies.on("POST", "/mint").answer(200, {{"success", true}, {"chittyId", "03-1-USA-4448-P-2609-0-88"}});
  ASSERT_TRUE(run("id mint", {{"entity", "ORGANIZATION"}, {"name", "Acme Corp"}, {"metadata", {{"vat", 1}}}}));
  EXPECT_EQ(sent(), (json::object{{"entityType", "P"}, {"characterization", "Legal"}, {"metadata", {{"vat", 1}, {"name", "Acme Corp"}}}}));
  EXPECT_EQ(host.records.at(0).at("did"), "did:chitty:03-1-USA-4448-P-2609-0-88");
}

TEST_F(Commands, mint_reads_the_older_names_of_the_identifier) {
  for (const char* member : {"chitty_id", "did"}) {
    host.replies.on("POST", "/mint").answer(200, json::object{{member, "did:chitty:03-1-USA-4448-P-2609-0-88"}});
    ASSERT_TRUE(run("id mint", {{"entity", "PERSON"}})) << member;
    EXPECT_EQ(host.records.back().at("chittyId"), "03-1-USA-4448-P-2609-0-88");
  }
}

TEST_F(Commands, a_mint_that_failed_with_status_200_is_a_failure) {
  host.replies.on("POST", "/mint").answer(200, {{"success", false}, {"error", "Invalid entityType: \"peo\""}});
  const auto done = run("id mint", {{"entity", "PERSON"}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::refused);
  EXPECT_EQ(done.error().message, "Invalid entityType: \"peo\"");
}

TEST_F(Commands, a_mint_without_identifier_is_not_taken_for_one) {
  host.replies.on("POST", "/mint").answer(200, {{"success", true}});
  EXPECT_EQ(run("id mint", {{"entity", "PERSON"}}).error().code, Code::malformed);
}

TEST_F(Commands, wrong_words_are_refused_before_anything_is_sent) {
  const std::pair<json::object, const char*> wrong[] = {{{}, "--entity PERSON"},
                                                        {{{"entity", "PERSN"}}, "Did you mean PERSON?"},
                                                        {{{"entity", "PERSON"}, {"metadata", json::array()}}, "--metadata '"},
                                                        {{{"batch", true}, {"count", 5}}, "\"count\""}};
  for (const auto& [arguments, hint] : wrong) {
    const auto done = run("id mint", arguments);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Code::invalid_argument);
    EXPECT_NE(done.error().hint.find(hint), std::string::npos) << done.error().hint;
  }
  EXPECT_TRUE(host.requests.empty());
}

constexpr const char* batch_path = "/api/v2/chittyid/mint/batch";

std::string reply_line(int line, bool success) {
  return json::serialize(success ? json::object{{"line", line}, {"success", true}, {"chittyId", "x"}}
                                 : json::object{{"line", line}, {"success", false}, {"message", "wrong"}}) + "\n";
}

TEST_F(Commands, mint_of_many_is_one_request_and_a_stream_of_records) {
  host.replies.on("POST", batch_path).answer_text(200, reply_line(1, true) + reply_line(1, true) + reply_line(1, true));
  ASSERT_TRUE(run("id mint", {{"entity", "PERSON"}, {"count", 3}}));
  EXPECT_EQ(sent().at("count"), 3);
  EXPECT_EQ(host.records.size(), 3u);
  EXPECT_EQ(host.progress.back().done, 3u);
  EXPECT_EQ(host.progress.back().total, 3u);
}

TEST_F(Commands, a_batch_that_stops_early_is_told_and_what_came_is_shown) {
  host.replies.on("POST", batch_path).answer_text(200, reply_line(1, true));
  const auto done = run("id mint", {{"entity", "PERSON"}, {"count", 3}});
  EXPECT_EQ(done.error().code, Code::malformed);
  EXPECT_EQ(host.records.size(), 1u);
}

TEST_F(Commands, a_connection_that_breaks_is_told) {
  host.replies.on("POST", batch_path).cut_after(50).answer_text(200, reply_line(1, true) + reply_line(1, true));
  EXPECT_EQ(run("id mint", {{"entity", "P"}, {"count", 2}}).error().code, Code::unreachable);
  EXPECT_EQ(host.records.size(), 1u);
}

TEST_F(Commands, lines_of_standard_input_go_up_with_defaults_and_refused_ones_fail_the_command) {
  host.input = "{\"metadata\":{\"name\":\"a\"}}\n\nbroken\n{\"entity\":\"CASE\",\"count\":2}\n";
  host.replies.on("POST", batch_path)
      .answer_text(200, reply_line(1, true) + reply_line(3, false) + reply_line(4, true) + reply_line(4, true));
  const auto done = run("id mint", {{"batch", true}, {"entity", "ORGANIZATION"}, {"jurisdiction", "CAN"}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::refused);
  EXPECT_EQ(done.error().message, "1 of 4 was refused.");
  EXPECT_EQ(host.notes, std::vector<std::string>{"Line 3: wrong"});
  EXPECT_EQ(host.records.size(), 4u);
  std::istringstream body(host.requests.at(0).body);
  std::string first, blank, broken, last;
  std::getline(body, first), std::getline(body, blank), std::getline(body, broken), std::getline(body, last);
  EXPECT_EQ(json::parse(first).at("characterization"), "Legal");
  EXPECT_EQ(json::parse(last), (json::value{{"entity", "CASE"}, {"count", 2}, {"jurisdiction", "CAN"}}));
  EXPECT_EQ(broken, "broken");
}

TEST_F(Commands, a_long_input_is_sent_in_pieces_and_numbered_as_a_whole) {
  for (int i = 0; i < 1500; ++i) host.input += "{\"entity\":\"P\"}\n";
  std::string first, second;
  for (int i = 1; i <= 1000; ++i) first += reply_line(i, true);
  for (int i = 1; i <= 500; ++i) second += reply_line(i, true);
  host.replies.on("POST", batch_path).answer_text(200, first);
  host.replies.on("POST", batch_path).answer_text(200, second);
  ASSERT_TRUE(run("id mint", {{"batch", true}}));
  EXPECT_EQ(host.records.size(), 1500u);
  EXPECT_EQ(host.records.back().at("line"), 1500);
}

TEST_F(Commands, verify_refuses_what_it_can_see_itself) {
  const auto malformed = run("id verify", {{"did", "did:chitty:03-1-usa-4448-P-2609-0-88"}});
  EXPECT_EQ(malformed.error().code, Code::invalid_argument);
  EXPECT_NE(malformed.error().message.find("jurisdiction"), std::string::npos);
  const auto mistyped = run("id verify", {{"did", "03-1-USA-4449-P-2609-0-88"}});
  EXPECT_EQ(mistyped.error().code, Code::refused);
  EXPECT_TRUE(host.requests.empty());
}

TEST_F(Commands, verify_asks_the_service_about_the_rest) {
  const std::string target = "/api/v2/chittyid/verify/did%3Achitty%3A03-1-USA-4448-P-2609-0-88";
  host.replies.on("GET", target).answer(200, {{"valid", true}, {"did", "did:chitty:03-1-USA-4448-P-2609-0-88"}});
  ASSERT_TRUE(run("id verify", {{"did", "03-1-USA-4448-P-2609-0-88"}}));
  host.replies.on("GET", target).answer(200, {{"valid", false}, {"error", "It was withdrawn."}});
  const auto refused = run("id verify", {{"did", "03-1-USA-4448-P-2609-0-88"}});
  EXPECT_EQ(refused.error().code, Code::refused);
  EXPECT_EQ(refused.error().message, "It was withdrawn.");
  host.replies.on("GET", target).answer(200, json::object());
  EXPECT_EQ(run("id verify", {{"did", "03-1-USA-4448-P-2609-0-88"}}).error().code, Code::malformed);
}

TEST_F(Commands, verify_of_a_legacy_shape_is_an_answer) {
  host.replies.on("GET", "/api/v2/chittyid/verify/did%3Achitty%3A01-C-ACT-1234-P-2411-5-A").answer(200, {{"valid", false}});
  ASSERT_TRUE(run("id verify", {{"did", "did:chitty:01-C-ACT-1234-P-2411-5-A"}}));
  EXPECT_EQ(host.records.at(0).at("form"), "legacy");
  EXPECT_EQ(host.records.at(0).at("legacy"), true);
}

TEST_F(Commands, list_follows_the_cursor_and_stops_at_the_limit) {
  json::object page{{"identities", {{{"did", "1"}}, {{"did", "2"}}}}, {"metadata", {{"nextCursor", "c 2"}}}};
  host.replies.on("GET", "/api/v2/chittyid/list?mine=true&limit=100").answer(200, page);
  page["metadata"] = {{"nextCursor", nullptr}};
  host.replies.on("GET", "/api/v2/chittyid/list?mine=true&limit=100&cursor=c%202").answer(200, page);
  ASSERT_TRUE(run("id list", {{"mine", true}}));
  EXPECT_EQ(host.records.size(), 4u);
  page["metadata"] = {{"nextCursor", "more"}};
  host.replies.on("GET", "/api/v2/chittyid/list?limit=2").answer(200, page);
  ASSERT_TRUE(run("id list", {{"limit", 2}}));
  EXPECT_EQ(host.records.size(), 6u);
  host.replies.on("GET", "/api/v2/chittyid/list?limit=100").answer(200, {{"identities", "none"}});
  EXPECT_EQ(run("id list").error().code, Code::malformed);
}

// The fields of GitHub's published example of GET /user.
json::object octocat() {
  return {{"login", "octocat"}, {"id", 583231}, {"node_id", "MDQ6VXNlcjE="}, {"html_url", "https://github.com/octocat"},
          {"type", "User"}, {"site_admin", false}, {"name", "monalisa octocat"}, {"email", "octocat@github.com"}};
}

TEST_F(Commands, session_sync_takes_the_account_that_the_github_token_proves) {
  host.replies.on("GET", "/user").answer(200, octocat());
  host.replies.on("POST", "/api/v2/session/sync").answer(200, {{"success", true}, {"session_id", "s"}, {"session", json::object()}});
  ASSERT_TRUE(run("id session sync", {{"github", true}}));
  EXPECT_EQ(host.requests.at(0).remote, "github-project");
  EXPECT_EQ(host.requests.at(1).remote, "");
  EXPECT_EQ(sent(1), (json::object{{"provider", "github"}, {"external_id", "583231"},
                                   {"metadata", {{"login", "octocat"}, {"name", "monalisa octocat"}, {"html_url", "https://github.com/octocat"}}}}));
}

TEST_F(Commands, session_sync_without_a_proof_sends_nothing_to_the_service) {
  EXPECT_EQ(run("id session sync").error().code, Code::invalid_argument);
  host.replies.on("GET", "/user").answer(200, {{"message", "hello"}});
  EXPECT_EQ(run("id session sync", {{"github", true}}).error().code, Code::malformed);
  host.replies.on("GET", "/user").fail(Code::unauthenticated, "Bad credentials");
  EXPECT_EQ(run("id session sync", {{"github", true}}).error().code, Code::unauthenticated);
  EXPECT_EQ(host.requests.size(), 2u);
}

TEST_F(Commands, session_export_writes_the_session_as_it_is) {
  host.replies.on("GET", "/api/v2/session/s%2F1").answer(200, {{"success", true}, {"session", {{"id", "s/1"}}}});
  ASSERT_TRUE(run("id session export", {{"session", "s/1"}}));
  EXPECT_EQ(host.bytes, "{\"id\":\"s/1\"}\n");
}

TEST_F(Commands, credential_issue_sends_what_was_said_and_no_more) {
  host.replies.on("POST", "/api/v2/credentials/issue").answer(200, {{"id", "c"}});
  ASSERT_TRUE(run("id credential issue", {{"type", "VerifiedDeveloper"}}));
  EXPECT_EQ(sent(), (json::object{{"type", "VerifiedDeveloper"}}));
  host.replies.on("POST", "/api/v2/credentials/issue").answer(200, {{"id", "c"}});
  ASSERT_TRUE(run("id credential issue", {{"type", "Member"}, {"subject", "03-1-USA-4448-P-2609-0-88"}, {"claims", {{"a", 1}}}, {"expires", 5000}}));
  EXPECT_EQ(sent(1), (json::object{{"type", "Member"}, {"claims", {{"a", 1}}}, {"subject", "did:chitty:03-1-USA-4448-P-2609-0-88"}, {"expiresIn", 5000}}));
  EXPECT_EQ(run("id credential issue", {{"type", "not a type"}}).error().code, Code::invalid_argument);
  EXPECT_EQ(run("id credential issue", {{"type", "Member"}, {"subject", "me"}}).error().code, Code::invalid_argument);
}

TEST_F(Commands, credential_verify_fails_with_the_check_that_failed) {
  host.replies.on("GET", "/api/v2/credentials/verify/c").answer(200, {{"valid", true}, {"checks", json::array()}});
  ASSERT_TRUE(run("id credential verify", {{"credential", "c"}}));
  EXPECT_EQ(host.records.size(), 1u);
  host.replies.on("GET", "/api/v2/credentials/verify/c").answer(200, {{"valid", false}, {"reason", "The credential was revoked."}});
  EXPECT_EQ(run("id credential verify", {{"credential", "c"}}).error().message, "The credential was revoked.");
  EXPECT_EQ(run("id credential verify", {{"credential", "ey.e30.Zg"}}).error().code, Code::invalid_argument);
}

TEST_F(Commands, credential_verify_takes_a_token_too) {
  host.replies.on("POST", "/api/v2/credentials/verify").answer(200, {{"valid", false}, {"reason", "The credential expired."}});
  const auto done = run("id credential verify", {{"credential", "eyJhIjoxfQ.eyJhIjoxfQ.Zg"}});
  EXPECT_EQ(done.error().code, Code::refused);
  EXPECT_EQ(done.error().message, "The credential expired.");
  EXPECT_EQ(sent(), (json::object{{"jwt", "eyJhIjoxfQ.eyJhIjoxfQ.Zg"}}));
}

TEST_F(Commands, credential_list_and_revoke_speak_to_their_routes) {
  host.replies.on("GET", "/api/v2/credentials?limit=100").answer(200, {{"credentials", {{{"id", "c"}}}}});
  ASSERT_TRUE(run("id credential list"));
  host.replies.on("POST", "/api/v2/credentials/c/revoke").answer(200, {{"id", "c"}, {"status", "revoked"}});
  ASSERT_TRUE(run("id credential revoke", {{"credential", "c"}, {"reason", "left"}}));
  EXPECT_EQ(sent(1), (json::object{{"reason", "left"}}));
}

}  // namespace
}  // namespace chitty::id::testing
