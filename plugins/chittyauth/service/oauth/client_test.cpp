// Clients: who makes one, who sees it, and what they find in the metadata.
#include "../../testing/oauth_token.hpp"

namespace chitty::auth::testing {
namespace {

constexpr std::string_view device = "urn:ietf:params:oauth:grant-type:device_code";

class Clients : public Token {};

TEST_F(Clients, register_themselves_and_choose_neither_id_nor_secret) {
  const auto answer = send("oauth-register", {{"client_id", "abc123"},
                                              {"client_name", "Tool"},
                                              {"redirect_uris", json::array{"https://app.example/cb"}},
                                              {"grant_types", json::array{"authorization_code", "refresh_token"}}});
  ASSERT_EQ(answer.status, 201) << answer.text;
  EXPECT_NE(answer.body.at("client_id"), "abc123");
  EXPECT_TRUE(answer.body.contains("client_secret"));
  EXPECT_EQ(answer.body.at("client_secret_expires_at"), 0);
  const auto open = send("oauth-register", {{"token_endpoint_auth_method", "none"},
                                            {"redirect_uris", json::array{"http://127.0.0.1/cb"}}});
  EXPECT_EQ(open.status, 201) << open.text;
  EXPECT_FALSE(open.body.contains("client_secret"));
  const auto listed = get("oauth-list-clients").body.at("clients").as_array();
  EXPECT_EQ(listed.size(), 2u);
  EXPECT_EQ(json::serialize(listed).find("secret\":"), std::string::npos);
}

TEST_F(Clients, with_wrong_metadata_are_refused_by_the_words_of_the_rfc) {
  const auto with = [&](json::object metadata) { return send("oauth-register", metadata); };
  const json::array good{"https://app.example/cb"};
  expect_error(with({}), "invalid_redirect_uri");
  expect_error(with({{"redirect_uris", json::array{}}}), "invalid_redirect_uri");
  for (const char* uri :
       {"http://app.example/cb", "https://app.example/cb#x", "javascript:alert(1)", "https://a.example/\r\nX: y"})
    expect_error(with({{"redirect_uris", json::array{uri}}}), "invalid_redirect_uri");
  expect_error(with({{"redirect_uris", "https://app.example/cb"}}), "invalid_client_metadata");
  expect_error(with({{"redirect_uris", json::array{1}}}), "invalid_client_metadata");
  expect_error(with({{"redirect_uris", good}, {"grant_types", json::array{"implicit"}}}), "invalid_client_metadata");
  expect_error(with({{"redirect_uris", good}, {"response_types", json::array{"token"}}}), "invalid_client_metadata");
  expect_error(with({{"redirect_uris", good}, {"token_endpoint_auth_method", "private_key_jwt"}}),
               "invalid_client_metadata");
  expect_error(with({{"redirect_uris", good}, {"scope", "everything"}}), "invalid_client_metadata");
  expect_error(ask({.handler = "oauth-register", .method = "POST", .body = "{"}), "invalid_client_metadata");
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_clients"), 0);
}

TEST_F(Clients, are_seen_by_who_made_them) {
  add_client();
  EXPECT_EQ(send("oauth-create-client",
                 {{"name", "Again"}, {"client_id", "abc123"}, {"redirect_uris", json::array{"http://127.0.0.1/x"}}})
                .status,
            409);
  EXPECT_EQ(send("oauth-create-client",
                 {{"name", "x"}, {"client_id", "a/b"}, {"redirect_uris", json::array{"http://127.0.0.1/x"}}})
                .status,
            400);
  EXPECT_EQ(send("oauth-create-client", {{"name", "x"}}).status, 400);
  caller = "guest", scopes = {"chittyauth:read", "chittyauth:write"};
  EXPECT_TRUE(get("oauth-list-clients").body.at("clients").as_array().empty());
  add_client({{"client_id", "mine"}});
  EXPECT_EQ(get("oauth-list-clients").body.at("clients").as_array().size(), 1u);
  caller = "owner";
  EXPECT_EQ(get("oauth-list-clients").body.at("clients").as_array().size(), 2u);
}

TEST_F(Clients, are_as_many_as_one_may_add) {
  caller = "guest", scopes = {"chittyauth:read", "chittyauth:write"};
  quotas["clients"] = 1;
  add_client({{"client_id", "mine"}});
  const auto refused = send("oauth-create-client", {{"name", "x"}, {"redirect_uris", json::array{"https://app.example/cb"}}});
  EXPECT_EQ(refused.status, 403) << refused.text;
  EXPECT_NE(refused.text.find("You have all 1 clients that one may have here."), std::string::npos);
}

class SelfRegistered : public Token {
 protected:
  Answered add(const std::string& client = "127.0.0.1") {
    caller.clear(), scopes.clear();
    return ask({.handler = "oauth-register", .method = "POST", .body = R"({"redirect_uris":["https://app.example/cb"]})", .client = client});
  }
  std::int64_t left() { return count("SELECT COUNT(*) FROM oauth_clients"); }
  void expect_no_room(const Answered& answer, std::string_view why, const char* seconds) {
    expect_error(answer, "temporarily_unavailable", 429);
    EXPECT_EQ(text_in(answer.body, "error_description"), std::string(why) + " One that gets no token is removed a day after it registered.");
    EXPECT_EQ(answer.headers.at("Retry-After"), seconds);
  }
};

TEST_F(SelfRegistered, are_so_many_from_one_address_and_in_all) {
  quotas["self-registered-clients"] = 2, quotas["all-self-registered-clients"] = 3;
  add(), now += 3'600'000, add("127.0.0.2");  // the same machine
  expect_no_room(add(), "Too many programs have registered themselves from your address.", "82800");
  EXPECT_EQ(add("2001:db8::1").status, 201);
  expect_no_room(add("2001:db8:1::1"), "Too many programs have registered themselves here.", "82800");
  caller = "owner", scopes = {"admin:*"};
  add_client();  // what an administrator adds is another thing
}

TEST_F(SelfRegistered, end_after_a_day_without_a_token) {
  quotas["self-registered-clients"] = 1;
  const auto first = add();
  EXPECT_EQ(first.body.at("unused_expires_at"), now / 1000 + 86'400);
  now += 86'400'001;
  EXPECT_EQ(add().status, 201);
  EXPECT_EQ(left(), 1);
}

TEST_F(SelfRegistered, a_thousand_that_get_no_token_leave_a_day_of_them) {
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(add().status, 201);
    now += 3'600'000;
  }
  EXPECT_EQ(left(), 25);
}

TEST_F(SelfRegistered, live_on_while_they_get_tokens) {
  const auto made = send("oauth-register", {{"redirect_uris", {"http://127.0.0.1/callback"}}, {"token_endpoint_auth_method", "none"}});
  const json::object client{{"client_id", made.body.at("client_id")}};
  EXPECT_EQ(token(redeeming(code(client), client)).status, 200);
  now += 89 * 86'400'000LL, add();
  EXPECT_EQ(left(), 2);
  now += 2 * 86'400'000LL, add();
  EXPECT_EQ(left(), 1);
}

TEST_F(Clients, are_called_by_names_that_hide_nothing) {
  const json::array uris{"https://app.example/cb"};
  for (const char* name : {"Chitty\nofficial",
                           "\xe2\x80\xae"
                           "ytithC",
                           "Chit\xe2\x80\x8bty",
                           "123456789012345678901234567890123456789012345678901234567890123456789012345678901"}) {
    expect_error(send("oauth-register", {{"client_name", name}, {"redirect_uris", uris}}), "invalid_client_metadata");
    EXPECT_EQ(send("oauth-create-client", {{"name", name}, {"redirect_uris", uris}}).status, 400) << name;
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM oauth_clients"), 0);
  add_client();
  ASSERT_TRUE(testkit::run_sql("UPDATE oauth_clients SET name = 'Chitty' || char(8238) || 'x'"));  // kept before the rule
  sign_in();
  EXPECT_NE(visit("oauth-authorize", request()).text.find("Allow abc123?"), std::string::npos);
}

TEST_F(Clients, say_where_they_are_from_unless_an_administrator_added_them) {
  const auto own = send("oauth-register", {{"client_name", "Chitty"}, {"redirect_uris", json::array{"http://127.0.0.1/callback"}}, {"grant_types", json::array{"authorization_code", std::string(device)}}});
  ASSERT_EQ(own.status, 201) << own.text;
  const auto id = text_in(own.body, "client_id");
  caller = "did:chitty:eve", scopes = {"chittyauth:read", "chittyauth:write", "chittyid:read"};
  add_client({{"client_id", "official"}});
  caller = "owner", scopes = {"admin:*"};
  add_client();
  sign_in();
  const auto asked_by = [&](const std::string& client) { return visit("oauth-authorize", request({{"client_id", client}})).text; };
  EXPECT_NE(asked_by(id).find(id + " (it registered itself)"), std::string::npos) << asked_by(id);
  EXPECT_NE(asked_by("official").find("official (added by did:chitty:eve, who is no administrator)"), std::string::npos);
  EXPECT_EQ(asked_by("abc123").find("(it registered itself)"), std::string::npos);
  EXPECT_EQ(asked_by("abc123").find("(added by"), std::string::npos);
  const auto secret = text_in(own.body, "client_secret");
  const auto begun = post_form("oauth-begin-device", form_text({{"scope", "chittyid:read"}}), basic(id, secret)).body;
  const auto page = visit("oauth-device-page", "user_code=" + text_in(begun, "user_code"));
  EXPECT_NE(page.text.find(id + " (it registered itself)"), std::string::npos) << page.text;
}

TEST_F(Clients, find_everything_in_the_metadata) {
  const auto metadata = get("oauth-metadata").body;
  EXPECT_EQ(text_in(metadata, "issuer"), base);
  EXPECT_EQ(metadata.at("code_challenge_methods_supported"), json::array{"S256"});
  EXPECT_EQ(metadata.at("authorization_response_iss_parameter_supported"), true);
  for (const auto& [name, value] : metadata) {
    if (std::string_view(name).find("_endpoint") != name.size() - 9) continue;
    EXPECT_EQ(std::string(value.as_string()).find(base), 0u) << name;
  }
}

}  // namespace
}  // namespace chitty::auth::testing
