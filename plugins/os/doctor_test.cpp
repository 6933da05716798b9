// The doctor against a fake machine: what it finds, what it does not check because of what, and what --fix mends.
#include <chitty/members.hpp>
#include <chitty/testkit/command_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace chitty {
namespace {

namespace fs = std::filesystem;

class Doctor : public testkit::CommandTest {
 protected:
  fs::path home;

  void SetUp() override {
    char name[] = "/tmp/chitty-doctor-XXXXXX";
    home = ::mkdtemp(name);
    for (const auto& [variable, folder] : {std::pair("XDG_CONFIG_HOME", "config"), std::pair("XDG_DATA_HOME", "data"), std::pair("HOME", ".")})
      ::setenv(variable, (home / folder).c_str(), 1);
    ::setenv("SHELL", "/bin/bash", 1);
    write("config/chitty/config.json", "{}", 0600);
    write("data/chitty/local/owner.token", "t", 0600);
    fs::permissions(home / "data/chitty/local", fs::perms::owner_all);
    write("data/bash-completion/completions/chitty", "x", 0644);
    host.now_ms = 1'795'959'600'000;
    host.remotes["chittyd"] = {{"environment", "local"}, {"baseUrl", "http://127.0.0.1:4271"}};
    host.secrets["chittyd/"] = "t";
    host.local = [this](const std::string& action, const json::object&) -> Result<json::value> {
      if (action == "init") return json::value{{"baseUrl", "http://127.0.0.1:4271"}, {"tokenFile", "/d/owner.token"}, {"dataFolder", "/d"}, {"port", 4271}};
      return daemon;
    };
  }
  void TearDown() override {
    fs::remove_all(home);
    testkit::CommandTest::TearDown();
  }

  json::value daemon = {{"running", true}, {"address", "http://127.0.0.1:4271"}, {"pid", 7}, {"database", "sqlite"}, {"services", json::array{json::object{{"name", "acme"}, {"status", "ok"}}}}};

  void write(const char* path, const char* text, unsigned mode) {
    fs::create_directories((home / path).parent_path());
    std::ofstream(home / path) << text;
    ::chmod((home / path).c_str(), mode);
  }
  // What the host's own commands say of a machine on which all is well.
  void usual() {
    host.commands.on({"config", "path"}).gives({{{"path", (home / "config/chitty/config.json").string()}}});
    host.commands.on({"config", "validate"});
    host.commands.on({"plugin", "list"}).gives({{{"name", "acme"}, {"state", "ready"}, {"path", "/p/acme.so"}}});
    host.commands.on({"remote", "list"}).gives({{{"name", "acme"}, {"type", "acme"}, {"baseUrl", "http://127.0.0.1:4271/acme"}, {"plugin", "installed"}}});
    host.commands.on({"auth", "status"}).gives({{{"name", "ada"}, {"inUse", true}, {"state", "valid"}, {"expiresAt", "2027-11-29T13:40:00Z"}}});
    host.replies.on("GET", "/health").answer_text(200, "{}", {{"date", "Sun, 29 Nov 2026 13:40:00 GMT"}});
  }
  json::object found(std::string_view id) {
    for (const auto& row : host.records)
      if (text_in(row, "id") == id) return row.as_object();
    return {};
  }
  std::string state(std::string_view id) { return text_in(found(id), "state"); }
};

TEST_F(Doctor, OfAMachineOnWhichAllIsWellSaysSo) {
  usual();
  const auto done = run("os doctor");
  ASSERT_TRUE(done) << done.error().message;
  for (const auto* id : {"disk", "files", "config.valid", "plugins", "config.setup", "daemon", "database", "services", "tls", "clock", "token", "reach", "completion"})
    EXPECT_TRUE(state(id) == "ok" || std::string(id) == "disk") << id << ": " << json::serialize(found(id));
  EXPECT_EQ(state("plugins.lock"), "not checked");
  EXPECT_EQ(text_in(found("plugins.lock"), "message"), "the plugins are not pinned");
}

TEST_F(Doctor, AFailedRootLeavesWhatNeedsItUnchecked) {
  host.commands.on({"config", "path"});
  host.commands.on({"config", "validate"}).fails(Code::configuration, "config.json:1:1: not JSON.");
  host.commands.on({"plugin", "list"});
  const auto done = run("os doctor");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::configuration);
  EXPECT_EQ(done.error().message, "config.valid: config.json:1:1: not JSON");
  EXPECT_EQ(done.error().hint, "Mend it: chitty config edit");
  for (const auto* id : {"config.setup", "daemon", "database", "services", "tls", "clock", "token", "reach"}) EXPECT_EQ(state(id), "not checked") << id;
  EXPECT_EQ(text_in(found("tls"), "message"), "because of config.valid");
  EXPECT_EQ(state("files"), "ok");
}

TEST_F(Doctor, ADaemonThatIsDownIsTheFirstCauseAndItsParts) {
  host.commands.on({"config", "path"});
  host.commands.on({"config", "validate"});
  host.commands.on({"plugin", "list"});
  host.commands.on({"remote", "list"});
  daemon = {{"running", false}};
  const auto done = run("os doctor");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::unreachable);
  EXPECT_EQ(done.error().message, "daemon: chittyd is not running");
  EXPECT_EQ(done.error().hint, "Mend it: chitty os up");
  EXPECT_EQ(text_in(found("database"), "message"), "because of daemon");
}

