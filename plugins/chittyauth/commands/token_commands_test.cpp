// The commands of tokens and of service tokens against scripted replies.
#include "../testing/commands.hpp"

namespace chitty::auth::testing {
namespace {

TEST_F(Commands, provision_shows_the_token_this_once) {
  host.replies.on("POST", "/v1/tokens/provision").answer(201, {{"token", secret}, {"tokenId", "tok_1"}});
  ASSERT_TRUE(
      run("auth token provision", {{"scopes", {"chittyid:read", "chittyverify:write"}}, {"expires", 7'200'000}}));
  EXPECT_EQ(sent(), (json::object{{"scope", {"chittyid:read", "chittyverify:write"}}, {"expiresIn", 7200}}));
  EXPECT_EQ(host.records.at(0).at("token"), secret);
  EXPECT_TRUE(host.secrets.empty());
  host.replies.on("POST", "/v1/tokens/provision").answer(201, {{"token", secret}});
  ASSERT_TRUE(run("auth token provision",
                  {{"scopes", {"a:b"}}, {"for", "did:chitty:bob"}, {"service", "chittyid"}, {"limit", 5}}));
  EXPECT_EQ(sent(1), (json::object{{"scope", {"a:b"}},
                                   {"chittyId", "did:chitty:bob"},
                                   {"service", "chittyid"},
                                   {"rateLimit", {{"requests", 5}}}}));
}

TEST_F(Commands, wrong_words_are_refused_before_anything_is_sent) {
  const json::array scope{"a:b"};
  const std::tuple<const char*, json::object, const char*> wrong[] = {
      {"auth token provision", {{"scopes", {"a:b", "x'; DROP TABLE auth_tokens; --"}}}, "No such scope: x'; DROP"},
      {"auth token provision", {{"scopes", json::array()}}, "No scope"},
      {"auth token provision", {{"scopes", scope}, {"expires", 59'999}}, "at least a minute"},
      {"auth token provision", {{"scopes", scope}, {"expires", 367LL * 86'400'000}}, "at most 366 days"},
      {"auth token provision", {{"scopes", scope}, {"for", "../../etc/passwd"}}, "'../../etc/passwd' is not"},
      {"auth token provision", {{"scopes", scope}, {"service", "../chittyid"}}, "'../chittyid' is not"},
      {"auth token refresh", {{"expires", 1}}, "at least a minute"},
      {"auth service-token create", {{"service", "a/b"}, {"scopes", scope}}, "'a/b' is not"},
      {"auth service-token create", {{"service", "chittyid"}, {"scopes", {"all"}}}, "No such scope: all"},
      {"auth service-token rotate", {{"service", "%2e%2e"}}, "'%2e%2e' is not"}};
  for (const auto& [path, arguments, piece] : wrong) {
    const auto refused = run(path, arguments);
    ASSERT_FALSE(refused) << path;
    EXPECT_EQ(refused.error().code, Code::invalid_argument);
    EXPECT_NE(refused.error().message.find(piece), std::string::npos) << refused.error().message;
  }
  EXPECT_TRUE(host.requests.empty());
}

TEST_F(Commands, refresh_keeps_the_new_token_before_it_says_anything) {
  host.secrets["shared"] = "ca_local_b2xk";
  refresh_succeeds();
  ASSERT_TRUE(run("auth token refresh", {{"expires", 60'000}}));
  EXPECT_EQ(sent(), (json::object{{"token", "ca_local_b2xk"}, {"own", true}, {"expiresIn", 60}}));
  EXPECT_EQ(host.requests.at(0).flags & CHITTY_HTTP_REPEATABLE, 0u);  // twice would end the family
  EXPECT_EQ(used_token(host), secret);
  EXPECT_FALSE(host.records.at(0).as_object().contains("token"));
  EXPECT_EQ(shown().find(secret), std::string::npos);
}

TEST_F(Commands, refresh_without_a_token_sends_nothing) {
  EXPECT_EQ(run("auth token refresh").error().code, Code::not_found);
  EXPECT_TRUE(host.requests.empty());
}

TEST_F(Commands, refresh_that_gives_no_token_keeps_the_old_one) {
  host.secrets["shared"] = "ca_local_b2xk";
  host.replies.on("POST", "/v1/tokens/refresh").answer(200, {{"success", true}});
  EXPECT_EQ(run("auth token refresh").error().code, Code::malformed);
  EXPECT_EQ(host.secrets.at("shared"), "ca_local_b2xk");
}

TEST_F(Commands, validate_takes_ones_own_token_one_that_is_said_or_standard_input) {
  host.replies.on("POST", "/v1/tokens/validate").answer(200, {{"valid", true}});
  ASSERT_TRUE(run("auth token validate", {{"token", secret}}));
  EXPECT_EQ(sent(), (json::object{{"token", secret}}));
  host.secrets["shared"] = "ca_local_b3du";
  host.replies.on("POST", "/v1/tokens/validate").answer(200, {{"valid", true}});
  ASSERT_TRUE(run("auth token validate"));
  EXPECT_EQ(sent(1), (json::object{{"token", "ca_local_b3du"}, {"own", true}}));
  host.input = "ca_local_aW5wdXQ\nmore\n";
  host.replies.on("POST", "/v1/tokens/validate").answer(200, {{"valid", true}});
  ASSERT_TRUE(run("auth token validate", {{"token", "-"}}));
  EXPECT_EQ(sent(2), (json::object{{"token", "ca_local_aW5wdXQ"}}));
  host.input.clear(), host.input_read = 0;
  EXPECT_EQ(run("auth token validate", {{"token", "-"}}).error().code, Code::invalid_argument);
}

TEST_F(Commands, service_tokens_say_which_variable_and_until_when) {
  host.replies.on("POST", "/v1/service-tokens").answer(201, {{"token", "svc_x"}, {"variable", "CHITTY_CONNECT_TOKEN"}});
  ASSERT_TRUE(run("auth service-token create", {{"service", "chittyconnect"}, {"scopes", {"connect:write"}}}));
  EXPECT_EQ(sent(), (json::object{{"service", "chittyconnect"}, {"scopes", {"connect:write"}}}));
  EXPECT_NE(host.notes.at(0).find("CHITTY_CONNECT_TOKEN"), std::string::npos);
  host.replies.on("POST", "/v1/service-tokens/chittyid/rotate")
      .answer(200, {{"token", "svc_y"},
                    {"variable", "V"},
                    {"previous", {{"tokenId", "t"}, {"validUntil", "2026-11-23T15:59:10Z"}}}});
  ASSERT_TRUE(run("auth service-token rotate", {{"service", "chittyid"}}));
  EXPECT_NE(host.notes.at(1).find("2026-11-23T15:59:10Z"), std::string::npos);
}

}  // namespace
}  // namespace chitty::auth::testing
