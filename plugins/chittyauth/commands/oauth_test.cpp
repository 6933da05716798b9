// The client: what it asks, what it believes, what it keeps. Its authorization server is scripted.
#include <chitty/form.hpp>
#include <chitty/jws.hpp>
#include <chitty/testkit/command_test.hpp>

#include "../pending.hpp"
#include "../pkce.hpp"
#include "../testing/changed.hpp"
#include "../testing/used_token.hpp"

namespace chitty::auth::testing {
namespace {

constexpr std::string_view issuer = "https://issuer.example";

class Client : public testkit::CommandTest {
 protected:
  Client() { host.remotes[""] = {{"baseUrl", issuer}, {"environment", "local"}}; }
  void TearDown() override {
    CommandTest::TearDown();
    for (const auto& line : host.notes) expect_no_secret(line);
    expect_no_secret(json::serialize(host.records));
  }
  static void expect_no_secret(const std::string& text) {
    for (const char* secret : {"access-1", "refresh-1", "device-1"})
      EXPECT_EQ(text.find(secret), std::string::npos) << text;
  }

  static json::object metadata(const json::object& change = {}) {
    json::object all{{"issuer", issuer},
                     {"authorization_endpoint", "https://issuer.example/authorize"},
                     {"token_endpoint", "https://issuer.example/token"},
                     {"device_authorization_endpoint", "https://issuer.example/device"},
                     {"jwks_uri", "https://issuer.example/jwks"},
                     {"code_challenge_methods_supported", json::array{"S256"}},
                     {"authorization_response_iss_parameter_supported", true}};
    return changed(std::move(all), change);
  }
  void discover(const json::object& change = {}) {
    host.replies.on("GET", "/.well-known/openid-configuration").answer(200, metadata(change));
  }
  void give_tokens(const std::string& nonce, json::object change = {}) {
    json::object claims{{"iss", issuer},
                        {"sub", "ada"},
                        {"aud", "abc123"},
                        {"iat", host.now_ms / 1000},
                        {"exp", host.now_ms / 1000 + 300}};
    if (!nonce.empty()) claims["nonce"] = nonce;
    for (auto& [name, value] : change) claims[name] = value;
    json::object tokens{{"access_token", "access-1"},
                        {"token_type", "Bearer"},
                        {"expires_in", 3600},
                        {"refresh_token", "refresh-1"},
                        {"scope", "openid acme:read"}};
    tokens["id_token"] = sign_jws(crypto, jwk, {{"kid", "k1"}}, claims).value();
    host.replies.on("POST", "/token").answer(200, tokens);
    host.replies.on("GET", "/jwks").answer(200, json::object{{"keys", json::array{public_jwk(jwk, "k1")}}});
  }
  static Form asked_in(const std::string& opened) {
    return parse_form(std::string_view(opened).substr(opened.find('?') + 1)).value();
  }
  void person_allows(json::object change = {}, json::object claims = {}) {
    host.visits.on("/callback").brings([this, change, claims](const std::string& opened) {
      const auto asked = asked_in(opened);
      if (change.empty()) give_tokens(asked.text("nonce"), claims);
      return changed({{"code", "code-1"}, {"state", asked.text("state")}, {"iss", issuer}}, change);
    });
  }
  Result<void> authorize(json::object more = {}) {
    more["client-id"] = "abc123";
    return run("auth oauth authorize", std::move(more));
  }
  Form sent(std::size_t index) { return parse_form(host.requests.at(index).body).value(); }

