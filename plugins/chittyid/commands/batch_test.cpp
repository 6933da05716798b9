#include "../testing/testing.hpp"

namespace chitty::id::testing {
namespace {

using BatchCommands = CommandTest;

constexpr const char* batch_path = "/api/v2/chittyid/mint/batch";

std::string reply_line(int line, bool success) {
  return json::serialize(success ? json::object{{"line", line}, {"success", true}, {"chittyId", "x"}}
                                 : json::object{{"line", line}, {"success", false}, {"message", "wrong"}}) +
         "\n";
}

TEST_F(BatchCommands, mint_of_many_is_one_request_and_a_stream_of_records) {
  host.replies.on("POST", batch_path).answer_text(200, reply_line(1, true) + reply_line(1, true) + reply_line(1, true));
  ASSERT_TRUE(run("id mint", {{"entity", "PERSON"}, {"count", 3}}));
  EXPECT_EQ(sent().at("count"), 3);
  EXPECT_EQ(host.records.size(), 3u);
  EXPECT_EQ(host.progress.back().done, 3u);
  EXPECT_EQ(host.progress.back().total, 3u);
}

// A refusal may stand for all that its line asks for; what all were refused for is the command's own failure.
TEST_F(BatchCommands, more_than_one_may_ask_for_is_told_by_its_own_code) {
  host.replies.on("POST", batch_path)
      .answer_text(200, R"({"line":1,"success":false,"error":"RATE_LIMITED","message":"This counts for 200000 requests."})"
                        "\n");
  const auto limited = run("id mint", {{"entity", "PERSON"}, {"count", 2000000}});
  EXPECT_EQ(limited.error().code, Code::rate_limited);
  EXPECT_EQ(limited.error().message, "2000000 of 2000000 were refused.");
  host.replies.on("POST", batch_path)
      .answer_text(200, reply_line(1, true) + R"({"line":1,"success":false,"error":"FORBIDDEN","message":"You have all."})"
                                              "\n");
  EXPECT_EQ(run("id mint", {{"entity", "PERSON"}, {"count", 2}}).error().code, Code::permission_denied);
}

TEST_F(BatchCommands, a_batch_that_stops_early_is_told_and_what_came_is_shown) {
  host.replies.on("POST", batch_path).answer_text(200, reply_line(1, true));
  const auto done = run("id mint", {{"entity", "PERSON"}, {"count", 3}});
  EXPECT_EQ(done.error().code, Code::malformed);
  EXPECT_EQ(host.records.size(), 1u);
}

TEST_F(BatchCommands, a_connection_that_breaks_is_told) {
  host.replies.on("POST", batch_path).cut_after(50).answer_text(200, reply_line(1, true) + reply_line(1, true));
  EXPECT_EQ(run("id mint", {{"entity", "P"}, {"count", 2}}).error().code, Code::unreachable);
  EXPECT_EQ(host.records.size(), 1u);
}

TEST_F(BatchCommands, lines_of_standard_input_go_up_with_defaults_and_refused_ones_fail_the_command) {
  host.input = "{\"metadata\":{\"name\":\"a\"}}\n\nbroken\n{\"entity\":\"CASE\",\"count\":2}\n";
  host.replies.on("POST", batch_path)
      .answer_text(200, reply_line(1, true) + reply_line(3, false) + reply_line(4, true) + reply_line(4, true));
  const auto done = run("id mint", {{"batch", true}, {"entity", "ORGANIZATION"}, {"jurisdiction", "CAN"}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::refused);
  EXPECT_EQ(done.error().message, "1 of 4 was refused.");
  EXPECT_EQ(host.notes, std::vector<std::string>{"Line 3: wrong"});
  EXPECT_EQ(host.records.size(), 4u);
  EXPECT_EQ(host.records[0].at("metadata"), (json::value{{"name", "a"}}));
  EXPECT_FALSE(host.records[2].as_object().contains("metadata"));
  std::istringstream body(host.requests.at(0).body);
  std::string first, blank, broken, last;
  std::getline(body, first), std::getline(body, blank), std::getline(body, broken), std::getline(body, last);
  EXPECT_EQ(json::parse(first).at("characterization"), "Legal");
  EXPECT_EQ(json::parse(last), (json::value{{"entity", "CASE"}, {"count", 2}, {"jurisdiction", "CAN"}}));
  EXPECT_EQ(broken, "broken");
}

TEST_F(BatchCommands, a_line_that_is_too_long_is_refused_by_its_number_and_the_others_are_minted) {
  host.input = "{\"entity\":\"P\"}\n{\"entity\":\"" + std::string(1u << 20, 'x') + "\"}\n{\"entity\":\"P\"}\n";
  host.replies.on("POST", batch_path).answer_text(200, reply_line(1, true));
  host.replies.on("POST", batch_path).answer_text(200, reply_line(2, true));
  const auto done = run("id mint", {{"batch", true}});
  ASSERT_FALSE(done);
  EXPECT_EQ(host.notes, std::vector<std::string>{"Line 2: the line is longer than 1 MiB"});
  EXPECT_EQ(host.records.size(), 3u);
  EXPECT_EQ(host.records.back().at("line"), 3);
}

TEST_F(BatchCommands, a_long_input_is_sent_in_pieces_and_numbered_as_a_whole) {
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

}  // namespace
}  // namespace chitty::id::testing
