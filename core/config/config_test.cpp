#include "config/config.hpp"
#include "config/test_home.hpp"
#include "config/validate.hpp"

namespace chitty::host {
namespace {

class ConfigTest : public TestHome {};

TEST_F(ConfigTest, NoFileIsAnEmptyConfiguration) {
  const auto config = load();
  ASSERT_TRUE(config);
  EXPECT_TRUE(config->effective().empty());
  EXPECT_EQ(config->environment(), "local");
  EXPECT_FALSE(std::filesystem::exists(file()));  // reading writes nothing
}

TEST_F(ConfigTest, NothingIsReadBeforeItIsNeeded) {
  user("{ broken");
  Config config = Config::at(paths, folder);
  EXPECT_EQ(config.file(), file());
  EXPECT_FALSE(config.ready());
}

TEST_F(ConfigTest, FindsByDottedKeyAndPointer) {
  user(R"({"chittyos": {"services": {"acme": {"tags": ["a", {"b": 2}]}}}, "odd": {"a.b": 1}})");
  const auto config = load();
  EXPECT_EQ(*config->find("chittyos.services.acme.tags.0"), "a");
  EXPECT_EQ(*config->find("chittyos.services.acme.tags.1.b"), 2);
  EXPECT_EQ(*config->find("/odd/a.b"), 1);
  for (const auto* absent : {"chittyos.x", "chittyos.services.acme.tags.9", "chittyos.services.acme.tags.x", "odd.a.b", "", "."})
    EXPECT_EQ(config->find(absent), nullptr) << absent;
}

TEST_F(ConfigTest, EnvironmentByOptionVariableFileDefault) {
  user(R"({"chittyos": {"environment": "staging"}})");
  const auto config = load();
  EXPECT_EQ(config->environment("dev"), "dev");
  EXPECT_EQ(config->environment(), "staging");
  ::setenv("CHITTY_ENV", "production", 1);
  EXPECT_EQ(config->environment(), "production");
}

TEST_F(ConfigTest, UnknownEnvironmentNamesTheKnown) {
  user(R"({"chittyos": {"environments": {"qa": {}}}})");
  const auto config = load();
  EXPECT_TRUE(config->known_environment("qa"));
  EXPECT_TRUE(config->known_environment("moon", {"moon"}));
  const auto unknown = config->known_environment("prod");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "unknown environment 'prod'");
  EXPECT_EQ(unknown.error().hint.substr(0, 49), "Environments: dev, local, production, qa, staging");
  EXPECT_EQ(unknown.error().code, Code::invalid_argument);
}

TEST_F(ConfigTest, MalformedFilesAreRefusedAtTheirPlace) {
  const std::string at = file().string();
  const std::pair<const char*, std::string> cases[] = {
      {"{\n  \"chittyos\": {,}\n}", at + ":2:16: invalid JSON: syntax error at ','."},
      {"[]", at + ":1:1: The configuration must be a JSON object."},
      {"{\"chittyos\": {\n \"bseUrl\": \"https://a.test\"}}", at + ":2:12: unknown key 'chittyos.bseUrl'"},
      {"{\"chittyos\": 3}", at + ":1:14: chittyos must be an object, not a number."},
      {"{\n \"chittyos\": {\"token\": []}}", at + ":2:24: chittyos.token must be a string, not an array."},
      {"{\"chittyos\": {\"baseUrl\": \"ftp://x\"}}", at + ":1:26: chittyos.baseUrl is not a valid address: it must begin with https:// or http://."},
      {"{\"chittyos\": {\"services\": {\"acme\": {\"baseUrl\": \"https://u:p@x\"}}}}",
       at + ":1:48: chittyos.services.acme.baseUrl is not a valid address: it holds a name or password, which belong in a secret setting."},
      {"{\"chittyos\": {\"quotas\": {\"acme\": {\"a\": -1}}}}", at + ":1:40: chittyos.quotas.acme.a must be an integer of 0 or more (0: no limit)."},
      {"{\"chittyos\": {\"reach\": \"127.0.0.1\"}}", at + ":1:24: chittyos.reach must be an array of hosts or addresses, not a string."},
      {"{\"chittyos\": {\"reach\": [5]}}", at + ":1:24: chittyos.reach must have texts only, not a number."},
      {"{\"chittyos\": {\"reach\": [\"http://a\"]}}", at + ":1:24: chittyos.reach: 'http://a' is not a host or an address with or without a port."},
      {"{\"chittyos\": {\"quotas\": {\"acme\": 5}}}", at + ":1:34: chittyos.quotas.acme must be an object, not a number."},
      {"{\"remotes\": {\"a\": {}}}", at + ":1:19: remotes.a has no type."},
      {"{\"remotes\": {\"a b\": {\"type\": \"x\"}}}", at + ":1:21: The name of a remote may have letters, digits, '-' and '_' only: \"a b\"."},
      {"{\"chittyos\": {\"environment\": \"\"}}", at + ":1:30: The name of an environment must have 1 to 64 characters: \"\"."},
      {"{\"chittyos\": {\"environments\": {\"qa\": {\"remotes\": {\"a\": 1}}}}}", at + ":1:56: chittyos.environments.qa.remotes.a must be an object, not a number."},
  };
  for (const auto& [text, message] : cases) {
    user(text);
    EXPECT_EQ(load_error(), message) << text;
    EXPECT_EQ(load().error().code, Code::configuration);
    EXPECT_FALSE(load().error().hint.empty());
  }
}

TEST_F(ConfigTest, UnreadableFilesAreSentences) {
  std::filesystem::create_directory(file());
  EXPECT_EQ(load_error(), "Cannot read " + file().string() + ": Is a directory");
  std::filesystem::remove(file());
  ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
  EXPECT_EQ(load_error(), "Cannot read " + file().string() + ": it is not a file.");
}

TEST_F(ConfigTest, AnEnvironmentDescribedTwiceIsRefused) {
  user(R"({"chittyos": {"token": "env:A", "environments": {"local": {"baseUrl": "https://a.example"}}}})");
  EXPECT_NE(load_error().find("The environment local is described twice"), std::string::npos);
  user(R"({"chittyos": {"environments": {"local": {"baseUrl": "https://a.example"}}}, "remotes": {}})");
  EXPECT_EQ(load_error(), "");  // remotes above, address in the block: no doubt about either
}

TEST_F(ConfigTest, SwitchingTheEnvironmentKeepsEachItsOwn) {
  user(R"({"chittyos": {"baseUrl": "http://127.0.0.1:1", "token": "env:LOCAL", "keep": 1,
    "environments": {"staging": {"baseUrl": "https://s.example", "token": "env:STAGING", "note": "x"}}},
    "remotes": {"tracker": {"type": "acme"}}})");
  auto config = *load();
  ASSERT_TRUE(config.set("chittyos.environment", "staging"));
  EXPECT_EQ(config.effective(), json::parse(R"({"chittyos": {"environment": "staging", "baseUrl": "https://s.example", "token": "env:STAGING", "keep": 1,
    "environments": {"staging": {"note": "x"}, "local": {"baseUrl": "http://127.0.0.1:1", "token": "env:LOCAL", "remotes": {"tracker": {"type": "acme"}}}}}})"));
  ASSERT_TRUE(config.set("chittyos.environment", "local"));
  EXPECT_EQ(*config.find("chittyos.baseUrl"), "http://127.0.0.1:1");
  EXPECT_EQ(*config.find("chittyos.environments.staging.token"), "env:STAGING");
  EXPECT_EQ(*config.find("remotes.tracker.type"), "acme");
  const auto unknown = config.set("chittyos.environment", "stagin");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "unknown environment 'stagin'");
}

