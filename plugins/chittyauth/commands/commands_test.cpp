// The commands against scripted replies: what goes on the wire, what comes out, what is kept, what is refused before
// anything is sent.
#include "../testing/service.hpp"

namespace chitty::auth::testing {
namespace {

constexpr const char* secret = "ca_local_c2VjcmV0";

class Commands : public ::testing::Test {
 protected:
  void SetUp() override { unsetenv("EMAIL"); }
  void TearDown() override { EXPECT_TRUE(host.complaints().empty()) << host.complaints().front(); }

  Result<void> run(const char* path, const json::object& arguments = {}) { return plugin().run(host, path, arguments); }
  json::object sent(std::size_t i = 0) { return json::parse(host.requests.at(i).body).as_object(); }
  bool is_public(std::size_t i) { return (host.requests.at(i).flags & CHITTY_HTTP_PUBLIC) != 0; }
  // Everything that a person could see or a log keep.
  std::string shown() {
    std::string all = json::serialize(host.records) + host.bytes;
    for (const auto& note : host.notes) all += note;
    for (const auto& line : host.logs) all += line;
    return all;
  }

  static json::object person() {
    return {{"chittyId", "03-1"}, {"did", "did:chitty:03-1"}, {"email", "ada@example.com"}, {"name", "ada"}};
  }
  void nobody_is_registered() { host.replies.on("GET", "/v1/registration").answer(404, {{"success", false}}); }
  void registration_succeeds() {
    host.replies.on("POST", "/v1/register")
        .answer(201, {{"success", true},
                      {"registration", person()},
                      {"token",
                       {{"accessToken", secret},
                        {"tokenId", "tok_1"},
                        {"scope", {"chittyid:read"}},
                        {"expiresAt", "2026-12-23T00:00:00Z"}}}});
  }
  void refresh_succeeds() {
    host.replies.on("POST", "/v1/tokens/refresh")
        .answer(200,
                {{"success", true}, {"token", secret}, {"tokenId", "tok_2"}, {"scope", {"a:b"}}, {"expiresAt", "x"}});
  }

