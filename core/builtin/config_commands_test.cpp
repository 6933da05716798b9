// `chitty config …` and `chitty remote …` as functions, against a home of their own with one plugin.
#include "builtin/config.hpp"
#include "plugin/testing/fake_library.hpp"
#include "plugin/testing/folders.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty {
namespace {

class ConfigCommands : public ::testing::Test {
 protected:
  ConfigCommands() {
    for (const char* variable : {"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "CHITTY_ENV", "CHITTY_ACME_TOKEN"}) ::unsetenv(variable);
    home.put(home.plugins() / "acme.so", testing::FakeLibrary::with_manifest(testing::fake_manifest("acme", R"(,"remote":{"health":"/well","settings":{
      "type":"object","required":["baseUrl"],"properties":{"baseUrl":{"type":"string"},"level":{"enum":["low","high"]},"serviceToken":{"type":"string","secret":true}}}})")).bytes());
    catalogue = Catalogue::rebuild(home.paths);
  }

  // What the command gave: its records, the bytes, or "ERROR sentence"; all that was said is kept in `said`.
  std::string run(Result<Reply> (*command)(const Arguments&, BuiltinContext&), json::object arguments) {
    said.clear();
    config = Config::at(home.paths, home.root);
    std::string bytes;
    BuiltinContext context{.paths = home.paths, .catalogue = catalogue, .config = [&]() -> Result<Config*> {
                             if (auto ready = config.ready(); !ready) return ready.error();
                             return &config;
                           },
                           .environment = environment, .working_folder = home.root};
    context.bytes = [&](std::string_view data) { return bytes += data, Result<void>(); };
    context.note = [&](std::string_view line) { said += std::string(line) + "\n"; };
    context.probe = [&](const Remote& remote, const RemoteType& type) -> Result<int> { return probed = remote.base_url + type.health + " " + remote.credential, status; };
    const auto reply = command(Arguments(std::move(arguments)), context);
    if (!reply) return said += reply.error().hint, "ERROR " + reply.error().message;
    return bytes + (reply->all().empty() ? "" : json::serialize(reply->all()));
  }
  std::string file() const { return *read_file(home.paths.config / "config.json"); }

  testing::Folders home;
  Catalogue catalogue = Catalogue::rebuild(home.paths);
  Config config;
  std::string environment, said, probed;
  int status = 200;
};

TEST_F(ConfigCommands, ASecretNeverComesOut) {
  EXPECT_EQ(run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", "canary-123456"}}).find("canary"), std::string::npos);
  EXPECT_EQ(file().find("canary"), std::string::npos);
  EXPECT_NE(said.find("The secret is kept apart"), std::string::npos);
  EXPECT_EQ(*read_file(home.paths.data / "secrets" / "local.remotes.t.serviceToken"), "canary-123456\n");
  EXPECT_EQ(run(config_set, {{"key", "chittyos.token"}, {"value", "1234567890"}}), "");  // digits only, still text
  EXPECT_EQ(file().find("1234567890"), std::string::npos);
  // One that was written by hand.
  home.put(home.paths.config / "config.json", R"({"chittyos":{"token":"canary-x"},"remotes":{"t":{"type":"acme","baseUrl":"https://a.example","serviceToken":"canary-y"}}})");
  for (const auto& out : {run(config_list, {}), run(config_get, {{"key", "remotes"}}), run(config_get, {{"key", "chittyos.token"}}), run(remote_show, {{"name", "t"}}), run(remote_list, {}), run(config_validate, {})}) {
    EXPECT_EQ((out + said).find("canary"), std::string::npos) << out;
    EXPECT_EQ(out.find("ERROR"), std::string::npos) << out;
  }
}

TEST_F(ConfigCommands, ARemotesLife) {
  run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", "env:T"}, {"set", json::array{"level=high"}}});
  EXPECT_EQ(json::parse(file()), json::parse(R"({"remotes":{"t":{"type":"acme","baseUrl":"https://a.example","serviceToken":"env:T","level":"high"}}})"));
  EXPECT_EQ(run(remote_test, {{"name", "t"}}).find("ERROR"), std::string::npos);
  EXPECT_EQ(probed, "https://a.example/well env:T");
  status = 401;
  EXPECT_EQ(run(remote_test, {{"name", "t"}}), "ERROR The remote 't' answered 401: it does not accept the credential.");
  EXPECT_EQ(run(remote_add, {{"name", "t"}, {"type", "acme"}}), "ERROR A remote is called 't' already in the environment local.");
  run(remote_add, {{"name", "acme"}, {"type", "acme"}, {"base-url", "https://b.example"}});
  EXPECT_NE(said.find("'acme' is a command too"), std::string::npos);
  EXPECT_EQ(run(remote_rename, {{"name", "t"}, {"new-name", "acme"}}), "ERROR A remote is called 'acme' already in the environment local.");
  EXPECT_EQ(run(remote_rename, {{"name", "t"}, {"new-name", "u"}}), "");
  EXPECT_EQ(run(remote_remove, {{"name", "t"}}), "ERROR No remote is called 't' in the environment local.");
  EXPECT_EQ(run(remote_remove, {{"name", "u"}}), "");
  EXPECT_EQ(run(remote_show, {{"name", "u"}}), "ERROR No remote is called 'u' in the environment local.");
  environment = "prod";
  EXPECT_EQ(run(remote_list, {}), "ERROR No environment is called 'prod'.");
}

TEST_F(ConfigCommands, ARemovedRemoteTakesItsSecretAlongUnlessAnotherSettingHasIt) {
  const auto kept = home.paths.data / "secrets" / "local.remotes.t.serviceToken";
  const std::string reference = "file:" + kept.string();
  const auto add = [&](const char* name, const std::string& token) {
    run(remote_add, {{"name", name}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", token}});
  };
  add("t", "canary-123456");
  add("u", reference);
  EXPECT_EQ(run(remote_remove, {{"name", "t"}}), "");
  EXPECT_EQ(said, "Its secret stays, since another setting refers to it: " + reference + "\n");
  EXPECT_EQ(*read_file(kept), "canary-123456\n");
  add("v", "keyring:remotes.t.serviceToken");  // the file stands in for the keyring: one secret, two names
  EXPECT_EQ(run(remote_remove, {{"name", "u"}}), "");
  EXPECT_TRUE(std::filesystem::exists(kept));
  EXPECT_EQ(run(remote_remove, {{"name", "v"}}), "");
  EXPECT_EQ(said, "Its secret is removed too: keyring:remotes.t.serviceToken\n");
  EXPECT_FALSE(std::filesystem::exists(kept));
}

TEST_F(ConfigCommands, ARemovedRemoteLeavesWhatIsNotKeptByChitty) {
  home.put(home.root / "own-token", "canary-own");
  const std::string own = "file:" + (home.root / "own-token").string();
  run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", own}});
  EXPECT_EQ(run(remote_remove, {{"name", "t"}}), "");
  EXPECT_EQ(said, "Its secret is a file of your own, and left there: " + own + "\n");
  EXPECT_TRUE(std::filesystem::exists(home.root / "own-token"));
  run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", "env:T"}});
  EXPECT_EQ(run(remote_remove, {{"name", "t"}}), "");
  EXPECT_EQ(said, "");
}

TEST_F(ConfigCommands, ASecretThatCannotBeRemovedIsTold) {
  run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", "keyring:elsewhere"}});
  EXPECT_EQ(run(remote_remove, {{"name", "t"}}),
            "ERROR The secret keyring:elsewhere is still kept: there is no keyring session now.");
  EXPECT_EQ(said, "In one, remove it: secret-tool clear application chitty name elsewhere");
  EXPECT_EQ(run(remote_show, {{"name", "t"}}), "ERROR No remote is called 't' in the environment local.");
}

TEST_F(ConfigCommands, WhatIsWrongIsRefusedAndNothingWritten) {
  EXPECT_EQ(run(remote_add, {{"name", "t"}, {"type", "acmee"}}), "ERROR No installed plugin provides the type 'acmee'.");
  EXPECT_EQ(said, "Did you mean 'acme'?");
  EXPECT_EQ(run(remote_add, {{"name", "1 t"}, {"type", "acme"}}), "ERROR The name of a remote must begin with a letter: '1 t'.");
  EXPECT_NE(run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "nowhere"}, {"token", "canary-123456"}}).find("is not an address"), std::string::npos);
  EXPECT_NE(run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"set", json::array{"level=mid"}}}).find("must be one of low, high"), std::string::npos);
  EXPECT_EQ(run(remote_add, {{"name", "t"}, {"type", "acme"}, {"set", json::array{"level"}}}), "ERROR 'level' is not key=value.");
  EXPECT_FALSE(std::filesystem::exists(home.paths.config / "config.json"));
  EXPECT_FALSE(std::filesystem::exists(home.paths.data / "secrets"));
  EXPECT_EQ(run(config_get, {{"key", "x"}}), "ERROR Nothing is set at 'x'.");
}

TEST_F(ConfigCommands, EditingAnInvalidCopyKeepsBoth) {
  run(config_set, {{"key", "chittyos.environment"}, {"value", "dev"}});
  ::unsetenv("VISUAL");
  ::setenv("EDITOR", "sed -i s/{/[/", 1);
  const std::string before = file();
  EXPECT_NE(run(config_edit, {}).find("Nothing was changed."), std::string::npos);
  EXPECT_EQ(file(), before);
  EXPECT_TRUE(std::filesystem::exists(said.substr(said.find('/')))) << said;
  ::setenv("EDITOR", "sed -i s/dev/staging/", 1);
  EXPECT_EQ(run(config_edit, {}), "");
  EXPECT_EQ(run(config_get, {{"key", "chittyos.environment"}}), "staging\n");
}

}  // namespace
}  // namespace chitty
