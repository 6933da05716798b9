// `chitty config …` and `chitty remote …` as functions, against a home of their own with one plugin.
#include "base/text.hpp"
#include "builtin/config.hpp"
#include "builtin/known_names.hpp"
#include "plugin/testing/fake_library.hpp"
#include "plugin/testing/folders.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host {
namespace {

class ConfigCommands : public ::testing::Test {
 protected:
  ConfigCommands() {
    for (const char* variable : {"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "CHITTY_ENV", "CHITTY_ACME_TOKEN"}) ::unsetenv(variable);
    home.put(home.plugins() / "acme.so", testing::FakeLibrary::with_manifest(testing::fake_manifest("acme", R"(,"remote":{"health":"/well","settings":{
      "type":"object","required":["baseUrl"],"properties":{"baseUrl":{"type":"string"},"level":{"enum":["low","high"]},"serviceToken":{"type":"string","secret":true}}}})"))
                                             .bytes());
    catalogue = Catalogue::rebuild(home.paths);
  }

  // What the command gave: its records, the bytes, or "ERROR sentence"; all that was said is kept in `said`.
  using Reads = Result<Reply> (*)(const Arguments&, BuiltinContext&);
  using Plans = Result<Plan> (*)(const Arguments&, BuiltinContext&);
  std::string run(Reads command, json::object arguments) {
    return run_any([&](const Arguments& given, BuiltinContext& context) { return command(given, context); }, std::move(arguments));
  }
  std::string run(Plans command, json::object arguments) {
    return run_any(
        [&](const Arguments& given, BuiltinContext& context) -> Result<Reply> {
          const auto plan = command(given, context);
          if (!plan) return plan.error();
          if (!only_planned) return plan->act();
          said += plan->what;
          return Reply::nothing();
        },
        std::move(arguments));
  }
  std::string run_any(const std::function<Result<Reply>(const Arguments&, BuiltinContext&)>& command, json::object arguments) {
    said.clear();
    config = Config::at(home.paths, home.root);
    std::string bytes;
    BuiltinContext context{.paths = home.paths, .catalogue = catalogue, .config = [&]() -> Result<Config*> {
                             if (auto ready = config.ready(); !ready) return ready.error();
                             return &config;
                           },
                           .environment = environment,
                           .working_folder = home.root};
    context.bytes = [&](std::string_view data) { return bytes += data, Result<void>(); };
    context.note = [&](std::string_view line) { said += std::string(line) + "\n"; };
    context.probe = [&](const Remote& remote, const RemoteType&, const std::string& path, bool with_credential) -> Result<BuiltinContext::Probe> {
      probed += remote.base_url + path + (with_credential ? " " + remote.credential : "") + ";";
      return BuiltinContext::Probe{status, is_json};
    };
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
  bool is_json = true;
  bool only_planned = false;  // as under --dry-run: what would be done goes to `said`
};

TEST_F(ConfigCommands, ASecretNeverComesOut) {
  EXPECT_EQ(run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", "canary-123456"}}).find("canary"), std::string::npos);
  EXPECT_EQ(file().find("canary"), std::string::npos);
  EXPECT_EQ(said, "Added the remote t to the environment local\n");
  EXPECT_EQ(*read_file(home.paths.data / "secrets" / "local.remotes.t.serviceToken"), "canary-123456\n");
  EXPECT_EQ(run(config_set, {{"key", "chittyos.token"}, {"value", "1234567890"}}).find("1234567890"), std::string::npos);  // digits only, still text
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
  EXPECT_EQ(probed, "https://a.example/well env:T;");
  is_json = false;
  EXPECT_NE(run(remote_test, {{"name", "t"}}).find("is not a service of type acme"), std::string::npos);
  is_json = true;
  status = 401;
  EXPECT_EQ(run(remote_test, {{"name", "t"}}), "ERROR The remote 't' answered 401: it does not accept the credential.");
  EXPECT_EQ(run(remote_add, {{"name", "t"}, {"type", "acme"}}), "ERROR remote 't' already exists in environment local");
  run(remote_add, {{"name", "acme"}, {"type", "acme"}, {"base-url", "https://b.example"}});
  EXPECT_EQ(said, "Added the remote acme to the environment local; since 'acme' is also a command, use it with --remote acme\n");
  EXPECT_EQ(run(remote_rename, {{"name", "t"}, {"new-name", "acme"}}), "ERROR remote 'acme' already exists in environment local");
  EXPECT_EQ(run(remote_rename, {{"name", "t"}, {"new-name", "u"}}), R"([{"name":"u","oldName":"t","environment":"local"}])");
  EXPECT_EQ(said, "Renamed the remote t to u\n");
  EXPECT_EQ(run(remote_remove, {{"name", "t"}}), "ERROR no remote 't' in environment local");
  EXPECT_EQ(run(remote_remove, {{"name", "u"}}).find("ERROR"), std::string::npos);
  EXPECT_EQ(said, "Removed the remote u from the environment local\n");
  EXPECT_EQ(run(remote_show, {{"name", "u"}}), "ERROR no remote 'u' in environment local");
  environment = "prod";
  EXPECT_EQ(run(remote_list, {}), "ERROR unknown environment 'prod'");
}

TEST_F(ConfigCommands, ARemovedRemoteTakesItsSecretAlongUnlessAnotherSettingHasIt) {
  const auto kept = home.paths.data / "secrets" / "local.remotes.t.serviceToken";
  const std::string reference = "file:" + kept.string();
  const auto add = [&](const char* name, const std::string& token) {
    run(remote_add, {{"name", name}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", token}});
  };
  add("t", "canary-123456");
  add("u", reference);
  EXPECT_EQ(run(remote_remove, {{"name", "t"}}).find("ERROR"), std::string::npos);
  EXPECT_EQ(said, "Removed the remote t from the environment local; its secret is used by another setting and was kept: " + reference + "\n");
  EXPECT_EQ(*read_file(kept), "canary-123456\n");
  add("v", "keyring:local.remotes.t.serviceToken");  // the file stands in for the keyring: one secret, two names
  run(remote_remove, {{"name", "u"}});
  EXPECT_TRUE(std::filesystem::exists(kept));
  run(remote_remove, {{"name", "v"}});
  EXPECT_EQ(said, "Removed the remote v from the environment local; its secret was removed too: keyring:local.remotes.t.serviceToken\n");
  EXPECT_FALSE(std::filesystem::exists(kept));
}

TEST_F(ConfigCommands, ARemovedRemoteLeavesWhatIsNotKeptByChitty) {
  home.put(home.root / "own-token", "canary-own");
  const std::string own = "file:" + (home.root / "own-token").string();
  run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", own}});
  run(remote_remove, {{"name", "t"}});
  EXPECT_EQ(said, "Removed the remote t from the environment local; its secret is your own file and was left: " + own + "\n");
  EXPECT_TRUE(std::filesystem::exists(home.root / "own-token"));
  run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", "env:T"}});
  run(remote_remove, {{"name", "t"}});
  EXPECT_EQ(said, "Removed the remote t from the environment local\n");
}

TEST_F(ConfigCommands, ASecretThatCannotBeRemovedIsTold) {
  run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", "keyring:elsewhere"}});
  EXPECT_EQ(run(remote_remove, {{"name", "t"}}),
            "ERROR The secret keyring:elsewhere is still kept: there is no keyring session now.");
  EXPECT_EQ(said, "In one, remove it: secret-tool clear application chitty name elsewhere");
  EXPECT_EQ(run(remote_show, {{"name", "t"}}), "ERROR no remote 't' in environment local");
}

// Of a platform that has no plugin of its own.
TEST_F(ConfigCommands, ATypeThatAPluginUsesIsKnown) {
  home.put(home.plugins() / "stamps.so", testing::FakeLibrary::with_manifest(testing::fake_manifest("stamps", R"(,"uses":{"tsa":{"auth":{"kind":"none"},"settings":{
      "type":"object","properties":{"path":{"type":"string"}}}}})"))
                                             .bytes());
  catalogue = Catalogue::rebuild(home.paths);
  run(remote_add, {{"name", "free"}, {"type", "tsa"}, {"base-url", "https://tsa.example"}, {"set", json::array{"path=/tsr"}}});
  EXPECT_EQ(json::parse(file()), json::parse(R"({"remotes":{"free":{"type":"tsa","baseUrl":"https://tsa.example","path":"/tsr"}}})"));
  EXPECT_EQ(run(remote_add, {{"name", "other"}, {"type", "tsa"}, {"set", json::array{"pth=/tsr"}}}), "ERROR remotes of type tsa have no setting 'pth'");
  EXPECT_EQ(run(remote_add, {{"name", "other"}, {"type", "tsb"}}), "ERROR no installed plugin provides the type 'tsb'");
  EXPECT_EQ(run(config_validate, {}).find("tsa"), std::string::npos);
}

TEST_F(ConfigCommands, WhatIsWrongIsRefusedAndNothingWritten) {
  EXPECT_EQ(run(remote_add, {{"name", "t"}, {"type", "acmee"}}), "ERROR no installed plugin provides the type 'acmee'");
  EXPECT_EQ(said, "Did you mean 'acme'?");
  EXPECT_EQ(run(remote_add, {{"name", "1 t"}, {"type", "acme"}}), "ERROR invalid remote name '1 t': it must begin with a letter");
  EXPECT_NE(run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "nowhere"}, {"token", "canary-123456"}}).find("is not a valid address"), std::string::npos);
  EXPECT_EQ(run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"set", json::array{"level=mid"}}}),
            "ERROR remotes.t.level must be one of \"low\", \"high\".");
  EXPECT_EQ(run(remote_add, {{"name", "t"}, {"type", "acme"}, {"set", json::array{"level"}}}), "ERROR invalid value 'level' for '--set': expected KEY=VALUE");
  EXPECT_FALSE(std::filesystem::exists(home.paths.config / "config.json"));
  EXPECT_FALSE(std::filesystem::exists(home.paths.data / "secrets"));
  EXPECT_EQ(run(config_get, {{"key", "x"}}), "ERROR 'x' is not set");
}