  FakeHost host;
};

TEST_F(Commands, register_keeps_the_token_as_everybodys_credential_and_shows_it_nowhere) {
  nobody_is_registered();
  registration_succeeds();
  ASSERT_TRUE(run("auth register", {{"email", "ada@example.com"}}));
  EXPECT_EQ(sent(1), (json::object{{"email", "ada@example.com"},
                                   {"name", "ada"},
                                   {"entityType", "P"},
                                   {"region", "1"},
                                   {"jurisdiction", "USA"}}));
  EXPECT_TRUE(is_public(1));
  EXPECT_EQ(host.secrets.at("shared"), secret);
  EXPECT_EQ(host.records.at(0).at("did"), "did:chitty:03-1");
  EXPECT_EQ(host.records.at(0).at("tokenId"), "tok_1");
  EXPECT_EQ(shown().find(secret), std::string::npos);
}

TEST_F(Commands, register_without_address_shows_who_one_is) {
  host.replies.on("GET", "/v1/registration").answer(200, {{"registration", person()}});
  ASSERT_TRUE(run("auth register"));
  EXPECT_EQ(host.records.at(0), json::value(person()));
  EXPECT_EQ(host.requests.size(), 1u);
  EXPECT_TRUE(host.secrets.empty());
}

TEST_F(Commands, register_with_the_address_that_one_has_changes_nothing) {
  host.replies.on("GET", "/v1/registration").answer(200, {{"registration", person()}});
  ASSERT_TRUE(run("auth register", {{"email", "ada@example.com"}}));
  EXPECT_EQ(host.requests.size(), 1u);
}

TEST_F(Commands, register_with_another_address_is_a_new_registration) {
  host.replies.on("GET", "/v1/registration").answer(200, {{"registration", person()}});
  registration_succeeds();
  ASSERT_TRUE(run("auth register", {{"email", "bob@example.com"}, {"name", "Bob"}}));
  EXPECT_EQ(sent(1).at("name"), "Bob");
}

TEST_F(Commands, register_takes_the_address_from_the_surroundings_then_from_the_person) {
  setenv("EMAIL", "env@example.com", 1);
  nobody_is_registered();
  registration_succeeds();
  ASSERT_TRUE(run("auth register"));
  EXPECT_EQ(sent(1).at("email"), "env@example.com");
  unsetenv("EMAIL");
  host.answers = {"typed@example.com"};
  nobody_is_registered();
  registration_succeeds();
  ASSERT_TRUE(run("auth register"));
  EXPECT_EQ(sent(3).at("email"), "typed@example.com");
}

TEST_F(Commands, register_asks_nothing_of_a_person_while_the_service_is_away) {
  host.answers = {"typed@example.com"};
  host.replies.on("GET", "/v1/registration").fail(Code::unreachable, "Nothing answers.");
  EXPECT_EQ(run("auth register").error().code, Code::unreachable);
  EXPECT_TRUE(host.questions.empty());
  for (const auto code : {Code::unauthenticated, Code::permission_denied, Code::configuration}) {
    host.answers = {"typed@example.com"};
    host.replies.on("GET", "/v1/registration").fail(code, "No.");
    registration_succeeds();
    EXPECT_TRUE(run("auth register"));
  }
}

TEST_F(Commands, register_without_any_address_says_what_to_give) {
  nobody_is_registered();
  const auto refused = run("auth register");
  EXPECT_EQ(refused.error().code, Code::invalid_argument);
  EXPECT_NE(refused.error().hint.find("--email"), std::string::npos);
  EXPECT_EQ(host.requests.size(), 1u);
}

TEST_F(Commands, an_answer_without_token_is_not_taken_for_a_registration) {
  nobody_is_registered();
  host.replies.on("POST", "/v1/register")
      .answer(201, {{"success", true}, {"registration", person()}, {"token", "text"}});
  EXPECT_EQ(run("auth register", {{"email", "ada@example.com"}}).error().code, Code::malformed);
  EXPECT_TRUE(host.secrets.empty());
}

TEST_F(Commands, a_token_that_cannot_be_kept_is_told_with_what_to_do) {
  for (const auto* path : {"auth register", "auth token refresh"}) {
    const auto attempt = [&](std::uint64_t fail_at) {
      FakeHost one;
      one.secrets["shared"] = "ca_local_b2xk";
      one.fail_at_call = fail_at;
      one.failure = make_error(Code::configuration, "The folder cannot be written.");
      one.replies.on("GET", "/v1/registration").answer(404, json::object());
      one.replies.on("POST", "/v1/register")
          .answer(201, {{"registration", person()}, {"token", {{"accessToken", secret}}}});
      one.replies.on("POST", "/v1/tokens/refresh").answer(200, {{"token", secret}, {"chittyId", "03-1"}});
      return std::pair(plugin().run(one, path, {{"email", "ada@example.com"}}), one);
    };
    const auto done = attempt(0);
    ASSERT_TRUE(done.first);
    EXPECT_EQ(done.second.secrets.at("shared"), secret);
    const auto failed = attempt(done.second.fallible_calls - 1);  // after it only the record is given
    ASSERT_FALSE(failed.first);
    EXPECT_EQ(failed.second.secrets.at("shared"), "ca_local_b2xk");
    EXPECT_EQ(failed.first.error().message, "The folder cannot be written.");
    EXPECT_NE(failed.first.error().hint.find("provision --for 03-1 "), std::string::npos) << failed.first.error().hint;
    EXPECT_EQ(failed.first.error().hint.find(secret), std::string::npos);
  }
}

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

TEST_F(Commands, register_by_what_is_no_address_registers_nobody) {
  nobody_is_registered();
  const auto refused = run("auth register", {{"email", "ada@example.com, bob@example.com"}});
  EXPECT_EQ(refused.error().code, Code::invalid_argument);
  EXPECT_EQ(host.requests.size(), 1u);
}

TEST_F(Commands, list_follows_the_pages_with_its_filters) {
  json::object page{{"tokens", {{{"id", "a"}}, {{"id", "b"}}}}, {"metadata", {{"nextCursor", "b"}}}};
  host.replies.on("GET", "/v1/tokens?status=active&kind=access&limit=100").answer(200, page);
  page["metadata"] = {{"nextCursor", nullptr}};
  host.replies.on("GET", "/v1/tokens?status=active&kind=access&limit=100&cursor=b").answer(200, page);
  ASSERT_TRUE(run("auth token list", {{"status", "active"}, {"kind", "access"}}));
  EXPECT_EQ(host.records.size(), 4u);
}

TEST_F(Commands, revoke_may_be_sent_again) {
  host.replies.on("POST", "/v1/tokens/revoke").answer(200, {{"tokenId", "tok_1"}});
  ASSERT_TRUE(run("auth token revoke", {{"token", "tok_1"}, {"reason", "lost"}}));
  EXPECT_EQ(sent(), (json::object{{"tokenId", "tok_1"}, {"reason", "lost"}}));
  EXPECT_TRUE(host.requests.at(0).flags & CHITTY_HTTP_REPEATABLE);
}

TEST_F(Commands, refresh_keeps_the_new_token_before_it_says_anything) {
  host.secrets["shared"] = "ca_local_b2xk";
  refresh_succeeds();
  ASSERT_TRUE(run("auth token refresh", {{"expires", 60'000}}));
  EXPECT_EQ(sent(), (json::object{{"token", "ca_local_b2xk"}, {"expiresIn", 60}}));
  EXPECT_EQ(host.requests.at(0).flags & CHITTY_HTTP_REPEATABLE, 0u);  // twice would end the family
  EXPECT_EQ(host.secrets.at("shared"), secret);
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

TEST_F(Commands, validate_and_stats_speak_to_their_routes) {
  host.replies.on("POST", "/v1/tokens/validate").answer(200, {{"valid", true}});
  ASSERT_TRUE(run("auth token validate", {{"token", secret}}));
  EXPECT_EQ(sent(), (json::object{{"token", secret}}));
  host.secrets["shared"] = "ca_local_b3du";
  host.replies.on("POST", "/v1/tokens/validate").answer(200, {{"valid", true}});
  ASSERT_TRUE(run("auth token validate"));
  EXPECT_EQ(sent(1), (json::object{{"token", "ca_local_b3du"}}));
  host.input = "ca_local_aW5wdXQ\nmore\n";
  host.replies.on("POST", "/v1/tokens/validate").answer(200, {{"valid", true}});
  ASSERT_TRUE(run("auth token validate", {{"token", "-"}}));
  EXPECT_EQ(sent(2), (json::object{{"token", "ca_local_aW5wdXQ"}}));
  host.input.clear(), host.input_read = 0;
  EXPECT_EQ(run("auth token validate", {{"token", "-"}}).error().code, Code::invalid_argument);
  host.replies.on("GET", "/v1/tokens/stats").answer(200, {{"totalTokens", 3}});
  ASSERT_TRUE(run("auth token stats"));
  EXPECT_EQ(host.records.at(3).at("totalTokens"), 3);
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
  host.replies.on("GET", "/v1/service-tokens?limit=100").answer(200, {{"tokens", {{{"id", "a"}}}}});
  ASSERT_TRUE(run("auth service-token list"));
  EXPECT_EQ(host.records.at(2).at("id"), "a");
}

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
      .fails(Code::invalid_argument, "There is no command 'chitty tracker'.");
  host.replies.on("GET", "/v1/tokens?limit=100").answer(200, {{"tokens", {{{"id", "tok_1"}}}}});
  const auto refused = run("auth sync notion", {{"remote", "tracker"}, {"log-tokens", true}});
  EXPECT_EQ(refused.error().code, Code::configuration);
  EXPECT_EQ(refused.error().message, "Nothing can be written to 'tracker': There is no command 'chitty tracker'.");
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
