#include "config/address.hpp"
#include "config/test_home.hpp"

namespace chitty::host {
namespace {

class RemoteTest : public TestHome {
 protected:
  Remote get(const RemoteType& type, std::string_view name = {}, std::string_view environment = {}) const {
    const auto config = load();
    if (!config) return ADD_FAILURE() << config.error().message, Remote();
    auto remote = config->remote(type, name, environment);
    if (!remote) return ADD_FAILURE() << remote.error().message, Remote();
    return *remote;
  }
  Error error(const RemoteType& type, std::string_view name = {}, std::string_view environment = {}) const {
    const auto config = load();
    if (!config) return config.error();
    auto remote = config->remote(type, name, environment);
    return remote ? make_error(Code::host_fault, "no error: " + remote->base_url) : remote.error();
  }
};

TEST_F(RemoteTest, AddressFromEntryThenEnvironmentThenPlugin) {
  EXPECT_EQ(get(acme(), "", "production").base_url, "https://acme.example");
  EXPECT_EQ(get(acme(), "", "production").fallback_url, "https://spare.example");
  user(R"({"chittyos": {"baseUrl": "http://127.0.0.1:4271/", "environments": {"production": {"baseUrl": "https://gate.example"}}}})");
  EXPECT_EQ(get(acme()).base_url, "http://127.0.0.1:4271/acme");
  EXPECT_EQ(get(acme(), "", "production").base_url, "https://gate.example/acme");
  EXPECT_EQ(get(acme(), "", "production").fallback_url, "");  // the plugin's spare is for the plugin's own address
  EXPECT_EQ(get(acme(), "", "production").settings.at("level"), "low");
  user(R"({"chittyos": {"baseUrl": "http://127.0.0.1:4271", "services": {"acme": {"baseUrl": "https://own.example/x/", "fallbackUrl": "https://own2.example"}}}})");
  EXPECT_EQ(get(acme()).base_url, "https://own.example/x");
  EXPECT_EQ(get(acme()).fallback_url, "https://own2.example");
}

TEST_F(RemoteTest, VariableOfAType) {
  EXPECT_EQ(credential_variable("acme"), "CHITTY_ACME_TOKEN");
  EXPECT_EQ(credential_variable("acme-x"), "CHITTY_ACME_X_TOKEN");
  EXPECT_EQ(credential_variable("chittyfoo"), "CHITTY_FOO_TOKEN");
  EXPECT_EQ(credential_variable("chitty-foo"), "CHITTY_FOO_TOKEN");
  EXPECT_EQ(credential_variable("chitty"), "CHITTY_TOKEN");
}

TEST_F(RemoteTest, CredentialOfAService) {
  user(R"({"chittyos": {"baseUrl": "http://127.0.0.1:4271", "token": "env:SHARED"}})");
  EXPECT_EQ(get(acme()).credential, "env:SHARED");
  EXPECT_EQ(get(acme()).credential_from, "chittyos.token");
  user(R"({"chittyos": {"baseUrl": "http://127.0.0.1:4271", "token": "env:SHARED", "services": {"acme": {"serviceToken": "env:OWN"}}}})");
  EXPECT_EQ(get(acme()).credential_from, "chittyos.services.acme.serviceToken");
  ::setenv("CHITTY_ACME_TOKEN", "from-variable", 1);
  EXPECT_EQ(get(acme()).credential, "env:CHITTY_ACME_TOKEN");
  EXPECT_EQ(get(acme()).credential_from, "CHITTY_ACME_TOKEN");
  EXPECT_EQ(get(acme()).settings.at("serviceToken"), "env:CHITTY_ACME_TOKEN");
  RemoteType open = acme();
  open.auth = "none";
  EXPECT_EQ(get(open).credential, "");
}

TEST_F(RemoteTest, ANamedRemotesOwnCredentialIsMoreSpecificThanTheVariable) {
  user(R"({"remotes": {"a": {"type": "acme", "baseUrl": "https://a.example", "serviceToken": "env:A"}, "b": {"type": "acme", "baseUrl": "https://b.example"}}})");
  ::setenv("CHITTY_ACME_TOKEN", "from-variable", 1);
  EXPECT_EQ(get(acme(), "a").credential, "env:A");
  EXPECT_EQ(get(acme(), "b").credential, "env:CHITTY_ACME_TOKEN");
}

// One environment's token never reaches another's address, nor another origin.
TEST_F(RemoteTest, TheSharedTokenStaysAtItsOrigin) {
  user(R"({"chittyos": {"baseUrl": "http://127.0.0.1:4271", "token": "env:SHARED", "services": {"acme": {"baseUrl": "https://else.example"}},
           "environments": {"staging": {"baseUrl": "https://s.example"}, "production": {"token": "env:P"}}}})");
  EXPECT_EQ(get(acme()).credential, "");
  EXPECT_EQ(get(acme()).credential_note, "chittyos.token is not sent to https://else.example, since it is kept for http://127.0.0.1:4271.");
  EXPECT_EQ(get(acme(), "", "staging").credential, "");
  EXPECT_EQ(get(acme(), "", "production").credential, "");  // no baseUrl of its own: nowhere to send it
  for (const auto* near : {"http://127.0.0.1:4272", "https://127.0.0.1:4271", "http://127.0.0.1.evil.example:4271", "http://localhost:4271"}) {
    user(R"({"chittyos": {"baseUrl": "http://127.0.0.1:4271", "token": "env:SHARED", "services": {"acme": {"baseUrl": ")" + std::string(near) + "\"}}}}");
    EXPECT_EQ(get(acme()).credential, "") << near;
  }
  user(R"({"chittyos": {"baseUrl": "https://Gate.example", "token": "env:SHARED", "services": {"acme": {"baseUrl": "https://gate.example:443/other"}}}})");
  EXPECT_EQ(get(acme()).credential, "env:SHARED");  // the same origin, spelt otherwise
  user(R"({"chittyos": {"baseUrl": "https://gate.example", "token": "env:SHARED", "services": {"acme": {"fallbackUrl": "https://spare.example"}}}})");
  EXPECT_EQ(error(acme()).message, "chittyos.services.acme.fallbackUrl is at another address than the one for which chittyos.token is kept.");
}

TEST_F(RemoteTest, TheAuthorityIsTheEntrysOrThatOfTheEnvironmentsOwnAddress) {
  user(R"({"chittyos": {"baseUrl": "https://box.example:4272", "authority": "/box.pem", "services": {"other": {"baseUrl": "https://other.example"}}},
           "remotes": {"mine": {"type": "acme", "baseUrl": "https://mine.example", "authority": "/mine.pem"},
                       "near": {"type": "acme", "baseUrl": "https://box.example:4272/near"}, "far": {"type": "acme", "baseUrl": "https://box.example"}}})");
  EXPECT_EQ(get(acme()).authority, "/box.pem");
  EXPECT_EQ(get(acme(), "mine").authority, "/mine.pem");
  EXPECT_EQ(get(acme(), "near").authority, "/box.pem");
  EXPECT_EQ(get(acme(), "far").authority, "");
  EXPECT_EQ(get(acme(), "", "production").authority, "");
}

TEST_F(RemoteTest, AProjectSaysTheAuthorityOfItsOwnAddressOnly) {
  user(R"({"remotes": {"mine": {"type": "acme", "baseUrl": "https://mine.example", "authority": "/mine.pem"}}})");
  project(R"({"remotes": {"mine": {"type": "acme", "authority": "/theirs.pem"}, "theirs": {"type": "acme", "baseUrl": "https://theirs.example", "authority": "/theirs.pem"}}})");
  EXPECT_EQ(get(acme(), "mine").authority, "/mine.pem");
  EXPECT_EQ(get(acme(), "mine").settings.at("authority"), "/mine.pem");
  EXPECT_EQ(get(acme(), "theirs").authority, "/theirs.pem");
  user(R"({"remotes": {"mine": {"type": "acme", "baseUrl": "https://mine.example"}}})");
  EXPECT_EQ(get(acme(), "mine").authority, "");
}

TEST_F(RemoteTest, AnAuthorityIsAnAbsolutePath) {
  user(R"({"chittyos": {"baseUrl": "https://box.example", "authority": "box.pem"}})");
  EXPECT_NE(error(acme()).message.find("chittyos.authority must be the absolute path of a file, not 'box.pem'"), std::string::npos) << error(acme()).message;
}

TEST_F(RemoteTest, WhichRemoteIsMeant) {
  EXPECT_EQ(error(acme()).message, "No remote of type acme is configured in the environment local.");
  EXPECT_EQ(error(acme()).hint, "Add one: chitty remote add NAME acme --base-url URL");
  user(R"({"remotes": {"one": {"type": "acme", "baseUrl": "https://one.example"}, "x": {"type": "other"}}})");
  EXPECT_EQ(get(acme()).name, "one");
  EXPECT_EQ(error(acme(), "onne").message, "no remote 'onne' in environment local");
  EXPECT_NE(error(acme(), "onne").hint.find("Did you mean 'one'?"), std::string::npos);
  EXPECT_EQ(error(acme(), "x").message, "The remote x is of type other, and this command needs one of type acme.");
  user(R"({"remotes": {"one": {"type": "acme", "baseUrl": "https://one.example"}, "two": {"type": "acme", "baseUrl": "https://two.example"}}})");
  EXPECT_EQ(error(acme()).message, "2 remotes are of type acme: one, two.");
  EXPECT_EQ(error(acme()).hint, "Choose one: --remote one");
  EXPECT_EQ(get(acme(), "two").base_url, "https://two.example");
}

TEST_F(RemoteTest, AHostedTypesServiceComesBeforeRemotesOfItsType) {
  user(R"({"chittyos": {"baseUrl": "http://127.0.0.1:1"}, "remotes": {"partner": {"type": "acme", "baseUrl": "https://p.example"}}})");
  EXPECT_EQ(get(acme()).base_url, "http://127.0.0.1:1/acme");
  EXPECT_EQ(get(acme(), "partner").base_url, "https://p.example");
  RemoteType board = acme();  // nobody but its maker runs one, so the environment's address says nothing of it
  board.hosted = false;
  EXPECT_EQ(get(board).base_url, "https://p.example");
}

TEST_F(RemoteTest, EnvironmentsHaveTheirOwnRemotes) {
  user(R"({"chittyos": {"environments": {"staging": {"remotes": {"t": {"type": "acme", "baseUrl": "https://s.example"}}}}}, "remotes": {"t": {"type": "acme", "baseUrl": "https://l.example"}}})");
  EXPECT_EQ(get(acme(), "t").base_url, "https://l.example");
  EXPECT_EQ(get(acme(), "t", "staging").base_url, "https://s.example");
  EXPECT_NE(error(acme(), "t", "dev").message.find("no remote 't' in environment dev"), std::string::npos);
  EXPECT_EQ(error(acme(), "t", "prod").message, "unknown environment 'prod'");
}

TEST_F(RemoteTest, SchemaProblemsHaveTheirPlace) {
  user("{\"remotes\": {\"t\": {\"type\": \"acme\", \"baseUrl\": \"https://a.example\",\n  \"level\": \"mid\"}}}");
  EXPECT_EQ(error(acme(), "t").message, file().string() + ":2:12: remotes.t.level must be one of \"low\", \"high\".");
  RemoteType strict = acme();
  strict.settings["required"] = json::array{"boardKey"};
  user("{\"remotes\": {\"t\": {\"type\": \"acme\", \"baseUrl\": \"https://a.example\"}}}");
  EXPECT_EQ(error(strict, "t").message, file().string() + ":1:19: remotes.t lacks boardKey.");
  EXPECT_EQ(error(strict, "t").hint, "Set it: chitty config set remotes.t.boardKey VALUE");
}

TEST_F(RemoteTest, AMisspeltKeyIsNamedWithTheNearest) {
  user(R"({"remotes":{"t":{"type":"acme","baseUrl":"https://a.test",
 "bseUrl":"https://b.test","farAway":1}}})");
  EXPECT_EQ(error(acme(), "t").message, file().string() + ":2:11: unknown key 'remotes.t.bseUrl'");
  EXPECT_EQ(error(acme(), "t").hint, "Did you mean 'baseUrl'?");
}

TEST(Address, Checked) {
  EXPECT_EQ(*check_address("https://a.example/x//", "it"), "https://a.example/x");
  for (const auto* bad : {"", "a.example", "https://", "https:///x", "ftp://a", "https://u@a", "https://a?x=1", "https://a#f", "https://a:0", "https://a b", "https://a:99999"})
    EXPECT_FALSE(check_address(bad, "it")) << bad;
  EXPECT_EQ(origin_of("HTTPS://A.Example/x"), "https://a.example:443");
  EXPECT_EQ(origin_of("http://[::1]:80"), "http://[::1]:80");
  EXPECT_TRUE(is_in_the_clear("http://far.example"));
  for (const auto* near : {"http://127.0.0.1:1", "http://[::1]:1", "http://localhost", "https://far.example"}) EXPECT_FALSE(is_in_the_clear(near)) << near;
  EXPECT_TRUE(is_in_the_clear("http://127.evil.example"));
  EXPECT_TRUE(is_in_the_clear("http://127.0.0.1.evil.example:80"));
  EXPECT_EQ(origin_of("http://127.0.0.1.Evil.example:81/x"), "http://127.0.0.1.evil.example:81");
}

}  // namespace
}  // namespace chitty::host
