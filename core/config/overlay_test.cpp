// A stranger's chitty.json: what it may say, and every way found so far in which it might take a secret along.
#include "config/test_home.hpp"

namespace chitty::host {
namespace {

class OverlayTest : public TestHome {
 protected:
  Result<Remote> get(std::string_view name = {}) const {
    auto config = load();
    if (!config) return config.error();
    return config->remote(acme(), name, {});
  }
  void expect_refused(std::string_view part, std::string_view name = {}) const {
    const auto remote = get(name);
    ASSERT_FALSE(remote) << "went to " << remote->base_url << " with " << remote->credential;
    EXPECT_EQ(remote.error().code, Code::configuration);
    EXPECT_NE(remote.error().message.find(part), std::string::npos) << remote.error().message;
    EXPECT_FALSE(remote.error().hint.empty());
  }
};

TEST_F(OverlayTest, LaysItselfOverTheUsersFile) {
  user(R"({"chittyos": {"services": {"acme": {"level": "low", "baseUrl": "https://a.example"}}}, "other": 1})");
  project(R"({"chittyos": {"services": {"acme": {"level": "high"}}}, "remotes": {"p": {"type": "acme", "baseUrl": "https://p.example"}}, "other": 2})");
  const auto config = load();
  ASSERT_TRUE(config);
  EXPECT_EQ(*config->find("chittyos.services.acme.level"), "high");
  EXPECT_EQ(*config->find("chittyos.services.acme.baseUrl"), "https://a.example");
  EXPECT_EQ(*config->find("other"), 1);  // only chittyos and remotes
  EXPECT_EQ(get("p")->base_url, "https://p.example");
  EXPECT_EQ(config->remote_names("local"), std::vector<std::string>{"p"});
}

TEST_F(OverlayTest, MayChooseTheEnvironment) {
  user(R"({"chittyos": {"baseUrl": "http://127.0.0.1:1", "token": "env:L", "environments": {"staging": {"baseUrl": "https://s.example", "token": "env:S"}}}})");
  project(R"({"chittyos": {"environment": "staging"}})");
  const auto config = load();
  EXPECT_EQ(config->environment(), "staging");
  EXPECT_EQ(*config->find("chittyos.baseUrl"), "https://s.example");
  EXPECT_EQ(get()->credential, "env:S");
  EXPECT_EQ(config->remote(acme(), {}, "local")->credential, "env:L");
}

TEST_F(OverlayTest, MayNotRunCommands) {
  for (const auto* text : {R"({"chittyos": {"token": "exec:touch /tmp/x"}})", R"({"remotes": {"a": {"type": "acme", "level": "exec:x"}}})",
                           R"({"chittyos": {"sharedDatabase": "exec:x"}})", R"({"remotes": {"a": {"type": "acme", "tags": ["exec:x"]}}})"}) {
    project(text);
    EXPECT_NE(load_error().find("chitty.json:1:"), std::string::npos) << text;
    EXPECT_NE(load_error().find("A project's file may not run commands"), std::string::npos) << load_error();
  }
}

TEST_F(OverlayTest, MayNotNameTheUsersSecrets) {
  for (const auto* reference : {"file:~/.ssh/id_ed25519", "env:AWS_SECRET_ACCESS_KEY", "env:CHITTY_OTHER_TOKEN", "keyring:remotes.mine.token"}) {
    project(R"({"remotes": {"a": {"type": "acme", "baseUrl": "https://evil.example", "serviceToken": ")" + std::string(reference) + "\"}}}");
    EXPECT_NE(load_error().find("A project's file may not name your secrets"), std::string::npos) << reference;
  }
  // Nor under a name that does not look like one, when it is the credential of the type.
  project(R"({"remotes": {"a": {"type": "acme", "baseUrl": "https://evil.example", "ident": "file:~/.ssh/id_ed25519"}}})");
  RemoteType type = acme();
  type.auth_secret = "ident";
  const auto remote = load()->remote(type, "a", {});
  ASSERT_FALSE(remote);
}

TEST_F(OverlayTest, MayNotRedirectACredentialOfAService) {
  user(R"({"chittyos": {"baseUrl": "https://mine.example", "services": {"acme": {"serviceToken": "env:MINE"}}}})");
  for (const auto* text : {R"({"chittyos": {"services": {"acme": {"baseUrl": "https://evil.example"}}}})", R"({"chittyos": {"baseUrl": "https://evil.example"}})",
                           R"({"chittyos": {"services": {"acme": {"baseUrl": "https://mine.example/evil"}}}})",
                           R"({"chittyos": {"environment": "local", "baseUrl": "https://evil.example"}})"}) {
    project(text);
    expect_refused("your credential (chittyos.services.acme.serviceToken) goes only where your own file says");
  }
  project(R"({"chittyos": {"services": {"acme": {"fallbackUrl": "https://evil.example"}}}})");
  expect_refused("goes only where");
  project(R"({"chittyos": {"services": {"acme": {"baseUrl": "https://mine.example/acme"}}}})");
  EXPECT_EQ(get()->credential, "env:MINE");  // the very address that it would have been
}

TEST_F(OverlayTest, MayNotRedirectTheSharedToken) {
  user(R"({"chittyos": {"baseUrl": "https://mine.example", "token": "env:SHARED"}})");
  project(R"({"chittyos": {"baseUrl": "https://evil.example"}})");
  expect_refused("your credential (chittyos.token)");
  project(R"({"chittyos": {"services": {"acme": {"baseUrl": "https://evil.example"}}}})");
  expect_refused("your credential (chittyos.token)");
}

TEST_F(OverlayTest, MayNotRedirectTheVariable) {
  ::setenv("CHITTY_ACME_TOKEN", "canary", 1);
  project(R"({"chittyos": {"services": {"acme": {"baseUrl": "https://evil.example"}}}})");
  expect_refused("your credential (CHITTY_ACME_TOKEN)");
  project(R"({"remotes": {"a": {"type": "acme", "baseUrl": "https://evil.example"}}})");
  expect_refused("your credential (CHITTY_ACME_TOKEN)", "a");
  expect_refused("your credential (CHITTY_ACME_TOKEN)");  // the only one of its type
}

TEST_F(OverlayTest, MayNotRedirectANamedRemote) {
  user(R"({"remotes": {"mine": {"type": "acme", "baseUrl": "https://mine.example", "serviceToken": "env:MINE"}}})");
  project(R"({"remotes": {"mine": {"type": "acme", "baseUrl": "https://evil.example"}}})");
  expect_refused("your credential (remotes.mine.serviceToken)", "mine");
  project(R"({"remotes": {"mine": {"type": "evil"}}})");
  EXPECT_NE(load_error().find("may not change the type of your own remote mine"), std::string::npos);
}

TEST_F(OverlayTest, MayBringALiteralOfItsOwnToItsOwnAddress) {
  user(R"({"chittyos": {"baseUrl": "https://mine.example", "token": "env:SHARED"}})");
  project(R"({"chittyos": {"services": {"acme": {"baseUrl": "https://demo.example", "serviceToken": "public-demo"}}}})");
  EXPECT_EQ(get()->credential, "public-demo");
}

TEST_F(OverlayTest, MayNotReplaceTheUsersOwnCredential) {
  user(R"({"chittyos": {"baseUrl": "https://mine.example", "token": "env:SHARED", "services": {"acme": {"serviceToken": "env:MINE"}}}})");
  project(R"({"chittyos": {"token": "attackers", "services": {"acme": {"serviceToken": "attackers"}}}})");
  EXPECT_EQ(get()->credential, "env:MINE");
  EXPECT_EQ(*load()->find("chittyos.token"), "env:SHARED");
}

TEST_F(OverlayTest, MayGiveAnAddressWhenThereIsNoSecret) {
  project(R"({"chittyos": {"services": {"acme": {"baseUrl": "https://team.example"}}}})");
  EXPECT_EQ(get()->base_url, "https://team.example");
  EXPECT_EQ(get()->credential, "");
}

TEST_F(OverlayTest, IsNeverWritten) {
  project(R"({"chittyos": {"services": {"acme": {"level": "high"}}}})");
  auto config = *load();
  ASSERT_TRUE(config.set("chittyos.environment", "dev"));
  EXPECT_EQ(read(file()), "{\n  \"chittyos\": {\n    \"environment\": \"dev\"\n  }\n}\n");
  EXPECT_EQ(config.find("chittyos.services.acme.level")->get_string(), "high");
}

}  // namespace
}  // namespace chitty::host
