#include <set>

#include "../testing/service.hpp"

namespace chitty::auth::testing {
namespace {

class Registration : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    become("", json::array());  // the route is public
    mint_gives("did:chitty:03-1-USA-0001-P-2611-0-00");
  }
  ScriptedReply& mint() { return peers = Replies(), peers.on("POST", "/chittyid/mint"); }
  void mint_gives(const std::string& did) { mint().answer(200, {{"success", true}, {"did", did}, {"entity", "P"}}); }
  Answered enrol(const json::object& body) { return send("register", body); }
  static std::string given(const Answered& answer) { return text_in(answer.body.at("token").as_object(), "accessToken"); }
};

TEST_F(Registration, answers_as_the_wire_has_it) {
  const auto done = enrol({{"name", "Ada"}, {"email", "Ada@Example.com"}});
  ASSERT_EQ(done.status, 201) << done.text;
  EXPECT_EQ(done.body.at("registration"), (json::value{{"chittyId", "03-1-USA-0001-P-2611-0-00"},
                                                       {"did", "did:chitty:03-1-USA-0001-P-2611-0-00"},
                                                       {"name", "Ada"},
                                                       {"email", "ada@example.com"},
                                                       {"entityType", "P"},
                                                       {"trustLevel", "0"},
                                                       {"registeredAt", "2026-11-23T14:59:10.123Z"}}));
  EXPECT_EQ(done.body.at("token").at("expiresAt"), "2026-12-23T14:59:10.123Z");
  EXPECT_TRUE(done.body.at("nextSteps").is_array());
  EXPECT_EQ(done.headers.at("Cache-Control"), "no-store");
  ASSERT_EQ(done.events.size(), 1u);
  EXPECT_EQ(done.events[0].at("type"), "person.registered");
  EXPECT_EQ(json::serialize(done.events).find(given(done)), std::string::npos);
  EXPECT_FALSE(is_in_store(given(done)));
}

TEST_F(Registration, the_identity_is_minted_by_the_service_itself_under_the_registrations_own_key) {
  const auto done = enrol({{"email", "ada@example.com"}, {"region", "3"}, {"jurisdiction", "DEU"}});
  ASSERT_EQ(done.status, 201);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].method + " " + asked[0].target, "POST /chittyid/mint");
  EXPECT_EQ(asked[0].flags, CHITTY_PEER_AS_SERVICE);
  EXPECT_EQ(text_in(asked[0].headers, "Idempotency-Key").substr(0, 4), "reg_");
  const auto order = json::parse(asked[0].body).as_object();
  EXPECT_EQ(order.at("entityType"), "P");
  EXPECT_EQ(order.at("region"), "3");
  EXPECT_EQ(order.at("jurisdiction"), "DEU");
}

TEST_F(Registration, somebody_new_may_use_identities_and_see_to_their_own_tokens) {
  const auto known = check(given(enrol({{"email", "ada@example.com"}}))).value();
  EXPECT_EQ(known.at("subject"), "did:chitty:03-1-USA-0001-P-2611-0-00");
  EXPECT_EQ(known.at("scopes"),
            (json::array{"chittyid:read", "chittyid:generate", "chittyauth:read", "chittyauth:write"}));
}

TEST_F(Registration, whom_the_owner_registers_is_the_owner_to_the_identity_service_too) {
  peers.on("POST", "/chittyid/api/v2/owner").answer(200, {{"success", true}});
  become_owner();
  const auto done = enrol({{"email", "ada@example.com"}});
  EXPECT_EQ(done.body.at("isOwner"), true) << done.text;
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[1].flags, 0u);  // as the caller
  EXPECT_EQ(json::parse(asked[1].body), (json::value{{"did", "did:chitty:03-1-USA-0001-P-2611-0-00"}}));
}

TEST_F(Registration, an_owner_who_is_somebody_else_already_registers_all_the_same) {
  peers.on("POST", "/chittyid/api/v2/owner").answer(409, {{"success", false}, {"message", "Another."}});
  become_owner();
  const auto done = enrol({{"email", "bob@example.com"}});
  EXPECT_EQ(done.status, 201);
  EXPECT_EQ(done.body.at("isOwner"), false);
}

TEST_F(Registration, whom_nobody_could_name_is_not_registered_yet) {
  peers.on("POST", "/chittyid/api/v2/owner").answer(503, {{"success", false}, {"message", "Away."}});
  become_owner();
  EXPECT_NE(enrol({{"email", "ada@example.com"}}).status, 201);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens"), 0);
  mint_gives("did:chitty:03-1-USA-0001-P-2611-0-00");
  peers.on("POST", "/chittyid/api/v2/owner").answer(200, {{"success", true}});
  EXPECT_EQ(enrol({{"email", "ada@example.com"}}).status, 201);
}

TEST_F(Registration, whom_the_owner_registers_is_an_administrator) {
  peers.on("POST", "/chittyid/api/v2/owner").answer(200, {{"success", true}});
  become_owner();
  EXPECT_EQ(check(given(enrol({{"email", "ada@example.com"}}))).value().at("scopes"), json::array{"admin:*"});
  mint_gives("did:chitty:bob");
  become("did:chitty:root", {"admin:*"});
  EXPECT_NE(check(given(enrol({{"email", "bob@example.com"}}))).value().at("scopes"), json::array{"admin:*"});
}

