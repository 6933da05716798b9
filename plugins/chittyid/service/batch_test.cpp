#include "../identifier.hpp"
#include "../testing/testing.hpp"

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
  const auto batch = ask({.handler = "mint-batch", .method = "POST",
                          .body = "{\"entityType\":\"person\"}\n\nnot json\n{\"entity\":\"CASE\"}\n[]\n{\"entity\":\"x\"}\n{\"entity\":\"P\",\"count\":0}"});
  const auto lines = lines_of(batch.text);
  ASSERT_EQ(lines.size(), 6u);
  const std::pair<int, bool> expected[] = {{1, true}, {3, false}, {4, true}, {5, false}, {6, false}, {7, false}};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].at("line"), expected[i].first);
    EXPECT_EQ(lines[i].at("success"), expected[i].second) << i;
  }
  EXPECT_EQ(lines[2].at("entity"), "E");
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