TEST_F(Doctor, FixTakesAwayWhatOthersMayReadAndTheSecondTimeDoesNothing) {
  ::chmod((home / "config/chitty/config.json").c_str(), 0644);
  write("data/chitty/secrets/a b", "s", 0664);
  fs::permissions(home / "data/chitty/secrets", fs::perms::owner_all);
  usual();
  const auto found_first = run("os doctor");
  ASSERT_FALSE(found_first);
  EXPECT_EQ(found_first.error().message, "files.secrets.a b: " + (home / "data/chitty/secrets/a b").string() + " can be read by others");
  EXPECT_EQ(state("files.config"), "warning");
  EXPECT_EQ(text_in(found("token"), "message"), "because of files");
  host.commands = {};
  EXPECT_EQ(text_in(found("files.secrets.a b"), "mend"), "chmod 600 '" + (home / "data/chitty/secrets/a b").string() + "'");
  host.records.clear();
  usual();
  ASSERT_TRUE(run("os doctor", {{"fix", true}}));
  EXPECT_EQ(state("files.config"), "ok");
  struct stat facts {};
  ::stat((home / "config/chitty/config.json").c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  host.records.clear();
  usual();
  ASSERT_TRUE(run("os doctor", {{"fix", true}}));
  EXPECT_EQ(state("files"), "ok");
  for (const auto& row : host.records) EXPECT_FALSE(text_in(row, "message").starts_with("mended")) << json::serialize(row);
}

TEST_F(Doctor, FixWritesDownWhereTheLocalChittyOSIs) {
  host.remotes.clear();
  host.commands.on({"config", "path"});
  host.commands.on({"config", "validate"});
  host.commands.on({"plugin", "list"});
  host.commands.on({"remote", "list"});
  const auto without = run("os doctor");
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().message, "config.setup: the configuration does not say where the local ChittyOS is");
  EXPECT_EQ(without.error().hint, "Mend it: chitty os init --yes");
  host.commands.on({"config", "path"});
  host.commands.on({"config", "validate"});
  host.commands.on({"plugin", "list"});
  host.commands.on({"remote", "list"});
  host.records.clear();
  ASSERT_TRUE(run("os doctor", {{"fix", true}}));
  EXPECT_EQ(host.config.at("chittyos.baseUrl"), "http://127.0.0.1:4271");
  EXPECT_EQ(state("config.setup"), "ok");
}

TEST_F(Doctor, ARefusedPluginIsNamedWithItsReason) {
  usual();
  host.commands = {};
  host.commands.on({"config", "path"});
  host.commands.on({"config", "validate"});
  host.commands.on({"plugin", "list"}).gives({{{"name", "bad"}, {"state", "refused"}, {"path", "/p/bad.so"}, {"reason", "built for ABI 9.0"}}});
  host.commands.on({"remote", "list"});
  host.commands.on({"auth", "status"}).gives({});
  const auto done = run("os doctor");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "plugins.bad: /p/bad.so is refused: built for ABI 9.0");
  EXPECT_EQ(text_in(found("plugins.lock"), "message"), "because of plugins");
}

TEST_F(Doctor, AClockThatIsWrongAndATokenThatEndsAreSaid) {
  usual();
  host.now_ms += 3'600'000;
  const auto done = run("os doctor");
  ASSERT_FALSE(done);
  EXPECT_EQ(text_in(found("clock"), "message"), "this machine's clock is 3600 s ahead of the server's");
  EXPECT_EQ(text_in(found("token"), "message"), "because of clock");
  host.commands = {};
  host.replies = {};
  host.records.clear();
  host.now_ms = 1'827'300'000'000;  // 2027-11-27
  usual();
  host.replies = {};
  host.replies.on("GET", "/health").answer_text(200, "{}");
  ASSERT_TRUE(run("os doctor"));
  EXPECT_EQ(state("clock"), "not checked");
  EXPECT_EQ(state("token"), "warning") << json::serialize(found("token"));
  EXPECT_EQ(text_in(found("token"), "mend"), "chitty auth token refresh");
}

TEST_F(Doctor, ARemoteThatDoesNotAnswerIsAFailureOfItsOwn) {
  usual();
  host.commands = {};
  host.commands.on({"config", "path"});
  host.commands.on({"config", "validate"});
  host.commands.on({"plugin", "list"});
  host.commands.on({"auth", "status"}).fails(Code::unreachable, "The service cannot be reached.");
  host.commands.on({"remote", "list"}).gives({{{"name", "tracker"}, {"type", "board"}, {"baseUrl", "https://tracker.example"}, {"plugin", "installed"}}, {{"name", "half"}, {"type", "board"}, {"baseUrl", ""}, {"plugin", "missing"}}});
  host.probe = [](const json::array&, std::uint64_t) -> Result<json::array> { return json::array{json::object{{"reason", "timeout"}, {"durationMs", 5000}}}; };
  const auto done = run("os doctor");
  ASSERT_FALSE(done);
  EXPECT_EQ(text_in(found("reach.tracker"), "message"), "tracker at https://tracker.example: hanging, no answer within 5 s");
  EXPECT_EQ(text_in(found("reach.half"), "message"), "it has no address");
  EXPECT_NE(done.error().message.find("2 failures, first token"), std::string::npos) << done.error().message;
}

}  // namespace
}  // namespace chitty