TEST_F(ConfigTest, ValidateRefusesAnEnvironmentThatIsNowhere) {
  write(file(), R"({"chittyos": {"environment": "stagin"}})", 0600);
  const KnownTypes none{.remote_type = [](std::string_view) { return std::optional<RemoteType>(); }, .is_command_word = [](std::string_view) { return false; }};
  const auto problems = validate_config(file(), folder / "chitty.json", none);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].message, "unknown environment 'stagin'");
  EXPECT_EQ(problems[0].hint.substr(0, 23), "Did you mean 'staging'?");
  EXPECT_FALSE(problems[0].warning);
  write(file(), R"({"chittyos": {"environment": "qa", "environments": {"qa": {}}}})", 0600);
  EXPECT_TRUE(validate_config(file(), folder / "chitty.json", none).empty());
}

TEST_F(ConfigTest, ValidateTellsEverythingAtItsPlace) {
  write(file(),
        "{\n  \"chittyos\": {\"baseUrl\": \"http://far.example\", \"token\": \"canary-literal\",\n    \"services\": {\"acme\": {\"level\": \"mid\"}, \"other\": {}}},\n"
        "  \"remotes\": {\"plugin\": {\"type\": \"acme\", \"type\": \"acme\", \"boardKey\": 3}}\n}",
        0644);
  const KnownTypes known{.remote_type = [](std::string_view type) { return type == "acme" ? std::optional(acme()) : std::nullopt; },
                         .is_command_word = [](std::string_view word) { return word == "plugin"; }};
  std::vector<std::string> seen;
  for (const auto& problem : validate_config(file(), folder / "chitty.json", known)) {
    EXPECT_EQ(problem.file, file().string());
    EXPECT_EQ(problem.message.find("canary"), std::string::npos);
    seen.push_back((problem.warning ? "w " : "e ") + std::to_string(problem.position.line) + ":" + std::to_string(problem.position.column) + " " + problem.message);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{
                      "e 3:36 chittyos.services.acme.level must be one of \"low\", \"high\".",
                      "e 4:70 remotes.plugin.boardKey must be a string, not a number.",
                      "w 4:42 remotes.plugin.type is set twice here; the last one counts",
                      "w 1:1 others may read or write this file",
                      "w 2:27 chittyos.baseUrl sends everything unencrypted, tokens included",
                      "w 2:58 chittyos.token holds the secret in plain text",
                      "w 3:53 No plugin for other is installed, so the settings of other are not checked.",
                      "w 4:25 The remote plugin has the name of a command, which comes first."}));
}

}  // namespace
}  // namespace chitty::host