TEST_F(ConfigCommands, CompletionKnowsNamesOfTheConfiguration) {
  home.put(home.paths.config / "config.json", R"({"chittyos": {"baseUrl": "https://c.example", "accounts": {"work": {"token": "env:W"}, "owner": {"token": "env:O"}},
    "environments": {"qa": {"baseUrl": "https://q.example"}}}, "remotes": {"t": {"type": "acme"}}})");
  config = *Config::load(home.paths, home.root);
  const auto names = [&](const char* kind) { return join(known_names(kind, config, catalogue, "local"), " "); };
  EXPECT_EQ(names("accounts"), "owner work");
  EXPECT_EQ(names("environments"), "dev local production qa staging");
  EXPECT_EQ(names("keys"), "chittyos.accounts.owner.token chittyos.accounts.work.token chittyos.baseUrl chittyos.environments.qa.baseUrl remotes.t.type");
  const auto settings = " " + names("settings") + " ";
  for (const auto* key : {" chittyos.environment ", " chittyos.services.acme.level ", " remotes.t.baseUrl ", " remotes.t.type ", " chittyos.environments.qa.baseUrl "})
    EXPECT_NE(settings.find(key), std::string::npos) << key << settings;
  EXPECT_EQ(names("nonsense"), "");
}

TEST_F(ConfigCommands, AKeyThatNothingReadsIsNotWritten) {
  const auto set = [&](const char* key, const char* value = "3") { return run(config_set, {{"key", key}, {"value", value}}); };
  EXPECT_EQ(set("chittyos.services.acme.tiemout"), "ERROR unknown key 'chittyos.services.acme.tiemout'");
  EXPECT_EQ(said, "Known keys here: baseUrl, fallbackUrl, authority, deployer, serviceToken, level");
  EXPECT_EQ(set("chittyos.environments.staging.services.acme.tiemout"), "ERROR unknown key 'chittyos.environments.staging.services.acme.tiemout'");
  EXPECT_EQ(set("chittyos.colour"), "ERROR unknown key 'chittyos.colour'");
  EXPECT_EQ(set("colour"), "ERROR unknown key 'colour'");
  EXPECT_EQ(said, "Known keys here: chittyos, remotes");
  EXPECT_EQ(set("chittyos.services.acme", R"({"tiemout":3})"), "ERROR unknown key 'chittyos.services.acme.tiemout'");
  EXPECT_EQ(run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"set", json::array{"foo=1"}}}),
            "ERROR remotes of type acme have no setting 'foo'");
  EXPECT_EQ(said, "Settings: baseUrl, fallbackUrl, authority, deployer, serviceToken, level");
  EXPECT_FALSE(std::filesystem::exists(home.paths.config / "config.json"));
}