TEST_F(Registration, an_address_is_registered_once) {
  ASSERT_EQ(enrol({{"email", "ada@example.com"}}).status, 201);
  const auto again = enrol({{"email", "ADA@example.com"}, {"name", "Eve"}});
  EXPECT_EQ(again.status, 400) << again.text;
  EXPECT_EQ(again.body.at("cause"), "duplicate_email");
  EXPECT_EQ(asked.size(), 1u);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens"), 1);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_registrations WHERE name = 'ada'"), 1);
}

TEST_F(Registration, wrong_words_register_nobody) {
  const std::string long_name(201, 'x'), long_address = std::string(250, 'a') + "@b.example";
  const std::pair<json::object, const char*> wrong[] = {
      {{}, "email"},
      {{{"email", 7}}, "email"},
      {{{"email", "ada"}}, "email"},
      {{{"email", "@example.com"}}, "email"},
      {{{"email", "ada@example"}}, "email"},
      {{{"email", "ada@b@example.com"}}, "email"},
      {{{"email", "ada@example.com\r\nBcc: eve@example.com"}}, "email"},
      {{{"email", "ada@example.com, eve@example.com"}}, "email"},
      {{{"email", "<script>@example.com"}}, "email"},
      {{{"email", long_address}}, "email"},
      {{{"email", "ada@example.com"}, {"name", long_name}}, "name"},
      {{{"email", "ada@example.com"}, {"metadata", "text"}}, "metadata"},
      {{{"email", "ada@example.com"}, {"metadata", {{"x", std::string(17'000, 'x')}}}}, "16 KiB"}};
  for (const auto& [body, piece] : wrong) {
    const auto refused = enrol(body);
    EXPECT_EQ(refused.status, 400) << json::serialize(body);
    EXPECT_NE(text_in(refused.body, "message").find(piece), std::string::npos) << refused.text;
  }
  EXPECT_TRUE(asked.empty());
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_registrations"), 0);
}

TEST_F(Registration, sql_in_words_is_words) {
  const std::string name = "Robert'); DROP TABLE auth_registrations; -- ../../etc/passwd";
  ASSERT_EQ(enrol({{"email", "o'brien'--@example.com"}, {"name", name}}).status, 201);
  EXPECT_TRUE(is_in_store(name));
}

TEST_F(Registration, what_the_identity_service_refuses_is_refused_in_its_words) {
  mint().answer(400, {{"success", false}, {"message", "Invalid entityType: \"X\""}});
  const auto refused = enrol({{"email", "ada@example.com"}, {"entityType", "X"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body.at("message"), "Invalid entityType: \"X\"");
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens"), 0);
  mint_gives("did:chitty:ada");
  const auto right = enrol({{"email", "ada@example.com"}});
  ASSERT_EQ(right.status, 201) << right.text;
  EXPECT_EQ(right.body.at("registration").at("entityType"), "P");
}

// A crash at any place, and the person asks again: one registration, one token, and one identity, since it is asked for
// under one key (that the identity service gives one for each key, its own tests show).
TEST_F(Registration, a_failure_anywhere_loses_nothing_and_doubles_nothing) {
  for (std::uint64_t fail_at = 1; fail_at < 30; ++fail_at) {
    const auto email = "ada" + std::to_string(fail_at) + "@example.com";
    const auto body = json::serialize(json::object{{"email", email}});
    mint_gives("did:chitty:" + email);
    asked.clear();
    const auto first = ask({.handler = "register", .method = "POST", .body = body}, fail_at);
    ASSERT_TRUE(sqlite3_get_autocommit(database())) << fail_at;
    const auto again = enrol({{"email", email}});
    const bool answer_was_lost = first.status != 201 && again.status == 400;
    EXPECT_TRUE(first.status == 201 || again.status == 201 || answer_was_lost) << fail_at << again.text;
    std::set<std::string> keys;
    for (const auto& request : asked) keys.insert(text_in(request.headers, "Idempotency-Key"));
    EXPECT_EQ(keys.size(), 1u) << fail_at;
    EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens WHERE subject = 'did:chitty:" + email + "'"), 1);
    EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_registrations WHERE email = '" + email + "'"), 1);
  }
}

TEST_F(Registration, while_the_identity_service_is_down_nobody_is_registered) {
  mint().fail(Code::unreachable, "The identity service is down.");
  EXPECT_EQ(enrol({{"email", "ada@example.com"}}).status, 503);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens"), 0);
  mint_gives("did:chitty:ada");
  EXPECT_EQ(enrol({{"email", "ada@example.com"}}).status, 201);
}

TEST_F(Registration, ones_own_is_shown_and_nobody_elses) {
  const auto done = enrol({{"email", "ada@example.com"}});
  become("did:chitty:03-1-USA-0001-P-2611-0-00", {"chittyauth:read"});
  EXPECT_EQ(get("show-registration").body.at("registration"), done.body.at("registration"));
  become("did:chitty:bob", {"chittyauth:read"});
  const auto none = get("show-registration");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.text.find("ada"), std::string::npos);
}

}  // namespace
}  // namespace chitty::auth::testing
