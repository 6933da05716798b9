// chitty auth sync: what it runs, and what it hands on.
#include "../testing/commands.hpp"

namespace chitty::auth::testing {
namespace {

std::vector<std::string> put_words(std::initializer_list<json::object> entries) {
  std::vector<std::string> words{"tracker", "put", "--key", "title", "--make-properties", "--allow-conflicts"};
  for (const auto& entry : entries) words.insert(words.end(), {"--record", json::serialize(entry)});
  return words;
}

json::object entry(const char* id) { return {{"title", id}, {"status", "active"}, {"scopes", {"a:b"}}}; }

json::object put(const char* key, const char* result) { return {{"key", key}, {"result", result}, {"id", "p"}, {"fields", json::array()}}; }

TEST_F(Commands, sync_runs_the_boards_own_command_for_each_page_of_tokens) {
  host.commands.on(put_words({entry("tok_1"), entry("tok_2")})).gives({put("tok_1", "added"), put("tok_2", "unchanged")});
  host.commands.on(put_words({entry("tok_3")})).gives({put("tok_3", "changed")});
  json::object token{
      {"id", "tok_1"}, {"status", "active"}, {"scopes", {"a:b"}}, {"reason", nullptr}, {"token", secret}};
  json::object other = token, last = token;
  other["id"] = "tok_2", last["id"] = "tok_3";
  host.replies.on("GET", "/v1/tokens?limit=100")
      .answer(200, {{"tokens", {token, other}}, {"metadata", {{"nextCursor", "c"}}}});
  host.replies.on("GET", "/v1/tokens?limit=100&cursor=c").answer(200, {{"tokens", json::array{last}}});
  ASSERT_TRUE(run("auth sync notion", {{"remote", "tracker"}, {"log-tokens", true}}));
  ASSERT_EQ(host.commands_run.size(), 2u);
  for (const auto& words : host.commands_run)
    for (const auto& word : words) EXPECT_EQ(word.find(secret), std::string::npos);
  EXPECT_EQ(host.records.at(0), (json::value{{"remote", "tracker"}, {"added", 1}, {"changed", 1}, {"unchanged", 1}, {"conflicts", json::array()}}));
}

TEST_F(Commands, sync_names_what_somebody_changed_on_the_board) {
  host.commands.on(put_words({{{"title", "tok_1"}}})).gives({put("tok_1", "conflict")});
  host.replies.on("GET", "/v1/tokens?limit=100").answer(200, {{"tokens", {{{"id", "tok_1"}}}}});
  const auto conflict = run("auth sync notion", {{"remote", "tracker"}, {"log-tokens", true}});
  ASSERT_FALSE(conflict);
  EXPECT_EQ(conflict.error().code, Code::conflict);
  EXPECT_EQ(host.records.at(0).at("conflicts"), json::value(json::array{"tok_1"}));
}

TEST_F(Commands, sync_of_no_tokens_writes_nothing) {
  host.replies.on("GET", "/v1/tokens?limit=100").answer(200, {{"tokens", json::array()}});
  ASSERT_TRUE(run("auth sync notion", {{"remote", "tracker"}, {"log-tokens", true}}));
  EXPECT_EQ(host.records.at(0).at("added"), json::value(0));
}

TEST_F(Commands, sync_where_there_is_no_board_hands_on_what_to_install) {
  host.commands.on(put_words({{{"title", "tok_1"}}}))
      .fails(Code::invalid_argument, "unknown command 'tracker'");
  host.replies.on("GET", "/v1/tokens?limit=100").answer(200, {{"tokens", {{{"id", "tok_1"}}}}});
  const auto refused = run("auth sync notion", {{"remote", "tracker"}, {"log-tokens", true}});
  EXPECT_EQ(refused.error().code, Code::configuration);
  EXPECT_EQ(refused.error().message, "nothing can be written to 'tracker': unknown command 'tracker'");
  EXPECT_NE(refused.error().hint.find("chitty remote add tracker notion-database"), std::string::npos);
  EXPECT_EQ(run("auth sync notion", {{"remote", "tracker"}}).error().code, Code::invalid_argument);
}

TEST_F(Commands, sync_of_an_answer_that_is_none_is_told) {
  for (const json::value& wrong :
       {json::value(json::object()), json::value{{"tokens", "none"}}, json::value{{"tokens", {"text"}}}}) {
    host.replies.on("GET", "/v1/tokens?limit=100").answer(200, wrong);
    EXPECT_EQ(run("auth sync notion", {{"remote", "tracker"}, {"log-tokens", true}}).error().code, Code::malformed);
  }
}

}  // namespace
}  // namespace chitty::auth::testing
