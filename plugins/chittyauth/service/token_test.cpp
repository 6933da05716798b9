#include "../testing/service.hpp"

namespace chitty::auth::testing {
namespace {

class Tokens : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    become("did:chitty:ada", {"chittyid:*", "chittyauth:*"});
  }
  std::string status_of(const std::string& id) {
    const auto listed = get("list-tokens", {}, {{"limit", "200"}});
    for (const auto& token : listed.body.at("tokens").as_array())
      if (text_in(token.as_object(), "id") == id) return text_in(token.as_object(), "status");
    return "not listed";
  }
  // The members of an answer that says that a token is not good.
  void expect_not_valid(const Answered& answer, const std::string& piece) {
    EXPECT_EQ(answer.status, 401) << answer.text;
    EXPECT_EQ(answer.body.at("valid"), false);
    EXPECT_NE(text_in(answer.body, "error").find(piece), std::string::npos) << answer.text;
  }
  Answered validate(const std::string& token) { return send("validate", {{"token", token}}); }
};

TEST_F(Tokens, provisioning_answers_as_the_wire_has_it) {
  const auto made = provision({{"scope", {"chittyid:read"}}, {"expiresIn", 3600}});
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body.at("success"), true);
  EXPECT_EQ(made.body.at("scope"), json::array{"chittyid:read"});
  EXPECT_EQ(made.body.at("expiresAt"), "2026-11-23T15:59:10.123Z");
  EXPECT_EQ(made.body.at("rateLimit"), (json::value{{"requests", 100}, {"window", "1h"}}));
  EXPECT_EQ(made.headers.at("Cache-Control"), "no-store");
  const auto secret = text_in(made.body, "token");
  EXPECT_EQ(secret.substr(0, 9), "ca_local_");
  const auto inside = from_base64url(secret.substr(9)).value();
  EXPECT_EQ(inside.substr(0, 24), text_in(made.body, "tokenId"));
  EXPECT_EQ(inside.substr(24, 15), "_1795445950123_");
  EXPECT_EQ(inside.size(), 24u + 15 + 32);
}

TEST_F(Tokens, the_text_of_a_token_is_nowhere_but_in_its_answer) {
  const auto made = provision({{"scopes", "chittyid:read chittyid:generate"}});
  const auto secret = text_in(made.body, "token");
  const auto chance = from_base64url(secret.substr(9)).value().substr(24 + 15);
  EXPECT_FALSE(is_in_store(secret));
  EXPECT_FALSE(is_in_store(chance));
  EXPECT_TRUE(is_in_store(text_in(made.body, "tokenId")));
  ASSERT_EQ(made.events.size(), 1u);
  EXPECT_EQ(made.events[0].at("type"), "token.provisioned");
  EXPECT_EQ(json::serialize(made.events).find(chance), std::string::npos);
  EXPECT_EQ(get("list-tokens").text.find(chance), std::string::npos);
}

TEST_F(Tokens, nobody_hands_on_what_they_do_not_have) {
  for (const auto* wanted : {"chittyverify:write", "admin:*", "chitty:*"}) {
    const auto refused = provision({{"scope", {"chittyid:read", wanted}}});
    EXPECT_EQ(refused.status, 403) << refused.text;
    EXPECT_EQ(refused.body.at("scope"), wanted);
    EXPECT_NE(text_in(refused.body, "message").find(wanted), std::string::npos);
  }
  become("did:chitty:bob", {"chittyid:read", "chittyauth:write"});
  EXPECT_EQ(provision({{"scope", {"chittyid:*"}}}).body.at("scope"), "chittyid:*");
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens"), 0);
}

