// chitty auth sync: what it runs, and what it hands on.
#include "../testing/commands.hpp"

namespace chitty::auth::testing {
namespace {

TEST_F(Commands, sync_runs_the_boards_own_command_for_each_token) {
  const auto entry = [](const char* id) {
    return json::serialize(json::object{{"title", id}, {"status", "active"}, {"scopes", {"a:b"}}});
  };
  host.commands.on({"tracker", "add", "--record", entry("tok_1")});
  host.commands.on({"tracker", "add", "--record", entry("tok_2")});
  json::object token{
      {"id", "tok_1"}, {"status", "active"}, {"scopes", {"a:b"}}, {"reason", nullptr}, {"token", secret}};
  host.replies.on("GET", "/v1/tokens?limit=100")
      .answer(200, {{"tokens", {token}}, {"metadata", {{"nextCursor", "c"}}}});
  token["id"] = "tok_2";
  host.replies.on("GET", "/v1/tokens?limit=100&cursor=c").answer(200, {{"tokens", {token}}});
  ASSERT_TRUE(run("auth sync notion", {{"remote", "tracker"}, {"log-tokens", true}}));
  ASSERT_EQ(host.commands_run.size(), 2u);
  EXPECT_EQ(host.commands_run[0].back().find(secret), std::string::npos);
  EXPECT_EQ(host.records.at(0), (json::value{{"remote", "tracker"}, {"written", 2}}));
}

TEST_F(Commands, sync_where_there_is_no_board_hands_on_what_to_install) {
  host.commands.on({"tracker", "add", "--record", R"({"title":"tok_1"})"})
      .fails(Code::invalid_argument, "unknown command 'tracker'");
  host.replies.on("GET", "/v1/tokens?limit=100").answer(200, {{"tokens", {{{"id", "tok_1"}}}}});
  const auto refused = run("auth sync notion", {{"remote", "tracker"}, {"log-tokens", true}});
  EXPECT_EQ(refused.error().code, Code::configuration);
  EXPECT_EQ(refused.error().message, "Nothing can be written to 'tracker': unknown command 'tracker'");
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
