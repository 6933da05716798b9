// Clients: who makes one, who sees it, and what they find in the metadata.
#include "../testing/oauth_token.hpp"

namespace chitty::auth::testing {
namespace {

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
