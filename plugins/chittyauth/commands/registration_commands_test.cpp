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

TEST_F(Commands, register_by_what_is_no_address_registers_nobody) {
  nobody_is_registered();
  const auto refused = run("auth register", {{"email", "ada@example.com, bob@example.com"}});
  EXPECT_EQ(refused.error().code, Code::invalid_argument);
  EXPECT_EQ(host.requests.size(), 1u);
}

}  // namespace
}  // namespace chitty::auth::testing
