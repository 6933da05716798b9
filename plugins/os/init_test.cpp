// chitty os init at a terminal, in a script, and again: what it asks, shows and writes.
#include <chitty/members.hpp>
#include <chitty/testkit/command_test.hpp>

namespace chitty {
namespace {

class Init : public testkit::CommandTest {
 protected:
  void SetUp() override {
    host.local = [](const std::string& action, const json::object& options) -> Result<json::value> {
      if (action == "status") return json::value{{"running", false}};
      const auto* port = options.if_contains("port");
      return json::value{{"baseUrl", "http://127.0.0.1:" + std::to_string(port ? port->as_int64() : 4271)}, {"tokenFile", "/d/owner.token"}, {"dataFolder", "/d"}, {"port", 4271}};
    };
  }
  bool noted(std::string_view words) const {
    for (const auto& line : host.notes)
      if (line.find(words) != std::string::npos) return true;
    return false;
  }
};

TEST_F(Init, AsksAtATerminalAndShowsWhatItWouldWrite) {
  host.answers = {"", "env:DATABASE_URL", "5000", "chittyid, chittyauth", "y"};
  const auto done = run("os init");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(host.questions.size(), 5u);
  EXPECT_EQ(host.config.at("chittyos.enabledServices"), (json::array{"chittyid", "chittyauth"}));
  EXPECT_EQ(host.config.at("chittyos.baseUrl"), "http://127.0.0.1:5000");
  EXPECT_EQ(host.config.at("chittyos.sharedDatabase"), "env:DATABASE_URL");
  EXPECT_TRUE(noted("+ chittyos.baseUrl = http://127.0.0.1:5000"));
}

TEST_F(Init, WritesNothingWhereThePersonDoesNotAgree) {
  host.answers = {"", "", "", "", "n"};
  const auto done = run("os init");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::cancelled);
  EXPECT_TRUE(host.config.empty());
}

TEST_F(Init, AWrongPortIsSaidBeforeAnythingIsDone) {
  host.answers = {"", "", "many"};
  EXPECT_EQ(run("os init").error().message, "invalid port 'many': expected a number from 0 to 65535");
  EXPECT_TRUE(host.config.empty());
}

TEST_F(Init, AgainItChangesWhatIsAskedAndShowsTheDifference) {
  ASSERT_TRUE(run("os init", {{"env", "local"}}));
  EXPECT_FALSE(noted("+ chittyos")) << "what is new is in the record";
  host.config["chittyos.mine"] = "kept";
  ASSERT_TRUE(run("os init", {{"database", "sqlite:/elsewhere.db"}}));
  EXPECT_TRUE(noted("- chittyos.sharedDatabase = sqlite:/d/chittyos.db"));
  EXPECT_TRUE(noted("+ chittyos.sharedDatabase = sqlite:/elsewhere.db"));
  EXPECT_EQ(host.records.at(1).at("changes").as_array().size(), 1u);
  EXPECT_EQ(host.config.at("chittyos.mine"), "kept");
}

TEST_F(Init, ServicesAreChosenAndAllOfThemAgain) {
  ASSERT_TRUE(run("os init", {{"services", {"chittyid"}}}));
  EXPECT_EQ(host.config.at("chittyos.enabledServices"), json::array{"chittyid"});
  ASSERT_TRUE(run("os init", {{"port", 4271}}));
  EXPECT_EQ(host.config.at("chittyos.enabledServices"), json::array{"chittyid"}) << "what was not asked for stays";
  ASSERT_TRUE(run("os init", {{"services", {"all"}}}));
  EXPECT_FALSE(host.config.contains("chittyos.enabledServices") && !host.config.at("chittyos.enabledServices").is_null());
  EXPECT_EQ(run("os init", {{"env", "staging"}, {"base-url", "https://x"}, {"services", {"chittyid"}}}).error().code, Code::invalid_argument);
}

TEST_F(Init, KnowsAnotherEnvironmentByItsAddress) {
  host.config = {{"chittyos.environment", "local"}, {"chittyos.baseUrl", "http://127.0.0.1:4271"}};
  EXPECT_EQ(run("os init", {{"env", "staging"}}).error().message, "missing required option '--base-url'");
  ASSERT_TRUE(run("os init", {{"env", "staging"}, {"base-url", "https://os.example"}, {"token", "env:T"}}));
  EXPECT_EQ(host.config.at("chittyos.environment"), "local");
  EXPECT_EQ(host.config.at("chittyos.environments.staging.baseUrl"), "https://os.example");
  EXPECT_EQ(host.config.at("chittyos.environments.staging.token"), "env:T");
  EXPECT_TRUE(noted("use this one with --env staging"));
}

TEST_F(Init, ATokenInUseIsNeverTakenAway) {
  host.config = {{"chittyos.environment", "staging"}, {"chittyos.baseUrl", "https://os.example"}, {"chittyos.token", "env:OLD"}};
  const auto done = run("os init", {{"env", "staging"}, {"token", "env:NEW"}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::conflict);
  EXPECT_EQ(host.config.at("chittyos.token"), "env:OLD");
}

TEST_F(Init, ATokenThatIsTypedIsKeptAsASecret) {
  ASSERT_TRUE(run("os init", {{"env", "staging"}, {"base-url", "https://os.example"}, {"token", "a-secret-of-mine"}}));
  EXPECT_EQ(host.secrets.at("staging.token"), "a-secret-of-mine");
  EXPECT_EQ(json::serialize(host.records).find("a-secret-of-mine"), std::string::npos);
  for (const auto& line : host.notes) EXPECT_EQ(line.find("a-secret-of-mine"), std::string::npos);
}

TEST_F(Init, OptionsOfThisMachineAreNotForAnother) {
  EXPECT_EQ(run("os init", {{"env", "staging"}, {"base-url", "https://os.example"}, {"port", 5000}}).error().code, Code::invalid_argument);
  EXPECT_EQ(run("os init", {{"base-url", "https://os.example"}}).error().code, Code::invalid_argument);
}

}  // namespace
}  // namespace chitty
