#include "../testing/testing.hpp"

namespace chitty::id::testing {
namespace {

using SessionCommands = CommandTest;

// The fields of GitHub's published example of GET /user.
json::object octocat() {
  return {{"login", "octocat"}, {"id", 583231}, {"node_id", "MDQ6VXNlcjE="}, {"html_url", "https://github.com/octocat"}, {"type", "User"}, {"site_admin", false}, {"name", "monalisa octocat"}, {"email", "octocat@github.com"}};
}

TEST_F(SessionCommands, session_sync_takes_the_account_that_the_github_token_proves) {
  host.replies.on("GET", "/user").answer(200, octocat());
  host.replies.on("POST", "/api/v2/session/sync").answer(200, {{"success", true}, {"session_id", "s"}, {"session", json::object()}});
  ASSERT_TRUE(run("id session sync", {{"github", true}}));
  EXPECT_EQ(host.requests.at(0).remote, "github-project");
  EXPECT_EQ(host.requests.at(1).remote, "");
  EXPECT_EQ(sent(1), (json::object{{"provider", "github"}, {"external_id", "583231"}, {"metadata", {{"login", "octocat"}, {"name", "monalisa octocat"}, {"html_url", "https://github.com/octocat"}}}}));
}

TEST_F(SessionCommands, session_sync_without_a_proof_sends_nothing_to_the_service) {
  EXPECT_EQ(run("id session sync").error().code, Code::invalid_argument);
  host.replies.on("GET", "/user").answer(200, {{"message", "hello"}});
  EXPECT_EQ(run("id session sync", {{"github", true}}).error().code, Code::malformed);
  host.replies.on("GET", "/user").fail(Code::unauthenticated, "Bad credentials");
  EXPECT_EQ(run("id session sync", {{"github", true}}).error().code, Code::unauthenticated);
  EXPECT_EQ(host.requests.size(), 2u);
}

}  // namespace
}  // namespace chitty::id::testing