  const Crypto crypto{&testkit::openssl_crypto()};
  const std::string jwk = crypto.generate_key("EdDSA").value();
};

TEST_F(Client, goes_through_the_browser_and_keeps_what_it_gets) {
  discover();
  person_allows();
  const auto done = authorize({{"scope", "openid acme:read"}});
  ASSERT_TRUE(done) << done.error().message;
  ASSERT_EQ(host.opened.size(), 1u);
  const auto asked = asked_in(host.opened[0]);
  EXPECT_EQ(host.opened[0].find("https://issuer.example/authorize?"), 0u);
  EXPECT_EQ(asked.text("response_type"), "code");
  EXPECT_EQ(asked.text("redirect_uri"), "http://127.0.0.1:49152/callback");
  EXPECT_EQ(asked.text("scope"), "openid acme:read");
  EXPECT_EQ(asked.text("code_challenge_method"), "S256");
  const auto form = sent(1);
  EXPECT_EQ(form.text("grant_type"), "authorization_code");
  EXPECT_EQ(form.text("code"), "code-1");
  EXPECT_EQ(form.text("redirect_uri"), "http://127.0.0.1:49152/callback");
  EXPECT_EQ(challenge_of(crypto, form.text("code_verifier")), asked.text("code_challenge"));
  EXPECT_EQ(used_token(host), "access-1");
  EXPECT_NE(host.secrets.at("/oauthGrant").find("refresh-1"), std::string::npos);
  EXPECT_FALSE(pending_of_text(host.secrets.at("/pendingAuthorization")));  // taken back
  const auto& record = host.records.at(0).as_object();
  EXPECT_EQ(record.at("subject"), "ada");
  EXPECT_EQ(record.at("refreshable"), true);
  EXPECT_EQ(host.pages.size(), 1u);
}

TEST_F(Client, believes_no_answer_that_is_not_to_its_request_from_that_issuer) {
  const std::pair<json::object, const char*> wrong[] = {
      {{{"iss", "https://evil.example"}}, "iss"},
      {{{"iss", nullptr}}, "iss"},
      {{{"code", nullptr}}, "no code"},
      {{{"error", "access_denied"}, {"error_description", "No"}}, "No (access_denied)"}};
  for (const auto& [change, words] : wrong) {
    discover();
    person_allows(change);
    const auto done = authorize();
    ASSERT_FALSE(done) << words;
    EXPECT_NE(done.error().message.find(words), std::string::npos) << done.error().message;
    EXPECT_EQ(used_token(host), "");
  }
}

// Any page in the browser can send it to 127.0.0.1.
TEST_F(Client, goes_on_waiting_when_another_request_is_answered) {
  discover();
  for (const json::object& change : {json::object{{"state", "another"}}, json::object{{"state", nullptr}},
                                     json::object{{"state", ""}, {"error", "access_denied"}}})
    host.visits.on("/callback").brings([change](const std::string& opened) {
      return changed({{"code", "code-0"}, {"state", asked_in(opened).text("state")}, {"iss", issuer}}, change);
    });
  host.visits.on("/callback").fails(Code::malformed, "The browser brought the parameter 'state' twice.");
  person_allows();
  const auto done = authorize();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(host.pages.size(), 4u);
  EXPECT_NE(host.pages.at(0).find("was ignored"), std::string::npos);
  EXPECT_EQ(sent(1).text("code"), "code-1");
  EXPECT_EQ(used_token(host), "access-1");
}

TEST_F(Client, waits_ten_minutes_for_the_right_answer) {
  discover();
  host.visits.on("/callback").brings([this](const std::string&) {
    host.now_ms += 600'000;
    return json::object{{"state", "another"}};
  });
  const auto late = authorize();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Code::timeout);
  EXPECT_EQ(used_token(host), "");
}

TEST_F(Client, keeps_nothing_of_an_answer_whose_id_token_is_not_good) {
  const json::object wrong[] = {{{"nonce", "another"}},
                                {{"iss", "https://evil.example"}},
                                {{"aud", "another"}},
                                {{"exp", 1}},
                                {{"iat", 4'000'000'000}}};
  for (const auto& claims : wrong) {
    discover();
    person_allows({}, claims);
    const auto done = authorize();
    ASSERT_FALSE(done);
    EXPECT_NE(done.error().message.find("ID token"), std::string::npos) << done.error().message;
    EXPECT_EQ(used_token(host), "");
    EXPECT_EQ(host.secrets.count("/oauthGrant"), 0u);
  }
}

TEST_F(Client, asks_no_issuer_that_is_not_what_it_says) {
  const json::object wrong[] = {{{"issuer", "https://evil.example"}},
                                {{"code_challenge_methods_supported", json::array{"plain"}}},
                                {{"token_endpoint", "https://evil.example/token"}},
                                {{"token_endpoint", nullptr}},
                                {{"token_endpoint", "https://issuer.example.evil/token"}},
                                {{"jwks_uri", "http://issuer.example/jwks"}}};
  for (const auto& change : wrong) {
    discover(change);
    EXPECT_FALSE(authorize()) << json::serialize(change);
    EXPECT_TRUE(host.opened.empty());
  }
}

TEST_F(Client, takes_a_device_code_where_there_is_no_browser) {
  host.has_browser = false;
  discover();
  host.replies.on("POST", "/device")
      .answer(200, {{"device_code", "device-1"},
                    {"user_code", "WDJB-MJHT"},
                    {"verification_uri", "https://issuer.example/d"},
                    {"expires_in", 600},
                    {"interval", 5}});
  host.replies.on("POST", "/token").answer(400, {{"error", "authorization_pending"}});
  host.replies.on("POST", "/token").answer(400, {{"error", "slow_down"}});
  give_tokens("");
  const auto began = host.now_ms;
  const auto done = authorize();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(host.now_ms - began, 5'000 + 5'000 + 10'000);
  EXPECT_NE(host.notes.at(0).find("https://issuer.example/d"), std::string::npos);
  EXPECT_NE(host.notes.at(0).find("WDJB-MJHT"), std::string::npos);
  EXPECT_EQ(used_token(host), "access-1");
}

TEST_F(Client, says_why_a_device_gets_nothing) {
  const std::pair<const char*, Code> wrong[] = {
      {"access_denied", Code::permission_denied}, {"expired_token", Code::timeout}, {"invalid_grant", Code::refused}};
  for (const auto& [word, code] : wrong) {
    discover();
    host.replies.on("POST", "/device")
        .answer(200, {{"device_code", "device-1"},
                      {"user_code", "WDJB-MJHT"},
                      {"verification_uri", "https://issuer.example/d"}});
    host.replies.on("POST", "/token").answer(400, {{"error", word}});
    const auto done = authorize({{"device", true}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, code) << word;
  }
  discover({{"device_authorization_endpoint", nullptr}});
  EXPECT_EQ(authorize({{"device", true}}).error().code, Code::not_supported);
}

TEST_F(Client, finishes_by_hand_what_it_began) {
  discover({{"device_authorization_endpoint", nullptr}});
  EXPECT_FALSE(authorize({{"no-browser", true}}));  // and says which address to open elsewhere
  const auto pending = pending_of_text(host.secrets.at("/pendingAuthorization"));
  ASSERT_TRUE(pending);
  EXPECT_NE(host.notes.at(0).find("https://issuer.example/authorize?"), std::string::npos);
  EXPECT_EQ(host.notes.at(0).find(pending->verifier), std::string::npos);
  discover();
  give_tokens(pending->nonce);
  const auto done = run("auth oauth callback", {{"code", "xyz789"}});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(sent(2).text("code"), "xyz789");
  EXPECT_EQ(sent(2).text("code_verifier"), pending->verifier);
  EXPECT_EQ(used_token(host), "access-1");
  const auto again = run("auth oauth callback", {{"code", "xyz789"}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, "no authorization is in progress for this code");
}

TEST_F(Client, checks_the_whole_address_when_it_is_given_that) {
  discover({{"device_authorization_endpoint", nullptr}});
  EXPECT_FALSE(authorize({{"no-browser", true}}));
  const auto pending = pending_of_text(host.secrets.at("/pendingAuthorization")).value();
  const auto finish = [&](const std::string& state, const std::string& iss) {
    discover();
    return run("auth oauth callback", {{"code", "http://127.0.0.1:41234/callback?" +
                                                    form_text({{"code", "xyz789"}, {"state", state}, {"iss", iss}})}});
  };
  EXPECT_NE(finish("another", std::string(issuer)).error().message.find("state"), std::string::npos);
  EXPECT_NE(finish(pending.state, "https://evil.example").error().message.find("iss"), std::string::npos);
  EXPECT_NE(finish(pending.state, "").error().message.find("iss"), std::string::npos);
  give_tokens(pending.nonce);
  EXPECT_TRUE(finish(pending.state, std::string(issuer)));
}

TEST_F(Client, finishes_nothing_after_ten_minutes) {
  discover({{"device_authorization_endpoint", nullptr}});
  EXPECT_FALSE(authorize({{"no-browser", true}}));
  host.now_ms += 600'000;
  const auto late = run("auth oauth callback", {{"code", "xyz789"}});
  ASSERT_FALSE(late);
  EXPECT_NE(late.error().message.find("ten minutes"), std::string::npos);
}

TEST_F(Client, renews_with_the_newest_refresh_token_and_believes_nothing_else_of_the_answer) {
  EXPECT_EQ((discover(), run("auth oauth refresh", {}).error().code), Code::unauthenticated);
  host.secrets["/oauthGrant"] =
      R"({"issuer":"https://issuer.example","client_id":"abc123","scope":"openid","subject":"ada","nonce":"n-1","refresh_token":"refresh-0"})";
  discover();
  give_tokens("n-1");
  ASSERT_TRUE(run("auth oauth refresh", {}));
  EXPECT_EQ(sent(2).text("refresh_token"), "refresh-0");
  EXPECT_NE(host.secrets.at("/oauthGrant").find("refresh-1"), std::string::npos);
  EXPECT_EQ(used_token(host), "access-1");
  host.config.erase("chittyos.token");
  discover();
  give_tokens("n-1", {{"sub", "eve"}});
  EXPECT_NE(run("auth oauth refresh", {}).error().message.find("another person"), std::string::npos);
  EXPECT_EQ(used_token(host), "");
  discover();
  host.replies.on("POST", "/token").answer(400, {{"error", "invalid_grant"}});
  EXPECT_EQ(run("auth oauth refresh", {}).error().code, Code::refused);
}

TEST_F(Client, asks_another_issuer_by_the_remote_that_has_its_address) {
  host.config["remotes"] = {{"partner", {{"type", "oauth-server"}, {"baseUrl", "https://partner.example/"}}}};
  const auto none = authorize({{"issuer", "https://nobody.example"}});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Code::configuration);
  EXPECT_NE(none.error().hint.find(
                R"(chitty config set remotes.NAME '{"type":"oauth-server","baseUrl":"https://nobody.example"}')"),
            std::string::npos);
  host.remotes["partner"] = {{"baseUrl", "https://partner.example"}};
  discover({{"issuer", "https://elsewhere.example"}});
  EXPECT_FALSE(authorize({{"issuer", "https://partner.example"}}));
  EXPECT_EQ(host.requests.back().remote, "partner");
  discover({{"issuer", "https://elsewhere.example"}});
  EXPECT_FALSE(authorize({{"issuer", "partner"}}));  // by its name
  EXPECT_EQ(host.requests.back().remote, "partner");
}

}  // namespace
}  // namespace chitty::auth::testing