TEST_F(Tokens, that_are_good_are_as_many_as_one_may_have) {
  quotas["tokens"] = 2;
  const auto first = token({"chittyid:read"});
  token({"chittyid:read"}, {{"expiresIn", 60}});
  const auto refused = provision({{"scope", {"chittyid:read"}}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.body.at("message"), "You have all 2 tokens that one may have here.");
  EXPECT_NE(refused.text.find("chitty auth token revoke"), std::string::npos);
  EXPECT_EQ(refresh(first.first).status, 200);  // one for another
  now += 61'000;                                // one has ended
  EXPECT_EQ(provision({{"scope", {"chittyid:read"}}}).status, 201);
  become("did:chitty:bob", {"chittyid:read", "chittyauth:write"});
  EXPECT_EQ(provision({{"scope", {"chittyid:read"}}}).status, 201);
}

TEST_F(Tokens, only_an_administrator_makes_one_for_somebody_else_or_sets_its_limit) {
  EXPECT_EQ(provision({{"scope", {"chittyid:read"}}, {"chittyId", "did:chitty:bob"}}).status, 403);
  EXPECT_EQ(provision({{"scope", {"chittyid:read"}}, {"rateLimit", {{"requests", 5}}}}).status, 403);
  EXPECT_EQ(provision({{"scope", {"chittyid:read"}}, {"chittyId", "did:chitty:ada"}}).status, 201);
  become("did:chitty:root", {"admin:*"});
  const auto made = token({"chittyid:read"}, {{"chittyId", "did:chitty:bob"}, {"rateLimit", {{"requests", 5}}}});
  const auto known = check(made.first).value();
  EXPECT_EQ(known.at("subject"), "did:chitty:bob");
  EXPECT_EQ(known.at("limit"), (json::value{{"requests", 5}, {"window_ms", 3'600'000}}));
  const auto free = token({"chittyid:read"}, {{"rateLimit", {{"requests", 0}}}});
  EXPECT_FALSE(check(free.first).value().contains("limit"));
}

// Neither more requests nor a later end than the token by which it is made.
TEST_F(Tokens, nobody_hands_on_more_requests_or_time_than_they_have) {
  become("did:chitty:root", {"admin:*"});
  const auto own = token({"chittyid:*", "chittyauth:write"}, {{"chittyId", "did:chitty:bob"}, {"expiresIn", 3600}, {"rateLimit", {{"requests", 5}}}});
  become("did:chitty:bob", {"chittyid:*", "chittyauth:write"});
  caller_token = own.second;
  for (const auto& more : {json::object{}, json::object{{"expiresIn", 366 * 86400}}}) {
    const auto handed_on = check(token({"chittyid:*"}, more).first).value();
    EXPECT_EQ(handed_on.at("limit").at("requests"), 5);
    EXPECT_EQ(handed_on.at("subject_limit").at("requests"), 5);
    EXPECT_EQ(handed_on.at("expires_at"), now + 3'600'000);
  }
  EXPECT_EQ(check(token({"chittyid:read"}, {{"expiresIn", 60}}).first).value().at("expires_at"), now + 60'000);
}

TEST_F(Tokens, all_of_one_person_have_the_widest_limit_together) {
  const auto wide = token({"chittyid:*"}), narrow = token({"chittyid:read"});
  EXPECT_EQ(check(wide.first).value().at("limit").at("requests"), 5000);
  const auto known = check(narrow.first).value();
  EXPECT_EQ(known.at("limit").at("requests"), 100);
  EXPECT_EQ(known.at("subject_limit"), (json::value{{"requests", 5000}, {"window_ms", 3'600'000}}));
  become("did:chitty:bob", {"chittyid:read"});
  EXPECT_EQ(check(token({"chittyid:read"}).first).value().at("subject_limit").at("requests"), 100);
}

TEST_F(Tokens, wrong_orders_are_refused_and_nothing_is_made) {
  become("did:chitty:root", {"admin:*"});
  const std::pair<json::object, const char*> wrong[] = {
      {{}, "No scope"},
      {{{"scope", json::array()}}, "No scope"},
      {{{"scope", {"chittyid:read'; DROP TABLE auth_tokens; --"}}}, "No such scope"},
      {{{"scope", {"chittyid:read"}}, {"expiresIn", 59}}, "expiresIn"},
      {{{"scope", {"chittyid:read"}}, {"expiresIn", 367 * 86400}}, "expiresIn"},
      {{{"scope", {"chittyid:read"}}, {"expiresIn", "soon"}}, "expiresIn"},
      {{{"scope", {"chittyid:read"}}, {"expiresIn", -1}}, "expiresIn"},
      {{{"scope", {"chittyid:read"}}, {"expiresIn", 1e300}}, "expiresIn"},
      {{{"scope", {"chittyid:read"}}, {"rateLimit", 5}}, "rateLimit"},
      {{{"scope", {"chittyid:read"}}, {"rateLimit", {{"requests", -5}}}}, "rateLimit"},
      {{{"scope", {"chittyid:read"}}, {"chittyId", "'; DROP TABLE auth_tokens; --"}}, "chittyId"},
      {{{"scope", {"chittyid:read"}}, {"chittyId", "../../etc/passwd"}}, "chittyId"},
      {{{"scope", {"chittyid:read"}}, {"service", "../chittyid"}}, "service"},
      {{{"scope", {"chittyid:read"}}, {"service", "x' OR '1'='1"}}, "service"}};
  for (const auto& [body, piece] : wrong) {
    const auto refused = provision(body);
    EXPECT_EQ(refused.status, 400) << json::serialize(body) << refused.text;
    EXPECT_NE(text_in(refused.body, "message").find(piece), std::string::npos) << refused.text;
  }
  for (const auto* body : {"{", "[]", "7", "\"x\""})
    EXPECT_EQ(ask({.handler = "provision", .method = "POST", .body = body}).status, 400);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens"), 0);
}

TEST_F(Tokens, validation_says_what_a_token_is_good_for) {
  const auto made = token({"chittyid:read"}, {{"service", "chittyverify"}});
  const auto good = validate(made.first);
  ASSERT_EQ(good.status, 200) << good.text;
  EXPECT_EQ(good.body.at("valid"), true);
  EXPECT_EQ(text_in(good.body, "tokenId"), made.second);
  EXPECT_EQ(good.body.at("chittyId"), "ada");
  EXPECT_EQ(good.body.at("subject"), "did:chitty:ada");
  EXPECT_EQ(good.body.at("scope"), json::array{"chittyid:read"});
  EXPECT_EQ(good.body.at("tokenService"), "chittyverify");
}

TEST_F(Tokens, validation_says_how_many_requests_are_left_as_far_as_the_gate_has_told) {
  const auto made = token({"chittyid:read"});  // a hundred an hour, of which this one ends at 15:00
  const auto left = [&] { return validate(made.first).body.at("rateLimitRemaining"); };
  const auto told = [&](std::int64_t count, std::int64_t at) {
    ASSERT_TRUE(used({json::object{{"token_id", made.second}, {"count", count}, {"at", at}}}));
  };
  EXPECT_EQ(left(), 100);
  told(7, now);
  told(3, now - 1000);
  EXPECT_EQ(left(), 90);
  now += 60'000;
  EXPECT_EQ(left(), 100);
  told(2, now);
  told(5, now - 60'000);  // of the hour before, told late
  EXPECT_EQ(left(), 98);
  told(1000, now);
  EXPECT_EQ(left(), 0);
  become("did:chitty:root", {"admin:*"});
  const auto free = token({"chittyid:read"}, {{"rateLimit", {{"requests", 0}}}});
  EXPECT_TRUE(validate(free.first).body.at("rateLimitRemaining").is_null());
}

TEST_F(Tokens, a_token_that_is_not_good_says_why) {
  const auto made = token({"chittyid:read"}, {{"expiresIn", 60}});
  expect_not_valid(validate(made.first.substr(0, 9 + 92)), "Invalid token");
  expect_not_valid(validate(made.first.substr(0, 20)), "not one of this ChittyOS");
  expect_not_valid(validate("ca_live_" + made.first.substr(9)), "'live'");
  auto forged = made.first;
  forged.back() = forged.back() == 'A' ? 'Q' : 'A';
  expect_not_valid(validate(forged), "Invalid token");
  expect_not_valid(validate("' OR 1=1 --"), "not one of this ChittyOS");
  EXPECT_EQ(send("validate", {}).status, 400);
  now += 60'000;
  expect_not_valid(validate(made.first), "expired at 2026-11-23T15:00:10.123Z");
  const auto second = token({"chittyid:read"});
  ASSERT_EQ(send("revoke", {{"tokenId", second.second}, {"reason", "laptop lost"}}).status, 200);
  expect_not_valid(validate(second.first), "revoked: laptop lost");
}

TEST_F(Tokens, a_revoked_token_is_nobodys_from_that_moment_on) {
  const auto made = token({"chittyid:read"});
  ASSERT_TRUE(check(made.first));
  const auto ended = send("revoke", {{"tokenId", made.second}});
  ASSERT_EQ(ended.status, 200) << ended.text;
  EXPECT_EQ(ended.body.at("revokedAt"), "2026-11-23T14:59:10.123Z");
  EXPECT_EQ(ended.events.at(0).at("type"), "token.revoked");
  const auto refused = check(made.first);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unauthenticated);
  now += 5000;
  const auto again = get("revoke-by-path", {{"id", made.second}}, {{"reason", "another"}});
  EXPECT_EQ(again.body.at("revokedAt"), "2026-11-23T14:59:10.123Z");
  EXPECT_EQ(again.body.at("reason"), "revoked by its holder");
  EXPECT_TRUE(again.events.empty());
  EXPECT_EQ(status_of(made.second), "revoked");
}

TEST_F(Tokens, somebody_elses_token_is_neither_seen_nor_ended) {
  const auto made = token({"chittyid:read"});
  become("did:chitty:bob", {"chittyid:*", "chittyauth:*"});
  EXPECT_EQ(send("revoke", {{"tokenId", made.second}}).status, 404);
  EXPECT_EQ(get("revoke-by-path", {{"id", made.second}}).status, 404);
  EXPECT_EQ(status_of(made.second), "not listed");
  EXPECT_TRUE(check(made.first));
  become("did:chitty:root", {"admin:*"});
  EXPECT_EQ(status_of(made.second), "active");
  EXPECT_EQ(get("revoke-by-path", {{"id", made.second}}).status, 200);
  EXPECT_FALSE(check(made.first));
}

TEST_F(Tokens, what_cannot_be_an_id_ends_nothing) {
  const auto made = token({"chittyid:read"});
  for (const auto* id :
       {"", "%", "tok_%", "' OR '1'='1", "x'; UPDATE auth_tokens SET status='revoked'; --", "../tok"}) {
    const auto answer = send("revoke", {{"tokenId", id}});
    EXPECT_EQ(answer.status, *id ? 404 : 400) << id;
  }
  EXPECT_EQ(send("revoke", {{"tokenId", made.second}, {"reason", std::string(501, 'x')}}).status, 400);
  EXPECT_EQ(send("revoke", {{"tokenId", 7}}).status, 400);
  EXPECT_TRUE(check(made.first));
}

TEST_F(Tokens, a_list_pages_and_filters) {
  for (int i = 0; i < 3; ++i) token({"chittyid:read"});
  const auto dead = token({"chittyid:read"}, {{"expiresIn", 60}});
  now += 60'000;
  const auto first = get("list-tokens", {}, {{"limit", "3"}});
  ASSERT_EQ(first.body.at("tokens").as_array().size(), 3u) << first.text;
  const auto cursor = first.body.at("metadata").at("nextCursor");
  const auto rest = get("list-tokens", {}, {{"limit", "3"}, {"cursor", cursor}});
  EXPECT_EQ(rest.body.at("tokens").as_array().size(), 1u);
  EXPECT_TRUE(rest.body.at("metadata").at("nextCursor").is_null());
  const auto expired = get("list-tokens", {}, {{"status", "expired"}}).body.at("tokens").as_array();
  ASSERT_EQ(expired.size(), 1u);
  EXPECT_EQ(text_in(expired[0].as_object(), "id"), dead.second);
  EXPECT_EQ(get("list-tokens", {}, {{"status", "active"}}).body.at("tokens").as_array().size(), 3u);
  EXPECT_EQ(get("list-tokens", {}, {{"kind", "service"}}).body.at("tokens").as_array().size(), 0u);
  for (const auto& [name, value] :
       {std::pair("status", "' OR 1=1 --"), std::pair("limit", "0"), std::pair("limit", "x")})
    EXPECT_EQ(get("list-tokens", {}, {{name, value}}).status, 400) << name << value;
  EXPECT_EQ(get("list-tokens", {}, {{"kind", "' OR 1=1 --"}}).body.at("tokens").as_array().size(), 0u);
}

TEST_F(Tokens, counts_are_of_everybody_and_of_today) {
  const auto one = token({"chittyid:read"}), two = token({"chittyid:read"});
  token({"chittyid:read"}, {{"expiresIn", 60}});
  become("did:chitty:bob", {"chittyauth:*"});
  token({"chittyauth:read"});
  become("did:chitty:ada", {"chittyauth:*"});
  send("revoke", {{"tokenId", two.second}});
  now += 60'000;
  ASSERT_TRUE(used({json::object{{"token_id", one.second}, {"count", 7}, {"at", now}}}));
  ASSERT_TRUE(used({json::object{{"token_id", one.second}, {"count", 3}, {"at", now - 5}}}));
  const auto counted = get("token-stats").body;
  EXPECT_EQ(counted.at("totalTokens"), 4);
  EXPECT_EQ(counted.at("activeTokens"), 2);
  EXPECT_EQ(counted.at("revokedTokens"), 1);
  EXPECT_EQ(counted.at("expiredTokens"), 1);
  EXPECT_EQ(counted.at("requestsToday"), 10);
  EXPECT_EQ(number_in_store("SELECT last_used_at FROM auth_tokens WHERE uses = 10"), now);
  now += 24 * 3'600'000;
  EXPECT_EQ(get("token-stats").body.at("requestsToday"), 0);
  ASSERT_TRUE(used({json::object{{"token_id", one.second}, {"count", 2}, {"at", now}}}));
  EXPECT_EQ(get("token-stats").body.at("requestsToday"), 2);
  EXPECT_EQ(number_in_store("SELECT MAX(uses) FROM auth_tokens"), 12);
}

// Whatever of the host fails, and wherever: a token that was answered is there, and none is there that nobody has.
TEST_F(Tokens, a_failure_anywhere_leaves_no_half_token) {
  std::int64_t made = 0;
  for (std::uint64_t fail_at = 1; fail_at < 30; ++fail_at) {
    const auto answer =
        ask({.handler = "provision", .method = "POST", .body = R"({"scope":["chittyid:read"]})"}, fail_at);
    if (answer.status == 201) ++made;
    ASSERT_TRUE(sqlite3_get_autocommit(database())) << fail_at;
    ASSERT_GE(number_in_store("SELECT COUNT(*) FROM auth_tokens"), made) << fail_at;
  }
  EXPECT_GT(made, 10);
}

TEST_F(Tokens, are_for_what_a_service_asks_for) {
  become_owner();
  services = json::object{{"chittyd", {"chittyd:metrics"}}, {"chittyid", {"chittyid:generate", "chittyid:read"}}, {"tracker", {"tracker:add"}}};
  for (const char* scope : {"chittyid:read", "chittyid:*", "chittyd:metrics", "tracker:add", "admin:*",
                            "chittyverify:write", "verify:write"})  // the last two may be installed later
    EXPECT_EQ(provision({{"scope", {scope}}}).status, 201) << scope;
  const auto refusal = [&](const char* scope) {
    const auto refused = provision({{"scope", {scope}}});
    EXPECT_EQ(refused.status, 400) << refused.text;
    return text_in(refused.body, "message") + " " + text_in(refused.body, "hint");
  };
  EXPECT_EQ(refusal("chittyid:raed"), "No service here has the scope chittyid:raed. Did you mean 'chittyid:read'?");
  EXPECT_EQ(refusal("chityid:read"), "No service here has the scope chityid:read. Did you mean 'chittyid:read'?");
  EXPECT_EQ(refusal("tracker:destroy"), "No service here has the scope tracker:destroy. Its scopes: tracker:add");
  EXPECT_EQ(refusal("nosuch:read"),
            "No service here has the scope nosuch:read. Install the plugin of its service first; services"
            " here: chittyd, chittyid, tracker");
  EXPECT_EQ(send("create-service-token", {{"service", "board"}, {"scopes", {"board:write"}}}).status, 201);
  EXPECT_EQ(send("create-service-token", {{"service", "shelf"}, {"scopes", {"board:write"}}}).status, 400);
}

}  // namespace
}  // namespace chitty::auth::testing
