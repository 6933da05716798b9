#include "config/secret/credential.hpp"

#include <gmock/gmock.h>

#include "config/secret/secrets.hpp"
#include "config/test_home.hpp"

namespace chitty::host {
namespace {

using ::testing::HasSubstr;

class Credentials : public TestHome {
 protected:
  Credentials() {
    type.type = "acme";
    type.settings =
        json::parse(R"({"type":"object","properties":{"serviceToken":{"secret":true},"clientSecret":{"secret":true}}})")
            .get_object();
  }

  Config config() { return Config::load(paths, folder).value(); }
  Result<std::string> keep(const std::string& value, const std::string& name = "",
                           const std::string& environment = "local", const std::string& setting = "",
                           bool shared = false) {
    Config one = config();
    return keep_credential(one, paths, {type, name, environment, setting, shared}, value);
  }
  std::string kept(const std::string& name) { return read(paths.data / "secrets" / name); }
  std::string credential(const std::string& name = "", const std::string& environment = "local",
                         const std::string& setting = "") {
    const auto reference = config().secret(type, name, environment, setting);
    if (!reference) return "ERROR " + reference.error().message;
    const auto value = resolve_secret(*reference, paths);
    return value ? *value : "ERROR " + value.error().message;
  }

  RemoteType type;
};

constexpr const char* two_environments =
    R"({"chittyos":{"environment":"local","baseUrl":"http://127.0.0.1:1","environments":{"staging":{"baseUrl":"https://acme.example"}}},
        "remotes":{"board":{"type":"acme","baseUrl":"https://board.example"}}})";

