// chitty auth register against scripted replies: what goes on the wire, what is kept, what is shown to nobody.
#include "../testing/commands.hpp"

namespace chitty::auth::testing {
namespace {

TEST_F(Commands, register_tells_the_owner_that_nothing_is_lost) {
  for (const bool is_owner : {false, true}) {
    nobody_is_registered();
    host.replies.on("POST", "/v1/register")
        .answer(201, {{"registration", person()}, {"isOwner", is_owner}, {"token", {{"accessToken", secret}}}});
    host.notes.clear();
    ASSERT_TRUE(run("auth register", {{"email", "ada@example.com"}}));
    EXPECT_EQ(shown().find("chitty id list --mine") != std::string::npos, is_owner);
  }
}

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
  EXPECT_EQ(used_token(host), secret);
  EXPECT_EQ(host.secrets.count("local.accounts.ada.token"), 1u);
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
      one.remotes[""] = {{"environment", "local"}};
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
    EXPECT_EQ(used_token(done.second), secret);
    const auto failed = attempt(done.second.fallible_calls - 1);  // after it only the record is given
    ASSERT_FALSE(failed.first);
    EXPECT_EQ(used_token(failed.second), "");  // what was in use is not touched
    EXPECT_EQ(failed.first.error().message, "The folder cannot be written.");
    EXPECT_NE(failed.first.error().hint.find("provision --for 03-1 "), std::string::npos) << failed.first.error().hint;
    EXPECT_EQ(failed.first.error().hint.find(secret), std::string::npos);
  }
}

TEST_F(Commands, register_by_what_is_no_address_registers_nobody) {
  nobody_is_registered();
  const auto refused = run("auth register", {{"email", "ada@example.com, bob@example.com"}});
  EXPECT_EQ(refused.error().code, Code::invalid_argument);
  EXPECT_EQ(host.requests.size(), 1u);
}

// What was in use stays at hand, and the person is told how to get back to it.
TEST_F(Commands, a_second_registration_leaves_the_way_back_to_the_first) {
  host.config["chittyos.token"] = "file:/d/local/owner.token";
  nobody_is_registered();
  registration_succeeds();
  ASSERT_TRUE(run("auth register", {{"email", "ada@example.com"}}));
  EXPECT_EQ(host.config.at("chittyos.accounts.owner").at("token"), "file:/d/local/owner.token");
  EXPECT_EQ(used_token(host), secret);
  EXPECT_NE(shown().find("chitty auth switch owner"), std::string::npos) << shown();
}

TEST_F(Commands, switch_goes_to_the_other_and_names_what_was_in_use) {
  host.config["chittyos.token"] = "file:/d/local/owner.token";
  host.config["chittyos.accounts"] = {{"ada", {{"token", "keyring:local.accounts.ada.token"}, {"chittyId", "03-1"}}}};
  ASSERT_TRUE(run("auth switch"));
  EXPECT_EQ(host.config.at("chittyos.token"), "keyring:local.accounts.ada.token");
  EXPECT_EQ(host.config.at("chittyos.accounts.owner").at("token"), "file:/d/local/owner.token");
  EXPECT_EQ(run("auth switch", {{"account", "nobody"}}).error().code, Code::not_found);
}

TEST_F(Commands, status_of_a_token_that_is_not_taken_leads_to_another) {
  host.config["chittyos.token"] = "keyring:local.accounts.ada.token";
  host.config["chittyos.accounts"] = {{"ada", {{"token", "keyring:local.accounts.ada.token"}}}, {"owner", {{"token", "file:/d/local/owner.token"}}}};
  host.replies.on("GET", "/v1/tokens?limit=1").fail(Code::unauthenticated, "Revoked.");
  const auto done = run("auth status");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::unauthenticated);
  EXPECT_EQ(done.error().hint, "Use another: chitty auth switch owner");
  EXPECT_EQ(host.records.size(), 2u);
  EXPECT_EQ(host.records.at(0).at("state"), "invalid");
}

TEST_F(Commands, status_shows_all_accounts_where_the_service_is_not_there_or_is_another) {
  const auto told = [&](const char* state, Code code) {
    host.records.clear();
    host.config["chittyos.token"] = "keyring:local.accounts.ada.token";
    host.config["chittyos.accounts"] = {{"ada", {{"token", "keyring:local.accounts.ada.token"}}}, {"owner", {{"token", "file:/d/local/owner.token"}}}};
    const auto done = run("auth status");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, code) << done.error().message;
    ASSERT_EQ(host.records.size(), 2u);
    EXPECT_EQ(host.records.at(0).at("state"), state);
    EXPECT_EQ(host.records.at(1).at("state"), "kept");
  };
  host.replies.on("GET", "/v1/tokens?limit=1").fail(Code::unreachable, "Connection refused.");
  told("unreachable", Code::unreachable);
  host.replies.on("GET", "/v1/tokens?limit=1").answer(200, json::object());
  told("unknown", Code::malformed);
}

TEST_F(Commands, login_refuses_a_name_that_is_taken_or_is_none_before_it_asks) {
  host.config["chittyos.accounts"] = {{"ada", {{"token", "keyring:local.accounts.ada.token"}, {"tokenId", "tok_1"}}}};
  host.input = "ca_local_b2xk\n";
  EXPECT_EQ(run("auth login", {{"with-token", true}, {"as", "ada"}}).error().code, Code::conflict);
  EXPECT_EQ(run("auth login", {{"with-token", true}, {"as", "a b"}}).error().hint, "For example: chitty auth login --as a-b");
  EXPECT_TRUE(host.requests.empty());
}

TEST_F(Commands, the_same_token_twice_is_one_account) {
  host.config["chittyos.accounts"] = {{"ada", {{"token", "keyring:local.accounts.ada.token"}, {"tokenId", "tok_1"}}}};
  host.input = "ca_local_b2xk\n";
  host.replies.on("POST", "/v1/tokens/validate").answer(200, {{"valid", true}, {"tokenId", "tok_1"}, {"chittyId", "03-1"}});
  ASSERT_TRUE(run("auth login", {{"with-token", true}}));
  EXPECT_EQ(host.records.at(0).at("name"), "ada");
}

TEST_F(Commands, logout_forgets_one_and_never_the_owners) {
  host.config["chittyos.token"] = "file:/d/local/owner.token";
  host.config["chittyos.accounts"] = {{"ada", {{"token", "keyring:local.accounts.ada.token"}}}};
  ASSERT_TRUE(run("auth logout"));
  EXPECT_FALSE(host.config.contains("chittyos.token"));
  EXPECT_EQ(host.config.at("chittyos.accounts.owner").at("token"), "file:/d/local/owner.token");
}

}  // namespace
}  // namespace chitty::auth::testing
