#include "../testing/testing.hpp"

namespace chitty::id::testing {
namespace {

using IdentityCommands = CommandTest;

TEST_F(IdentityCommands, mint_sends_the_letter_and_the_name_and_gives_the_identifier) {
  host.replies.on("POST", "/mint").answer(200, {{"success", true}, {"chittyId", "03-1-USA-4448-P-2609-0-88"}});
  ASSERT_TRUE(run("id mint", {{"entity", "ORGANIZATION"}, {"name", "Acme Corp"}, {"metadata", {{"vat", 1}}}}));
  EXPECT_EQ(sent(), (json::object{{"entityType", "P"}, {"characterization", "Legal"}, {"metadata", {{"vat", 1}, {"name", "Acme Corp"}}}}));
  EXPECT_EQ(host.records.at(0).at("did"), "did:chitty:03-1-USA-4448-P-2609-0-88");
}

TEST_F(IdentityCommands, mint_keeps_the_word_that_a_letter_does_not_say) {
  host.replies.on("POST", "/mint").answer(200, {{"chittyId", "03-1-USA-4448-E-2609-0-88"}, {"entity", "E"}, {"entityWord", "EVENT"}});
  ASSERT_TRUE(run("id mint", {{"entity", "case"}}));
  EXPECT_EQ(sent(), (json::object{{"entityType", "E"}, {"entityWord", "CASE"}}));
  EXPECT_EQ(host.records.at(0).at("entityWord"), "CASE");
}

TEST_F(IdentityCommands, a_characterization_that_contradicts_the_entity_is_refused) {
  const auto done = run("id mint", {{"entity", "ORGANIZATION"}, {"characterization", "Natural"}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "'--characterization Natural' does not fit '--entity ORGANIZATION', which is Legal");
  EXPECT_TRUE(host.requests.empty());
}

TEST_F(IdentityCommands, mint_reads_the_older_names_of_the_identifier) {
  for (const char* member : {"chitty_id", "did"}) {
    host.replies.on("POST", "/mint").answer(200, json::object{{member, "did:chitty:03-1-USA-4448-P-2609-0-88"}});
    ASSERT_TRUE(run("id mint", {{"entity", "PERSON"}})) << member;
    EXPECT_EQ(host.records.back().at("chittyId"), "03-1-USA-4448-P-2609-0-88");
  }
}

TEST_F(IdentityCommands, a_mint_that_failed_with_status_200_is_a_failure) {
  host.replies.on("POST", "/mint").answer(200, {{"success", false}, {"error", "Invalid entityType: \"peo\""}});
  const auto done = run("id mint", {{"entity", "PERSON"}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::refused);
  EXPECT_EQ(done.error().message, "Invalid entityType: \"peo\"");
}

TEST_F(IdentityCommands, a_mint_without_identifier_is_not_taken_for_one) {
  host.replies.on("POST", "/mint").answer(200, {{"success", true}});
  EXPECT_EQ(run("id mint", {{"entity", "PERSON"}}).error().code, Code::malformed);
}

TEST_F(IdentityCommands, wrong_words_are_refused_before_anything_is_sent) {
  const std::pair<json::object, const char*> wrong[] = {{{}, "--entity PERSON"},
                                                        {{{"entity", "PERSN"}}, "Did you mean 'PERSON'?"},
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

TEST_F(IdentityCommands, verify_refuses_what_it_can_see_itself) {
  const auto malformed = run("id verify", {{"did", "did:chitty:03-1-usa-4448-P-2609-0-88"}});
  EXPECT_EQ(malformed.error().code, Code::invalid_argument);
  EXPECT_NE(malformed.error().message.find("jurisdiction"), std::string::npos);
  const auto mistyped = run("id verify", {{"did", "03-1-USA-4449-P-2609-0-88"}});
  EXPECT_EQ(mistyped.error().code, Code::refused);
  EXPECT_TRUE(host.requests.empty());
}

TEST_F(IdentityCommands, verify_asks_the_service_about_the_rest) {
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

TEST_F(IdentityCommands, verify_of_a_legacy_shape_is_an_answer) {
  host.replies.on("GET", "/api/v2/chittyid/verify/did%3Achitty%3A01-C-ACT-1234-P-2411-5-A").answer(200, {{"valid", false}});
  ASSERT_TRUE(run("id verify", {{"did", "did:chitty:01-C-ACT-1234-P-2411-5-A"}}));
  EXPECT_EQ(host.records.at(0).at("form"), "legacy");
  EXPECT_EQ(host.records.at(0).at("legacy"), true);
}

TEST_F(IdentityCommands, a_letter_without_its_word_gets_it) {
  const json::array identities{{{"did", "1"}, {"entity", "P"}, {"characterization", "Legal"}}, {{"did", "2"}, {"entity", "E"}}, {{"did", "3"}, {"entity", "P"}, {"entityWord", "ROBOT"}}, {{"did", "4"}, {"entity", "PERSON"}}};
  host.replies.on("GET", "/api/v2/chittyid/list?entity=P&limit=100").answer(200, {{"identities", identities}});
  ASSERT_TRUE(run("id list", {{"entity", "P"}}));
  EXPECT_EQ(host.records.at(0).at("entityWord"), "ORGANIZATION");
  EXPECT_EQ(host.records.at(0).at("entity"), "P");
  EXPECT_EQ(host.records.at(1).at("entityWord"), "EVENT");
  EXPECT_EQ(host.records.at(2).at("entityWord"), "ROBOT");
  EXPECT_FALSE(host.records.at(3).as_object().contains("entityWord"));
}

TEST_F(IdentityCommands, list_follows_the_cursor_and_stops_at_the_limit) {
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

}  // namespace
}  // namespace chitty::id::testing
