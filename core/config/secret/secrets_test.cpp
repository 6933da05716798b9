#include "config/secret/secrets.hpp"

#include "base/files.hpp"
#include "config/secret/secret_words.hpp"
#include "config/test_home.hpp"

#include <csignal>
#include <thread>

namespace chitty::host {
namespace {

class SecretsTest : public TestHome {
 protected:
  std::string get(std::string_view reference, bool may_execute = true) const {
    const auto value = resolve_secret(reference, paths, may_execute);
    if (value) return *value;
    EXPECT_EQ(value.error().code, Code::configuration);
    EXPECT_FALSE(value.error().hint.empty()) << value.error().message;
    return "ERROR " + value.error().message;
  }
  // Is it killed? Whoever inherits it may take a moment to bury it.
  bool goes(pid_t child) const {
    for (int i = 0; i < 100; ++i) {
      const std::string state = read("/proc/" + std::to_string(child) + "/stat");
      if (state.empty() || state.find(") Z") != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
};

TEST_F(SecretsTest, OfTheEnvironment) {
  ::setenv("CHITTY_TEST_SECRET", "canary-env", 1);
  EXPECT_EQ(get("env:CHITTY_TEST_SECRET"), "canary-env");
  ::unsetenv("CHITTY_TEST_SECRET");
  EXPECT_EQ(get("env:CHITTY_TEST_SECRET"), "ERROR cannot read the secret env:CHITTY_TEST_SECRET: the variable is not set");
}

TEST_F(SecretsTest, OfAFile) {
  write(root / "token", "canary-file\r\n");
  EXPECT_EQ(get("file:~/token"), "canary-file");
  EXPECT_EQ(get("file:" + (root / "token").string()), "canary-file");
  write(paths.config / "near", "canary-near");
  EXPECT_EQ(get("file:near"), "canary-near");
  EXPECT_EQ(get("file:~/absent"), "ERROR cannot read the secret file:~/absent: No such file or directory");
  EXPECT_EQ(get("file:~"), "ERROR cannot read the secret file:~: it is not a file");
  write(root / "empty", "\n");
  EXPECT_EQ(get("file:~/empty"), "ERROR cannot read the secret file:~/empty: it is empty");
  write(root / "lines", "one\ntwo\n");
  EXPECT_EQ(get("file:~/lines"), "ERROR cannot read the secret file:~/lines: it has more than one line");
}

TEST_F(SecretsTest, AFileOpenToOthersIsRefused) {
  for (const unsigned mode : {0644u, 0640u, 0602u, 0620u}) {
    write(root / "token", "canary-open", mode);
    EXPECT_EQ(get("file:~/token"), "ERROR cannot read the secret file:~/token: others may read or write the file");
  }
  EXPECT_NE(resolve_secret("file:~/token", paths).error().hint.find("chmod 600"), std::string::npos);
}

TEST_F(SecretsTest, OfACommand) {
  EXPECT_EQ(get("exec:echo canary-exec"), "canary-exec");
  EXPECT_EQ(get("exec:echo canary-exec; echo complaint >&2"), "canary-exec");
  EXPECT_EQ(get("exec:cat"), "ERROR cannot read the secret of an exec: reference: it is empty");  // no input to wait for
  EXPECT_EQ(get("exec:echo canary-exec; exit 3"), "ERROR The command of an exec: reference ended with status 3.");
  EXPECT_EQ(get("exec:kill -9 $$"), "ERROR The command of an exec: reference was ended by signal 9.");
  EXPECT_EQ(get("exec:/no/such/program"), "ERROR The command of an exec: reference ended with status 127.");
  EXPECT_EQ(get("exec:head -c 100000 /dev/zero"), "ERROR The command of an exec: reference wrote more than 64 KiB.");
  EXPECT_EQ(get("exec:touch " + (root / "ran").string(), false), "ERROR A project's file may not run commands, so an exec: reference in it is refused.");
  EXPECT_FALSE(std::filesystem::exists(root / "ran"));
}

TEST_F(SecretsTest, ACommandThatHangsEndsWithAllThatItStarted) {
  const auto pid_file = (root / "pid").string();
  const auto done = run_for_secret("sleep 600 & echo $! > " + pid_file + "; wait", std::chrono::milliseconds(300));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "The command of an exec: reference took longer than 0 seconds.");
  EXPECT_TRUE(goes(std::stoi(read(pid_file))));
}

TEST_F(SecretsTest, ACommandEndsAtOnceWhenTheCallIsStopped) {
  const auto pid_file = (root / "pid").string();
  for (const char* output : {"", "exec >&-; "}) {  // open, and closed before the command ends
    CancelToken cancel;
    const auto start = std::chrono::steady_clock::now();
    std::thread person([&] {
      while (read(pid_file).find('\n') == std::string::npos) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      cancel.cancel(CancelToken::Why::interrupted);
    });
    const auto command = "exec:" + std::string(output) + "trap '' INT TERM; sleep 600 & echo $! > " + pid_file + "; wait";
    const auto done = resolve_secret(command, paths, true, &cancel);
    person.join();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Code::cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
    EXPECT_TRUE(goes(std::stoi(read(pid_file))));
    std::filesystem::remove(pid_file);
  }
}

TEST_F(SecretsTest, ACommandEndsWhenTheTimeOfTheCallIsOver) {
  CancelToken cancel;
  cancel.set_deadline(CancelToken::Clock::now() + std::chrono::milliseconds(300));
  const auto done = run_for_secret("sleep 600", std::chrono::seconds(30), &cancel);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::cancelled);
  CancelToken before;
  before.cancel(CancelToken::Why::interrupted);
  EXPECT_EQ(run_for_secret("sleep 600", std::chrono::seconds(30), &before).error().code, Code::cancelled);
}

TEST_F(SecretsTest, AStubbornCommandEndsToo) {
  const auto start = std::chrono::steady_clock::now();
  const auto pid_file = (root / "pid").string();
  for (const auto& command : {"trap '' TERM INT HUP; echo $$ > " + pid_file + "; echo canary-half; exec >&-; while :; do sleep 600; done",
                              "trap '' TERM INT HUP; echo $$ > " + pid_file + "; while :; do sleep 600; done"}) {
    EXPECT_FALSE(run_for_secret(command, std::chrono::milliseconds(300))) << command;
    EXPECT_NE(::kill(std::stoi(read(pid_file)), 0), 0) << command;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST_F(SecretsTest, LiteralsAreThemselves) {
  EXPECT_EQ(get("canary-literal"), "canary-literal");
  EXPECT_EQ(get("op://vault/item"), "op://vault/item");
  const auto lines = resolve_secret("canary-first\ncanary-second", paths);
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().message, "cannot read the secret in the configuration: it has more than one line");
}

TEST_F(SecretsTest, KeptWithoutASession) {
  const auto reference = keep_secret(paths, "remotes.a/b.token", "canary-kept");
  ASSERT_TRUE(reference);
  EXPECT_EQ(reference->reference, "file:" + (paths.data / "secrets" / "remotes.a%2fb.token").string());
  EXPECT_EQ(get(reference->reference), "canary-kept");
  EXPECT_EQ(get("keyring:remotes.a/b.token"), "canary-kept");  // the file stands in for the keyring
  EXPECT_EQ(get("keyring:absent"), "ERROR cannot read the secret keyring:absent: there is no keyring session, and no file in its place");
  ASSERT_TRUE(keep_secret(paths, "../../up", "canary-up"));
  EXPECT_EQ(read(paths.data / "secrets" / "%2e.%2f..%2fup"), "canary-up\n");
  EXPECT_FALSE(keep_secret(paths, "", "x"));
  EXPECT_FALSE(keep_secret(paths, "x", ""));
}

TEST_F(SecretsTest, ForgottenWithoutASession) {
  const auto reference = keep_secret(paths, "remotes.a/b.token", "canary-kept").value().reference;
  EXPECT_EQ(kept_name(reference, paths), "remotes.a%2fb.token");
  EXPECT_EQ(kept_name("keyring:remotes.a/b.token", paths), kept_name(reference, paths));
  write(root / "token", "canary-own");
  const std::string kept_here = "file:" + (paths.data / "secrets").string();
  const std::vector<std::string> others{"env:T", "exec:echo x", "canary-literal", "file:~/token", kept_here, kept_here + "/../owner.token"};
  for (const auto& other : others) {
    EXPECT_EQ(kept_name(other, paths), "") << other;
    EXPECT_TRUE(forget_secret(paths, other)) << other;
  }
  EXPECT_EQ(read(root / "token"), "canary-own");
  EXPECT_TRUE(forget_secret(paths, reference));
  EXPECT_FALSE(std::filesystem::exists(paths.data / "secrets" / "remotes.a%2fb.token"));
  EXPECT_TRUE(forget_secret(paths, reference));  // gone already
  EXPECT_EQ(forget_secret(paths, "keyring:absent").error().code, Code::configuration);
}

TEST(SecretWords, APluginSeesDefaultsOfTheSchemaButNoSecret) {
  const auto schema = json::parse(R"({"properties":{"level":{"default":"low"},"size":{"default":3},"pin":{"secret":true,"default":"canary"}}})").get_object();
  EXPECT_EQ(json::serialize(without_secrets({{"level", "high"}}, schema)), R"({"level":"high","size":3})");
}

TEST(SecretWords, ByNameAndBySchema) {
  for (const auto* name : {"token", "apiToken", "serviceToken", "clientSecret", "password", "api_key", "privateKey", "AWS_SECRET_ACCESS_KEY", "key"})
    EXPECT_TRUE(looks_secret(name)) << name;
  for (const auto* name : {"baseUrl", "tokenUrl", "keyboard", "level", "databaseId", "environment", "tokenId"}) EXPECT_FALSE(looks_secret(name)) << name;
  const auto schema = json::parse(R"({"properties":{"board":{"secret":true}}})").get_object();
  const auto settings = json::parse(R"({"board":"canary","token":"env:T","apiKey":"canary","pins":[1],"deep":{"password":7},"db":"postgres://u:canary@h/d"})").get_object();
  EXPECT_EQ(json::serialize(masked(settings, schema)), R"({"board":"***","token":"env:T","apiKey":"***","pins":[1],"deep":{"password":"***"},"db":"postgres://u:***@h/d"})");
  const auto shown = [](const char* text) { return std::string(masked("sharedBlobs", json::value(text)).as_string()); };
  EXPECT_EQ(shown("s3://b/p?region=r&secret=s3cret&keyId=k&sessionToken=t0ken"), "s3://b/p?region=r&secret=***&keyId=k&sessionToken=***");
  EXPECT_EQ(shown("s3://b?secret=file:/x&sessionToken=env:T"), "s3://b?secret=file:/x&sessionToken=env:T");
  EXPECT_EQ(shown("postgres://u@h/d?sslmode=disable&password=s3cret"), "postgres://u@h/d?sslmode=disable&password=***");
  EXPECT_EQ(shown("postgres://u:p@h/d?a=1"), "postgres://u:***@h/d?a=1");
  EXPECT_EQ(json::serialize(without_secrets(settings, schema)), R"({"pins":[1],"deep":{"password":"***"},"db":"postgres://u:***@h/d"})");
}

}  // namespace
}  // namespace chitty::host
