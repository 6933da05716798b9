#include "../identifier.hpp"
#include "../testing/testing.hpp"

#include <chitty/members.hpp>
#include <set>

namespace chitty::id::testing {
namespace {

using Batches = ServiceTest;

TEST_F(Batches, a_batch_goes_past_9999_without_a_gap_or_a_repeat) {
  const auto batch = ask({.handler = "mint-batch", .method = "POST", .body = R"({"entityType":"P","count":10500})"});
  ASSERT_EQ(batch.status, 200);
  std::set<std::string> ids;
  for (const auto& line : lines_of(batch.text)) {
    ASSERT_EQ(line.at("success"), true);
    ids.insert(std::string(line.at("chittyId").as_string()));
    ASSERT_TRUE(check_identifier(*parse_identifier(line.at("chittyId").as_string())));
  }
  EXPECT_EQ(ids.size(), 10'500u);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM identities WHERE did LIKE '%-A000-P-%'"), 1);
  EXPECT_EQ(send("audit", {}).body.at("gaps"), 0);
}

TEST_F(Batches, a_wrong_line_of_a_batch_is_told_by_its_number_and_stops_no_other) {
  const auto batch = ask({.handler = "mint-batch", .method = "POST", .body = "{\"entityType\":\"person\"}\n\nnot json\n{\"entity\":\"CASE\"}\n[]\n{\"entity\":\"x\"}\n{\"entity\":\"P\",\"count\":0}"});
  const auto lines = lines_of(batch.text);
  ASSERT_EQ(lines.size(), 6u);
  const std::pair<int, bool> expected[] = {{1, true}, {3, false}, {4, true}, {5, false}, {6, false}, {7, false}};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].at("line"), expected[i].first);
    EXPECT_EQ(lines[i].at("success"), expected[i].second) << i;
  }
  EXPECT_EQ(lines[2].at("entity"), "E");
}

// Of a chunk that goes beyond it, the first are minted.
TEST_F(Batches, a_stranger_has_so_many_identities_and_no_more) {
  caller = "did:chitty:03-1-USA-4448-P-2609-0-88";
  scopes = {"chittyid:read", "chittyid:generate"};
  quotas["identities"] = 3;
  EXPECT_EQ(send("mint", {{"entityType", "P"}}).status, 200);
  const auto lines = lines_of(ask({.handler = "mint-batch", .method = "POST", .body = R"({"entityType":"P","count":5})"}).text);
  ASSERT_EQ(lines.size(), 5u);
  for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i].at("success"), i < 2) << i;
  EXPECT_EQ(lines[2].at("error"), "FORBIDDEN");
  EXPECT_EQ(number_in_store("SELECT issued FROM id_sequences WHERE sequence_key = '1-USA-P-2611-0'"), 3);
  const auto refused = send("mint", {{"entityType", "P"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.body.at("message"), "You have all 3 identities that one may have here.");
  EXPECT_EQ(refused.body.at("left"), 0);
  EXPECT_NE(refused.text.find("chitty config set chittyos.quotas.chittyid.identities N"), std::string::npos) << refused.text;
  EXPECT_EQ(send("fallback", {{"entityType", "P"}}).status, 403);
  caller = "service:chittyauth";  // which mints for who registers
  EXPECT_EQ(send("mint", {{"entityType", "P"}}).status, 200);
  EXPECT_EQ(send("audit", {}).body.at("gaps"), 0);
}

TEST_F(Batches, what_one_keeps_as_text_is_bounded_too) {
  caller = "did:chitty:03-1-USA-4448-P-2609-0-88";
  scopes = {"chittyid:read", "chittyid:generate"};
  quotas["bytes"] = 1000;
  const json::object metadata{{"note", std::string(600, 'x')}};
  EXPECT_EQ(send("mint", {{"entityType", "P"}, {"metadata", metadata}}).status, 200);
  const auto refused = send("mint", {{"entityType", "P"}, {"metadata", metadata}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.text.find("Of the 1000 bytes that one may have here you have 6"), std::string::npos) << refused.text;
  EXPECT_EQ(send("mint", {{"entityType", "P"}}).status, 200);
}

TEST_F(Batches, the_end_of_a_sequence_is_the_authoritys_own) {
  ASSERT_TRUE(run_sql("INSERT INTO id_sequences VALUES ('1-USA-P-2611-0', 1199998)"));
  const auto mint_two = [&] { return lines_of(ask({.handler = "mint-batch", .method = "POST", .body = R"({"entityType":"P","count":3})"}).text); };
  caller = "did:chitty:03-1-USA-4448-P-2609-0-88";
  scopes = {"chittyid:generate"};
  const auto of_stranger = mint_two();
  EXPECT_EQ(of_stranger[1].at("success"), true);
  EXPECT_EQ(of_stranger[2].at("error"), "CONFLICT");
  EXPECT_NE(text_in(of_stranger[2], "message").find("All 1200000 identifiers"), std::string::npos);
  const auto issued = "SELECT issued FROM id_sequences WHERE sequence_key = '1-USA-P-2611-0'";
  EXPECT_EQ(number_in_store(issued), 1'200'000);
  for (const char* trusted : {"owner", "service:chittyauth"}) {
    caller = trusted;
    EXPECT_EQ(send("mint", {{"entityType", "P"}}).status, 200) << trusted;
  }
  caller = "did:chitty:03-1-USA-4448-P-2609-0-88";
  EXPECT_EQ(send("mint", {{"entityType", "P"}}).status, 409);
  EXPECT_EQ(number_in_store(issued), 1'200'002);  // and nothing of the reserve went with the refusal
}

TEST_F(Batches, a_full_sequence_is_a_conflict_that_says_what_is_full_and_what_to_do) {
  ASSERT_TRUE(run_sql("INSERT INTO id_sequences VALUES ('1-USA-P-2611-0', 1223053)"));
  const auto batch = ask({.handler = "mint-batch", .method = "POST", .body = R"({"entityType":"P","count":3})"});
  const auto lines = lines_of(batch.text);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1].at("success"), true);
  EXPECT_NE(std::string(lines[1].at("chittyId").as_string()).find("-ZZZZ-"), std::string::npos);
  EXPECT_EQ(lines[2].at("error"), "CONFLICT");
  const auto refused = send("mint", {{"entityType", "P"}});
  EXPECT_EQ(refused.status, 409);
  EXPECT_NE(refused.text.find("month 2611"), std::string::npos);
  EXPECT_NE(refused.text.find("--jurisdiction"), std::string::npos);
  EXPECT_EQ(number_in_store("SELECT issued FROM id_sequences WHERE sequence_key = '1-USA-P-2611-0'"), 1'223'055);
  EXPECT_EQ(send("mint", {{"entityType", "P"}, {"jurisdiction", "CAN"}}).status, 200);
  now += 10LL * 24 * 3'600'000;  // December
  EXPECT_EQ(send("mint", {{"entityType", "P"}}).status, 200);
}

}  // namespace
}  // namespace chitty::id::testing
