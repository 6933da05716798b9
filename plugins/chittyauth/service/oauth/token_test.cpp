// The token endpoint, revocation and introspection.
#include "../../id_token.hpp"
#include "../../testing/oauth_token.hpp"

namespace chitty::auth::testing {
namespace {

TEST_F(Token, is_given_for_a_code_with_an_id_token) {
  add_client();
  const auto answer = token(redeeming(code()));
  ASSERT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.body.at("token_type"), "Bearer");
  EXPECT_EQ(answer.body.at("expires_in"), 3600);
  EXPECT_EQ(answer.body.at("scope"), "openid chittyid:read");
  EXPECT_EQ(answer.headers.at("Cache-Control"), "no-store");
  EXPECT_EQ(live(), 2);
  const auto keys = get("oauth-keys").body.at("keys").as_array();
  EXPECT_FALSE(keys.at(0).as_object().contains("d"));
  const Crypto crypto(&testkit::openssl_crypto());
  const ExpectedIdToken expected{std::string(base), "abc123", "n-1", text_in(answer.body, "access_token"), {}, now};
  const auto claims = check_id_token(crypto, keys, text_in(answer.body, "id_token"), expected);
  ASSERT_TRUE(claims) << claims.error().message;
  EXPECT_EQ(claims->at("sub"), "owner");
  EXPECT_EQ(claims->at("auth_time"), now / 1000);
}

TEST_F(Token, is_not_given_for_a_code_that_is_not_the_clients_own_with_its_proof) {
  add_client();
  add_client({{"client_id", "other"}});
  const auto good = code();
  expect_error(token(redeeming(good, {{"client_id", "other"}})), "invalid_grant");
  expect_error(token(redeeming(good, {{"client_id", "nobody"}})), "invalid_client", 401);
  expect_error(token(redeeming(good, {{"client_id", nullptr}})), "invalid_client", 401);
  expect_error(token(redeeming(good, {{"code_verifier", nullptr}})), "invalid_request");
  expect_error(token(redeeming(good, {{"code_verifier", std::string(43, 'a')}})), "invalid_grant");
  expect_error(token(redeeming(good, {{"code_verifier", challenge}})), "invalid_grant");
  expect_error(token(redeeming(good, {{"redirect_uri", "http://127.0.0.1:41235/callback"}})), "invalid_grant");
  expect_error(token(redeeming(good, {{"redirect_uri", "http://127.0.0.1/callback"}})), "invalid_grant");
  expect_error(token(redeeming(good, {{"code", nullptr}})), "invalid_request");
  expect_error(token(redeeming(good.substr(0, 42))), "invalid_grant");
  expect_error(token(redeeming("' OR '1'='1")), "invalid_grant");
  expect_error(token(redeeming(good, {{"grant_type", "password"}})), "unsupported_grant_type");
  expect_error(token(redeeming(good, {{"grant_type", nullptr}})), "invalid_request");
  expect_error(token(redeeming(good) + "&code=" + good), "invalid_request");
  expect_error(token(redeeming(good) + "&x=%"), "invalid_request");
  expect_error(ask({.handler = "oauth-token", .method = "POST", .body = redeeming(good)}),
               "invalid_request");  // as JSON
  EXPECT_EQ(live(), 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_authorization_codes WHERE used_at IS NULL"), 1);
  EXPECT_EQ(token(redeeming(good)).status, 200);  // none of that has used it up
}

TEST_F(Token, is_not_given_after_a_minute) {
  add_client();
  const auto late = code();
  now += 60'000;
  expect_error(token(redeeming(late)), "invalid_grant");
  EXPECT_EQ(live(), 0);
}

TEST_F(Token, a_code_that_is_shown_twice_takes_back_what_it_gave) {
  add_client();
  const auto once = code();
  const auto given = token(redeeming(once)).body;
  const auto renewed = token(refreshing(text_in(given, "refresh_token"))).body;
  EXPECT_GT(live(), 0);
  add_client({{"client_id", "other"}});
  expect_error(token(redeeming(once, {{"client_id", "other"}})), "invalid_grant");
  EXPECT_GT(live(), 0);  // a stranger cannot do that
  expect_error(token(redeeming(once)), "invalid_grant");
  EXPECT_EQ(live(), 0);
  expect_error(token(refreshing(text_in(renewed, "refresh_token"))), "invalid_grant");
}

TEST_F(Token, a_refresh_token_gives_a_new_one_and_is_dead_with_its_family_when_shown_again) {
  add_client();
  const auto first = tokens();
  const auto second = token(refreshing(text_in(first, "refresh_token")));
  ASSERT_EQ(second.status, 200) << second.text;
  EXPECT_NE(second.body.at("refresh_token"), first.at("refresh_token"));
  EXPECT_EQ(second.body.at("scope"), "openid chittyid:read");
  expect_error(token(refreshing(text_in(first, "refresh_token"))), "invalid_grant");
  EXPECT_EQ(live(), 0);
  expect_error(token(refreshing(text_in(second.body, "refresh_token"))), "invalid_grant");
}

TEST_F(Token, is_never_more_after_a_refresh) {
  add_client();
  const auto first = tokens();
  const auto refresh = text_in(first, "refresh_token");
  const auto before = live();
  expect_error(token(refreshing(refresh, {{"scope", "chittyid:read admin:*"}})), "invalid_scope");
  expect_error(token(refreshing(refresh, {{"scope", "chittyid:*"}})), "invalid_scope");
  expect_error(token(refreshing(refresh, {{"scope", "nonsense"}})), "invalid_scope");
  expect_error(token(refreshing(refresh) + "&scope=openid&scope=admin%3A%2A"), "invalid_request");
  add_client({{"client_id", "other"}});
  expect_error(token(form_text({{"grant_type", "refresh_token"}, {"refresh_token", refresh}, {"client_id", "other"}})),
               "invalid_grant");
  expect_error(token(refreshing(text_in(first, "access_token"))), "invalid_grant");
  expect_error(token(refreshing(refresh.substr(0, refresh.size() - 1))), "invalid_grant");
  EXPECT_EQ(live(), before);
  const auto less = token(refreshing(refresh, {{"scope", "chittyid:read"}}));
  ASSERT_EQ(less.status, 200) << less.text;
  EXPECT_EQ(less.body.at("scope"), "chittyid:read");
  EXPECT_EQ(token(refreshing(text_in(less.body, "refresh_token"))).body.at("scope"),
            "openid chittyid:read");  // it keeps what was granted
}

TEST_F(Token, of_a_wildcard_may_be_narrowed_to_what_it_covers) {
  add_client();
  const auto given = token(redeeming(code({{"scope", "chittyid:*"}}))).body;
  const auto less = token(refreshing(text_in(given, "refresh_token"), {{"scope", "chittyid:read"}}));
  EXPECT_EQ(less.status, 200) << less.text;
  expect_error(token(refreshing(text_in(less.body, "refresh_token"), {{"scope", "openid"}})), "invalid_scope");
  expect_error(token(refreshing(text_in(less.body, "refresh_token"), {{"scope", "chittyauth:read"}})), "invalid_scope");
}

TEST_F(Token, of_somebody_suspended_is_worth_nothing) {
  add_client();
  caller = "did:chitty:person", scopes = {"chittyid:read"};
  sign_in();
  const auto page = visit("oauth-authorize", request());
  ASSERT_TRUE(
      testkit::run_sql("INSERT INTO auth_suspensions (subject, reason, suspended_by, created_at) VALUES "
                       "('did:chitty:person', 'x', 'owner', 'now')"));
  const auto given = tokens_of(page);
  expect_error(token(refreshing(given)), "invalid_grant");
}

TEST_F(Token, a_confidential_client_proves_itself_in_one_way) {
  const auto secret = add_client({{"confidential", true}});
  ASSERT_FALSE(secret.empty());
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_clients WHERE client_secret_hash = '" + secret + "'"), 0);
  const auto good = code();
  const auto form = redeeming(good, {{"client_id", nullptr}});
  expect_error(token(redeeming(good)), "invalid_client", 401);
  for (const auto& wrong :
       {basic("abc123", secret + "x"), basic("abc123", ""), basic("abc123", secret.substr(1)), basic("abc124", secret),
        std::string("Basic ???"), std::string("Digest x"), std::string("Basic")})
    expect_error(token(form, wrong), "invalid_client", 401);
  expect_error(token(redeeming(good, {{"client_secret", secret + "x"}})), "invalid_client", 401);
  expect_error(token(redeeming(good, {{"client_secret", secret}}), basic("abc123", secret)), "invalid_request");
  expect_error(token(redeeming(good, {{"client_id", "other"}}), basic("abc123", secret)), "invalid_request");
  EXPECT_EQ(live(), 0);
  EXPECT_EQ(token(form, basic("abc123", secret)).status, 200);
}

TEST_F(Token, a_public_client_that_shows_a_secret_is_none) {
  add_client();
  expect_error(token(redeeming(code(), {{"client_secret", "x"}})), "invalid_client", 401);
}

TEST_F(Token, is_revoked_by_its_client_alone) {
  add_client();
  add_client({{"client_id", "other"}});
  const auto given = tokens();
  const auto revoke = [&](const std::string& token, const char* client) {
    return post_form("oauth-revoke",
                     form_text({{"token", token}, {"client_id", client}, {"token_type_hint", "access_token"}}));
  };
  expect_error(revoke(text_in(given, "refresh_token"), "other"), "invalid_grant");
  expect_error(revoke("", "abc123"), "invalid_request");
  EXPECT_EQ(revoke("never-was", "abc123").status, 200);
  EXPECT_EQ(live(), 2);
  EXPECT_EQ(revoke(text_in(given, "access_token"), "abc123").status, 200);
  EXPECT_EQ(live(), 1);
  EXPECT_EQ(revoke(text_in(given, "refresh_token"), "abc123").status, 200);
  EXPECT_EQ(live(), 0);
  EXPECT_EQ(revoke(text_in(given, "refresh_token"), "abc123").status, 200);
  expect_error(token(refreshing(text_in(given, "refresh_token"))), "invalid_grant");
}

TEST_F(Token, is_explained_to_whoever_can_prove_who_they_are) {
  add_client();
  const auto secret = add_client({{"client_id", "chittyid"}, {"confidential", true}});
  const auto given = tokens();
  const auto introspect = [&](const std::string& token, const std::string& authorization) {
    return post_form("oauth-introspect", form_text({{"token", token}}), authorization);
  };
  const auto known = introspect(text_in(given, "access_token"), basic("chittyid", secret)).body;
  EXPECT_EQ(known.at("active"), true);
  EXPECT_EQ(known.at("scope"), "chittyid:read");
  EXPECT_EQ(known.at("client_id"), "abc123");
  EXPECT_EQ(known.at("sub"), "owner");
  EXPECT_EQ(introspect("never-was", basic("chittyid", secret)).body, (json::object{{"active", false}}));
  expect_error(introspect(text_in(given, "access_token"), basic("chittyid", "wrong")), "invalid_client", 401);
  expect_error(
      post_form("oauth-introspect", form_text({{"token", text_in(given, "access_token")}, {"client_id", "abc123"}})),
      "invalid_client", 401);
  EXPECT_EQ(introspect(text_in(given, "refresh_token"), basic("chittyid", secret)).body, (json::object{{"active", false}}));
  now += 3'600'000;
  EXPECT_EQ(introspect(text_in(given, "access_token"), basic("chittyid", secret)).body, (json::object{{"active", false}}));
}

// Who has found a token learns nothing of it here, nor does a service that it is not for.
TEST_F(Token, is_explained_to_nobody_whose_business_it_is_not) {
  add_client();
  const auto given = text_in(tokens(), "access_token");
  const auto inactive = [&](const std::string& id, const std::string& secret) {
    EXPECT_EQ(post_form("oauth-introspect", form_text({{"token", given}}), basic(id, secret)).body, (json::object{{"active", false}})) << id;
  };
  inactive("chittytrack", add_client({{"client_id", "chittytrack"}, {"confidential", true}}));  // added by an administrator
  const auto stranger = send("oauth-register", {{"redirect_uris", json::array{"https://app.example/cb"}}}).body;
  inactive(text_in(stranger, "client_id"), text_in(stranger, "client_secret"));
  caller = "did:chitty:eve", scopes = {"chittyauth:write"};
  inactive("chittyid", add_client({{"client_id", "chittyid"}, {"confidential", true}}));  // a name alone proves nothing
}

TEST_F(Token, of_a_client_that_was_removed_is_worth_nothing) {
  add_client();
  tokens();
  caller = "guest", scopes = {"chittyauth:write"};
  EXPECT_EQ(ask({.handler = "oauth-remove-client", .method = "DELETE", .parameters = {{"id", "abc123"}}}).status, 404);
  EXPECT_EQ(live(), 2);
  caller = "owner";
  EXPECT_EQ(ask({.handler = "oauth-remove-client", .method = "DELETE", .parameters = {{"id", "abc123"}}}).status, 200);
  EXPECT_EQ(live(), 0);
  EXPECT_EQ(ask({.handler = "oauth-remove-client", .method = "DELETE", .parameters = {{"id", "abc123"}}}).status, 404);
}

}  // namespace
}  // namespace chitty::auth::testing