TEST_F(ConfigCommands, AnUnknownKeyThatIsThereStaysAndIsNoted) {
  home.put(home.paths.config / "config.json", R"({"of the future": 1, "chittyos": {"services": {"absent": {"tiemout": 3}, "acme": {"colour": "red", "baseUrl": "https://a.example"}}}})");
  EXPECT_EQ(run(config_set, {{"key", "chittyos.services.acme.level"}, {"value", "low"}}).find("ERROR"), std::string::npos) << said;
  EXPECT_EQ(run(config_set, {{"key", "chittyos.services.absent.more"}, {"value", "3"}}).find("ERROR"), std::string::npos) << said;
  EXPECT_NE(file().find("\"of the future\": 1"), std::string::npos);
  const auto told = run(config_validate, {});
  EXPECT_NE(told.find("unknown key 'of the future'; nothing reads it"), std::string::npos) << told;
  EXPECT_NE(told.find("unknown key 'chittyos.services.acme.colour'; nothing reads it"), std::string::npos) << told;
  EXPECT_NE(told.find("the settings of absent are not checked"), std::string::npos) << told;
  EXPECT_EQ(told.find("absent.tiemout"), std::string::npos) << told;
}

TEST_F(ConfigCommands, EditingAnInvalidCopyKeepsBoth) {
  run(config_set, {{"key", "chittyos.environment"}, {"value", "dev"}});
  ::unsetenv("VISUAL");
  ::setenv("EDITOR", "sed -i s/{/[/", 1);
  const std::string before = file();
  EXPECT_NE(run(config_edit, {}).find("nothing was changed"), std::string::npos);
  EXPECT_EQ(file(), before);
  EXPECT_TRUE(std::filesystem::exists(said.substr(said.find('/')))) << said;
  ::setenv("EDITOR", "sed -i s/dev/staging/", 1);
  EXPECT_NE(run(config_edit, {}).find("\"changed\":true"), std::string::npos);
  EXPECT_EQ(run(config_get, {{"key", "chittyos.environment"}}), "[\"staging\"]");
}

// Every command that changes something, with arguments that it would take: planned, it leaves the folders as they were.
TEST_F(ConfigCommands, WhatIsOnlyPlannedChangesNothing) {
  run(remote_add, {{"name", "t"}, {"type", "acme"}, {"base-url", "https://a.example"}, {"token", "canary-123456"}});
  ::setenv("EDITOR", "touch", 1);
  const auto everything = [&] {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home.root))
      all += entry.path().string() + (entry.is_regular_file() ? *read_file(entry.path()) : "") + "\n";
    return all;
  };
  const std::pair<Plans, json::object> commands[] = {
      {config_set, {{"key", "chittyos.token"}, {"value", "canary-abcdef"}}},
      {config_set, {{"key", "chittyos.environment"}, {"value", "staging"}}},
      {config_unset, {{"key", "remotes.t"}}},
      {config_edit, {}},
      {remote_add, {{"name", "u"}, {"type", "acme"}, {"base-url", "https://u.example"}, {"token", "canary-654321"}}},
      {remote_rename, {{"name", "t"}, {"new-name", "v"}}},
      {remote_remove, {{"name", "t"}}}};
  const auto before = everything();
  only_planned = true;
  for (const auto& [command, arguments] : commands) {
    EXPECT_EQ(run(command, arguments), "") << said;
    EXPECT_NE(said.find("config.json"), std::string::npos) << said;
    EXPECT_EQ(said.find("canary"), std::string::npos) << said;
    EXPECT_EQ(everything(), before) << said;
  }
  // What would be refused is refused.
  EXPECT_NE(run(remote_add, {{"name", "w"}, {"type", "acme"}, {"base-url", "nowhere"}}).find("ERROR"), std::string::npos);
  EXPECT_EQ(everything(), before);
}

}  // namespace
}  // namespace chitty::host
