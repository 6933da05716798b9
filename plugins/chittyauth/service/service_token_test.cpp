#include "../testing/service.hpp"

namespace chitty::auth::testing {
namespace {

class ServiceTokens : public ServiceTest {
 protected:
  Answered create(const std::string& name, const json::array& of) {
    return send("create-service-token", {{"service", name}, {"scopes", of}});
  }
  Answered rotate(const std::string& name) { return send("rotate-service-token", {}, {{"service", name}}); }
  Answered prepare(const std::string& name, const std::string& rotation) {
    return send("rotate-service-token", {{"rotation", rotation}}, {{"service", name}});
  }
  Answered promote(const std::string& name, const std::string& id) {
    return send("promote-service-token", {{"tokenId", id}}, {{"service", name}});
  }
  Answered authenticate(const std::string& token, const std::string& target, const std::string& action) {
    return send("authenticate-service", {{"serviceToken", token}, {"targetService", target}, {"action", action}});
  }
  static std::string secret(const Answered& answer) { return text_in(answer.body, "token"); }
  std::int64_t good() {
    return number_in_store(
        "SELECT COUNT(*) FROM auth_tokens WHERE kind = 'service' AND status = 'active' AND expires_at > " +
        std::to_string(now));
  }
};

TEST_F(ServiceTokens, one_is_made_for_a_service_and_says_where_it_belongs) {
  const auto made = create("chittyconnect", {"connect:write"});
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(secret(made).substr(0, 4), "svc_");
  EXPECT_EQ(made.body.at("variable"), "CHITTY_CONNECT_TOKEN");
  EXPECT_EQ(made.body.at("scopes"), json::array{"connect:write"});
  EXPECT_EQ(made.headers.at("Cache-Control"), "no-store");
  EXPECT_FALSE(is_in_store(secret(made)));
  EXPECT_EQ(json::serialize(made.events).find("svc_"), std::string::npos);
  const auto known = check(secret(made)).value();
  EXPECT_EQ(known.at("subject"), "service:chittyconnect");
  EXPECT_EQ(known.at("scopes"), json::array{"connect:write"});
}

TEST_F(ServiceTokens, there_is_one_for_a_service) {
  ASSERT_EQ(create("chittyconnect", {"connect:write"}).status, 201);
  const auto again = create("chittyconnect", {"connect:read"});
  EXPECT_EQ(again.status, 409);
  EXPECT_NE(text_in(again.body, "hint").find("rotate chittyconnect"), std::string::npos);
  EXPECT_EQ(create("chittyid", {"chittyid:*"}).status, 201);
  now += 31LL * 24 * 3'600'000;
  EXPECT_EQ(create("chittyconnect", {"connect:read"}).status, 201);
}

// What another daemon makes in the same moment, the index refuses.
TEST_F(ServiceTokens, the_store_itself_lets_there_be_one_only) {
  ASSERT_EQ(create("chittyconnect", {"connect:write"}).status, 201);
  const auto second = run_sql(
      "INSERT INTO auth_tokens SELECT 'tok_other', 'other', subject, scopes, kind, service, client_id, family, status, "
      "reason,"
      " requests, window_ms, expires_at, created_at, ended_at, last_used_at, uses, used_day, uses_of_day, "
      "window_start, uses_of_window, parent FROM "
      "auth_tokens");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::conflict);
}

TEST_F(ServiceTokens, wrong_orders_make_none) {
  for (const auto* name : {"", "../chittyid", "chitty id", "x'; --", "CHITTYID", "a/b", "%2e%2e"})
    EXPECT_EQ(create(name, {"a:b"}).status, 400) << name;
  EXPECT_EQ(create("chittyid", {}).status, 400);
  EXPECT_EQ(create("chittyid", {"everything"}).status, 400);
  EXPECT_EQ(rotate("../x").status, 400);
  EXPECT_EQ(good(), 0);
}

TEST_F(ServiceTokens, the_one_before_goes_on_for_as_long_as_was_said) {
  const auto first = secret(create("chittyid", {"chittyid:read"}));
  const auto rotated = rotate("chittyid");
  ASSERT_EQ(rotated.status, 200) << rotated.text;
  EXPECT_EQ(rotated.body.at("previous").at("validUntil"), "2026-11-23T15:59:10.123Z");
  EXPECT_EQ(rotated.body.at("scopes"), json::array{"chittyid:read"});
  EXPECT_EQ(rotated.events.at(0).at("type"), "service-token.rotated");
  EXPECT_TRUE(check(first));
  EXPECT_TRUE(check(secret(rotated)));
  now += 3'599'999;
  EXPECT_TRUE(check(first));
  now += 1;
  EXPECT_FALSE(check(first));
  EXPECT_TRUE(check(secret(rotated)));
}

TEST_F(ServiceTokens, a_second_rotation_in_that_time_ends_the_oldest) {
  const auto first = secret(create("chittyid", {"chittyid:read"}));
  now += 1000;
  const auto second = secret(rotate("chittyid"));
  now += 1000;
  const auto third = secret(rotate("chittyid"));
  EXPECT_FALSE(check(first));
  EXPECT_TRUE(check(second));
  EXPECT_TRUE(check(third));
  EXPECT_EQ(good(), 2);
}

TEST_F(ServiceTokens, a_token_that_ends_sooner_gets_no_longer_by_rotation) {
  const auto made =
      send("create-service-token", {{"service", "chittyid"}, {"scopes", {"chittyid:read"}}, {"expiresIn", 60}});
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(rotate("chittyid").body.at("previous").at("validUntil"), made.body.at("expiresAt"));
}

TEST_F(ServiceTokens, a_service_without_one_gets_its_first_and_after_an_end_what_it_had) {
  const auto first = rotate("chittyid");
  ASSERT_EQ(first.status, 200) << first.text;
  EXPECT_EQ(first.body.at("scopes"), json::array{"chittyid:*"});
  EXPECT_TRUE(first.body.at("previous").is_null());
  ASSERT_EQ(create("chittyconnect", {"connect:write"}).status, 201);
  now += 31LL * 24 * 3'600'000;
  const auto after = rotate("chittyconnect");
  EXPECT_EQ(after.body.at("scopes"), json::array{"connect:write"});
  EXPECT_TRUE(after.body.at("previous").is_null());
  EXPECT_TRUE(check(secret(after)));
}

TEST_F(ServiceTokens, whoever_rotates_second_in_the_same_moment_is_told) {
  ASSERT_EQ(create("chittyid", {"chittyid:read"}).status, 201);
  ASSERT_TRUE(
      run_sql("CREATE TRIGGER other_daemon_was_first BEFORE UPDATE ON auth_tokens WHEN NEW.reason = 'rotated'"
              " BEGIN SELECT RAISE(IGNORE); END"));
  const auto late = rotate("chittyid");
  EXPECT_EQ(late.status, 409) << late.text;
  EXPECT_EQ(good(), 1);
}

TEST_F(ServiceTokens, a_failure_anywhere_never_leaves_a_service_without_a_token) {
  auto present = secret(create("chittyid", {"chittyid:read"}));
  for (std::uint64_t fail_at = 1; fail_at < 30; ++fail_at) {
    const auto answer =
        ask({.handler = "rotate-service-token", .method = "POST", .parameters = {{"service", "chittyid"}}}, fail_at);
    ASSERT_TRUE(sqlite3_get_autocommit(database())) << fail_at;
    ASSERT_TRUE(check(present)) << fail_at;
    present = secret(answer.status == 200 ? answer : rotate("chittyid"));
    now += 1;
  }
}

TEST_F(ServiceTokens, a_next_one_is_good_beside_the_present_one_until_it_takes_its_place) {
  const auto first = secret(create("chittyid", {"chittyid:read"}));
  const auto lost = prepare("chittyid", "box");
  const auto next = prepare("chittyid", "box");
  ASSERT_EQ(next.status, 200) << next.text;
  EXPECT_TRUE(next.body.at("previous").is_null());
  EXPECT_EQ(next.body.at("scopes"), json::array{"chittyid:read"});
  EXPECT_EQ(next.events.at(0).at("type"), "service-token.prepared");
  now += 20LL * 24 * 3'600'000;
  for (const auto& text : {first, secret(lost), secret(next)}) EXPECT_TRUE(check(text));
  const auto promoted = promote("chittyid", text_in(next.body, "tokenId"));
  ASSERT_EQ(promoted.status, 200) << promoted.text;
  EXPECT_EQ(promoted.events.at(0).at("type"), "service-token.rotated");
  EXPECT_FALSE(promoted.body.at("previous").is_null());
  EXPECT_EQ(promote("chittyid", text_in(next.body, "tokenId")).status, 200);  // asked again
  now += 3'599'999;
  for (const auto& text : {first, secret(lost), secret(next)}) EXPECT_TRUE(check(text));
  now += 1;
  EXPECT_FALSE(check(first));
  EXPECT_FALSE(check(secret(lost)));
  EXPECT_TRUE(check(secret(next)));
}

TEST_F(ServiceTokens, a_rotation_is_not_disturbed_by_another_and_does_not_begin_for_ever) {
  create("chittyid", {"chittyid:read"});
  const auto next = prepare("chittyid", "box");
  EXPECT_EQ(prepare("chittyid", "other").status, 409);
  EXPECT_EQ(prepare("chittyconnect", "other").status, 200);
  for (int i = 1; i < 8; ++i) EXPECT_EQ(prepare("chittyid", "box").status, 200);
  EXPECT_EQ(prepare("chittyid", "box").status, 409);
  EXPECT_EQ(promote("chittyid", text_in(next.body, "tokenId")).status, 200);
  EXPECT_EQ(prepare("chittyid", "other").status, 200);
}

TEST_F(ServiceTokens, only_a_next_one_takes_the_place_of_the_present_one) {
  const auto first = create("chittyid", {"chittyid:read"});
  const auto other = create("chittyconnect", {"connect:write"});
  EXPECT_EQ(promote("chittyid", "tok_nobody").status, 409);
  EXPECT_EQ(promote("chittyid", text_in(other.body, "tokenId")).status, 409);
  const auto next = prepare("chittyid", "box");
  ASSERT_EQ(send("revoke", {{"tokenId", text_in(next.body, "tokenId")}}).status, 200);
  EXPECT_EQ(promote("chittyid", text_in(next.body, "tokenId")).status, 409);
  EXPECT_TRUE(check(secret(first)));
  const auto fresh = prepare("chittyverify", "box");  // that has none yet
  EXPECT_EQ(promote("chittyverify", text_in(fresh.body, "tokenId")).status, 200);
  EXPECT_TRUE(check(secret(fresh)));
}

TEST_F(ServiceTokens, a_failure_anywhere_of_a_promotion_changes_nothing) {
  const auto first = secret(create("chittyid", {"chittyid:read"}));
  const auto next = prepare("chittyid", "box");
  const json::object which{{"tokenId", next.body.at("tokenId")}};
  for (std::uint64_t fail_at = 1; fail_at < 30; ++fail_at) {
    const auto answer = ask({.handler = "promote-service-token", .method = "POST", .body = json::serialize(which), .parameters = {{"service", "chittyid"}}}, fail_at);
    ASSERT_TRUE(check(first) && check(secret(next))) << fail_at;
    if (answer.status == 200) break;
    EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens WHERE kind = 'service' AND reason IS NULL"), 1) << fail_at;
  }
}

TEST_F(ServiceTokens, the_list_has_no_secret) {
  const auto made = secret(create("chittyid", {"chittyid:read"}));
  rotate("chittyid");
  const auto listed = get("list-service-tokens", {}, {{"limit", "1"}});
  ASSERT_EQ(listed.body.at("tokens").as_array().size(), 1u);
  EXPECT_FALSE(listed.body.at("metadata").at("nextCursor").is_null());
  const auto all = get("list-service-tokens");
  EXPECT_EQ(all.body.at("tokens").as_array().size(), 2u);
  EXPECT_EQ(all.text.find("svc_"), std::string::npos);
  EXPECT_EQ(all.text.find("hash"), std::string::npos);
}

TEST_F(ServiceTokens, a_service_is_authenticated_for_what_it_may_do) {
  const auto made = secret(create("chittyconnect", {"chittyid:read"}));
  become("", json::array());
  const auto yes = authenticate(made, "chittyid", "read");
  ASSERT_EQ(yes.status, 200) << yes.text;
  EXPECT_EQ(yes.body.at("authorized"), true);
  EXPECT_EQ(yes.body.at("serviceId"), "chittyconnect");
  EXPECT_EQ(yes.body.at("permissions"), json::array{"chittyid:read"});
  EXPECT_EQ(yes.body.at("expiresIn"), 300);
  const auto session = text_in(yes.body, "sessionToken");
  EXPECT_EQ(session.substr(0, 10), "sess_temp_");
  EXPECT_FALSE(is_in_store(session));
  const auto known = check(session).value();
  EXPECT_EQ(known.at("scopes"), json::array{"chittyid:read"});
  EXPECT_EQ(known.at("subject"), "service:chittyconnect");
  const auto no = authenticate(made, "chittyid", "generate");
  EXPECT_EQ(no.status, 200);
  EXPECT_EQ(no.body.at("authorized"), false);
  EXPECT_TRUE(no.body.at("sessionToken").is_null());
  now += 300'000;
  EXPECT_FALSE(check(session));
}

TEST_F(ServiceTokens, a_session_ends_with_the_token_that_it_came_of_and_opens_no_other) {
  const auto made = create("chittyconnect", {"chittyid:read"});
  const auto session = text_in(authenticate(secret(made), "chittyid", "read").body, "sessionToken");
  EXPECT_EQ(authenticate(session, "chittyid", "read").status, 401);
  EXPECT_EQ(refresh(session).status, 401);
  ASSERT_TRUE(check(session));
  ASSERT_EQ(send("revoke", {{"tokenId", made.body.at("tokenId")}}).status, 200);
  EXPECT_FALSE(check(session));
  EXPECT_EQ(authenticate(secret(made), "chittyid", "read").status, 401);
}

TEST_F(ServiceTokens, sessions_of_yesterday_are_forgotten) {
  const auto made = secret(create("chittyconnect", {"chittyid:read"}));
  authenticate(made, "chittyid", "read");
  now += 25LL * 3'600'000;
  authenticate(made, "chittyid", "read");
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens WHERE kind = 'session'"), 1);
}

TEST_F(ServiceTokens, what_is_no_service_token_authenticates_nobody) {
  const auto own = token({"chittyid:read"}).first;
  for (const auto& wrong : {own, std::string("svc_x"), std::string(), std::string("' OR '1'='1")})
    EXPECT_EQ(authenticate(wrong, "chittyid", "read").status, 401) << wrong.substr(0, 8);
  const auto made = secret(create("chittyconnect", {"chittyid:read"}));
  EXPECT_EQ(authenticate(made, "../chittyid", "read").status, 400);
  EXPECT_EQ(authenticate(made, "chittyid", "*").status, 400);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM auth_tokens WHERE kind = 'session'"), 0);
}

}  // namespace
}  // namespace chitty::auth::testing