TEST_F(Credentials, EachEnvironmentAndRemoteHasItsOwn) {
  write(file(), two_environments);
  EXPECT_EQ(keep("canary-local-one").value(), "chittyos.services.acme.serviceToken");
  EXPECT_EQ(keep("canary-staging-one", "", "staging").value(),
            "chittyos.environments.staging.services.acme.serviceToken");
  EXPECT_EQ(keep("canary-board-one", "board").value(), "remotes.board.serviceToken");
  EXPECT_EQ(keep("canary-client-one", "board", "local", "clientSecret").value(), "remotes.board.clientSecret");
  EXPECT_EQ(keep("canary-shared-one", "", "staging", "", true).value(), "chittyos.environments.staging.token");
  EXPECT_EQ(kept("local.services.acme.serviceToken"), "canary-local-one\n");
  EXPECT_EQ(kept("staging.services.acme.serviceToken"), "canary-staging-one\n");
  EXPECT_EQ(kept("local.remotes.board.serviceToken"), "canary-board-one\n");
  EXPECT_EQ(kept("staging.token"), "canary-shared-one\n");
  EXPECT_EQ(credential(), "canary-local-one");
  EXPECT_EQ(credential("", "staging"), "canary-staging-one");
  EXPECT_EQ(credential("board"), "canary-board-one");
  EXPECT_EQ(credential("board", "local", "clientSecret"), "canary-client-one");
  struct stat facts {};
  ASSERT_EQ(::stat((paths.data / "secrets" / "staging.token").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  EXPECT_THAT(read(file()), ::testing::Not(HasSubstr("canary")));
}

// The named environment's part moves into its block; its secret must not become the other's.
TEST_F(Credentials, NamingAnotherEnvironmentMixesNothing) {
  write(file(), two_environments);
  ASSERT_TRUE(keep("canary-local-two", "", "local", "", true));
  Config one = config();
  ASSERT_TRUE(one.set("chittyos.environment", json::value("staging")));
  ASSERT_TRUE(keep("canary-staging-two", "", "staging", "", true));
  EXPECT_EQ(credential("", "staging"), "canary-staging-two");
  EXPECT_EQ(credential("", "local"), "canary-local-two");
}

TEST_F(Credentials, AnAddressInItsBlockKeepsItsTokenThere) {
  write(file(), R"({"chittyos":{"environments":{"local":{"baseUrl":"http://127.0.0.1:1"}}}})");
  EXPECT_EQ(keep("canary-block", "", "local", "", true).value(), "chittyos.environments.local.token");
  EXPECT_EQ(credential(), "canary-block");
}

TEST_F(Credentials, ARotationReplacesTheSecretOnly) {
  write(file(), two_environments);
  ASSERT_TRUE(keep("canary-first"));
  const auto before = read(file());
  ASSERT_TRUE(keep("canary-second"));
  EXPECT_EQ(read(file()), before);
  EXPECT_EQ(credential(), "canary-second");
}

TEST_F(Credentials, AFailureLeavesTheEarlierOneInForce) {
  write(file(), two_environments);
  ASSERT_TRUE(keep("canary-earlier"));
  const auto before = read(file());
  // Refused by the configuration: the file says two things of one environment.
  write(
      file(),
      R"({"chittyos":{"environment":"local","baseUrl":"http://127.0.0.1:1","services":{"acme":{"serviceToken":"env:OTHER"}},
                    "environments":{"local":{"token":"x"}}}})");
  EXPECT_FALSE(Config::load(paths, folder));
  write(file(), before);
  Config one = config();
  write(file(), R"({"chittyos":7})");  // spoiled after it was read
  EXPECT_FALSE(keep_credential(one, paths, {type, "", "local", "", false}, "canary-later"));
  write(file(), before);
  EXPECT_EQ(credential(), "canary-earlier");
}

TEST_F(Credentials, AFirstOneThatCannotBeReferredToIsNotKept) {
  write(file(), two_environments);
  Config one = config();
  std::filesystem::remove(file());
  std::filesystem::create_directories(file() / "in-the-way");
  EXPECT_FALSE(keep_credential(one, paths, {type, "", "local", "", false}, "canary-later"));
  EXPECT_FALSE(std::filesystem::exists(paths.data / "secrets" / "local.services.acme.serviceToken"));
}

TEST_F(Credentials, WhereItWouldNeverBeSentItIsRefused) {
  EXPECT_EQ(keep("canary-x").error().code, Code::configuration);  // no such remote
  write(file(), R"({"chittyos":{"services":{"acme":{"baseUrl":"https://acme.example"}}}})");
  EXPECT_THAT(keep("canary-x", "", "local", "", true).error().message, HasSubstr("has no baseUrl"));
  EXPECT_THAT(keep("canary-x", "", "local", "colour").error().message, HasSubstr("is not a secret"));
  for (const auto& bad : {std::string(), std::string("canary\nX: y"), std::string("canary\0x", 8)})
    EXPECT_EQ(keep(bad).error().code, Code::invalid_argument);
  type.auth = "none";
  EXPECT_THAT(keep("canary-x").error().message, HasSubstr("take no credential"));
  EXPECT_FALSE(std::filesystem::exists(paths.data / "secrets"));
}

// A stranger's chitty.json moves the address: what is kept would be withheld, and what is asked for is not given.
TEST_F(Credentials, AProjectsAddressGetsNone) {
  write(file(),
        R"({"remotes":{"board":{"type":"acme","baseUrl":"https://mine.example","clientSecret":"canary-client"}}})");
  ASSERT_EQ(credential("board", "local", "clientSecret"), "canary-client");
  write(folder / "chitty.json", R"({"remotes":{"board":{"type":"acme","baseUrl":"https://stranger.example"}}})");
  EXPECT_THAT(keep("canary-x", "board").error().message, HasSubstr("stranger.example"));
  EXPECT_FALSE(std::filesystem::exists(paths.data / "secrets" / "local.remotes.board.serviceToken"));
  EXPECT_THAT(credential("board", "local", "clientSecret"), HasSubstr("goes only where your own file says"));
}

TEST_F(Credentials, WhatIsNotThereIsNotFound) {
  write(file(), two_environments);
  EXPECT_EQ(config().secret(type, "", "local", "").error().code, Code::not_found);
  EXPECT_EQ(config().secret(type, "", "local", "clientSecret").error().code, Code::not_found);
  EXPECT_EQ(config().secret(type, "", "local", "baseUrl").error().code, Code::invalid_argument);
}

}  // namespace
}  // namespace chitty::host
