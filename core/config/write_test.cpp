// Writing: nothing lost, nothing half-written, whatever happens meanwhile.
#include "base/files.hpp"
#include "config/test_home.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace chitty::host {
namespace {

class WriteTest : public TestHome {
 protected:
  // The body in a child of its own, for what cannot be undone in this process; its exit status.
  template <class Body>
  static pid_t fork_and(Body&& body) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(body());
    return child;
  }
  static int status_of(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  std::vector<std::string> files_in(const std::filesystem::path& place) const {
    std::vector<std::string> names;
    for (const auto& one : std::filesystem::directory_iterator(place)) names.push_back(one.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }
};

TEST_F(WriteTest, MakesTheFileClosed) {
  std::filesystem::remove(paths.config);
  auto config = *load();
  ASSERT_TRUE(config.set("chittyos.baseUrl", "https://a.example"));
  EXPECT_EQ(read(file()), "{\n  \"chittyos\": {\n    \"baseUrl\": \"https://a.example\"\n  }\n}\n");
  struct stat facts {};
  ::stat(file().c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  ::stat(paths.config.c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 0777, 0700u);
}

TEST_F(WriteTest, KeepsWhatItDoesNotKnow) {
  user("{ \"zeta\": 1.50, \"chittyos\": {\"future\": [1,  2]}, \"alpha\": 12345678901234567890123 }\n");
  auto config = *load();
  ASSERT_TRUE(config.set("chittyos.environment", "dev"));
  ASSERT_TRUE(config.set("chittyos.services.acme.level", 3));
  ASSERT_TRUE(config.set("chittyos.services", nullptr));
  EXPECT_EQ(read(file()), "{ \"zeta\": 1.50, \"chittyos\": {\"future\": [1,  2], \"environment\": \"dev\"}, \"alpha\": 12345678901234567890123 }\n");
}

TEST_F(WriteTest, ARehearsalReadsWhatItWouldHaveWrittenAndWritesNothing) {
  user("{}");
  auto config = *load();
  config.only_rehearse();
  ASSERT_TRUE(config.set("chittyos.environment", "dev"));
  ASSERT_TRUE(config.set("chittyos.baseUrl", "https://a.example"));
  EXPECT_EQ(*config.find("chittyos.environment"), "dev");
  EXPECT_EQ(*config.find("chittyos.baseUrl"), "https://a.example");
  EXPECT_FALSE(config.set("chittyos.baseUrl", "nowhere"));
  EXPECT_EQ(read(file()), "{}");
}

TEST_F(WriteTest, RefusesWhatWouldNotBeOfTheShape) {
  user("{\"chittyos\": {\"token\": \"env:T\"}}");
  auto config = *load();
  const std::string before = read(file());
  for (const auto& [key, value] : std::vector<std::pair<std::string, json::value>>{
           {"chittyos", 3}, {"chittyos.token", 3}, {"chittyos.baseUrl", "nowhere"}, {"remotes.a", json::object{}}, {"remotes.a.b.c", 1}, {"chittyos.token.x", 1}, {"", 1}, {"a..b", 1}}) {
    const auto done = config.set(key, value);
    ASSERT_FALSE(done) << key;
    EXPECT_FALSE(done.error().message.empty()) << key;
    EXPECT_FALSE(done.error().hint.empty()) << key;
    EXPECT_EQ(read(file()), before);
  }
}

TEST_F(WriteTest, ABrokenPartCanBeMendedStepByStep) {
  user("{\"chittyos\": {\"token\": 3, \"baseUrl\": 4}}");
  Config config = Config::at(paths, folder);
  EXPECT_FALSE(config.ready());
  EXPECT_TRUE(config.set("chittyos.token", nullptr));
  EXPECT_FALSE(config.set("chittyos.sharedDatabase", 5));
  EXPECT_FALSE(config.set("chittyos.sharedBlobs", 5));
  EXPECT_EQ(config.set("chittyos.sharedBlobs", "s3://b?region=r&keyId=k&secret=s3cretpw").error().message, "chittyos.sharedBlobs has a secret in plain text");
  EXPECT_TRUE(config.set("chittyos.baseUrl", nullptr));
  EXPECT_TRUE(config.ready());
}

TEST_F(WriteTest, TwoProcessesLoseNothing) {
  const auto writer = [&](const std::string& mine) {
    return fork_and([&] {
      auto config = Config::load(paths, folder);
      for (int i = 0; config && i < 50; ++i)
        if (!config->set("work." + mine + std::to_string(i), i)) return 1;
      return config ? 0 : 2;
    });
  };
  const pid_t a = writer("a"), b = writer("b");
  EXPECT_EQ(status_of(a), 0);
  EXPECT_EQ(status_of(b), 0);
  EXPECT_EQ(load()->find("work")->get_object().size(), 100u);
  EXPECT_EQ(files_in(paths.config), (std::vector<std::string>{"config.json", "config.json.lock"}));
}

TEST_F(WriteTest, WaitsForTheLockAndGivesUp) {
  auto lock = FileLock::take(file());
  ASSERT_TRUE(lock);
  auto config = *load();
  config.wait_for_lock(std::chrono::milliseconds(20));
  const auto done = config.set("chittyos.environment", "dev");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::conflict);
  EXPECT_NE(done.error().message.find("Another process has been writing " + file().string()), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(WriteTest, AFullDiskLeavesTheOldFile) {
  user("{\"chittyos\": {\"environment\": \"dev\"}}");
  EXPECT_EQ(status_of(fork_and([&] {
              std::signal(SIGXFSZ, SIG_IGN);
              const rlimit tiny{16, 16};
              ::setrlimit(RLIMIT_FSIZE, &tiny);
              auto config = Config::load(paths, folder);
              const auto done = config->set("chittyos.environment", "staging");
              if (done) return 1;
              if (done.error().message != "Cannot write " + file().string() + ": File too large") return 2;
              return done.error().hint.empty() ? 3 : 0;
            })),
            0);
  EXPECT_EQ(read(file()), "{\"chittyos\": {\"environment\": \"dev\"}}");
  EXPECT_EQ(files_in(paths.config), (std::vector<std::string>{"config.json", "config.json.lock"}));
}

TEST_F(WriteTest, NotReadableAndNotWritableAreSentences) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs the right to become nobody";
  user("{}");
  const auto as_nobody = [&](auto&& body) {
    return status_of(fork_and([&] {
      if (::setgid(65534) != 0 || ::setuid(65534) != 0) return 99;
      return body();
    }));
  };
  ::chmod(root.c_str(), 0755);
  ::chmod(paths.config.c_str(), 0755);
  EXPECT_EQ(as_nobody([&] {
              const auto config = Config::load(paths, folder);
              return !config && config.error().message == "Cannot read " + file().string() + ": Permission denied" && !config.error().hint.empty() ? 0 : 1;
            }),
            0);
  ::chmod(file().c_str(), 0644);
  EXPECT_EQ(as_nobody([&] {
              auto config = Config::load(paths, folder);
              const auto done = config->set("chittyos.environment", "dev");
              return !done && done.error().message == "Cannot lock " + file().string() + ": Permission denied" && !done.error().hint.empty() ? 0 : 1;
            }),
            0);
  EXPECT_EQ(read(file()), "{}");
}

TEST_F(WriteTest, ASymbolicLinkStaysOne) {
  const auto dotfiles = root / "dotfiles";
  std::filesystem::create_directory(dotfiles);
  write(dotfiles / "chitty.json", "{\"mine\": 1}");
  std::filesystem::create_symlink("../dotfiles/chitty.json", file());
  auto config = *load();
  ASSERT_TRUE(config.set("chittyos.environment", "dev"));
  EXPECT_TRUE(std::filesystem::is_symlink(file()));
  EXPECT_EQ(read(dotfiles / "chitty.json"), "{\"mine\": 1, \"chittyos\": {\"environment\": \"dev\"}}");
}

TEST_F(WriteTest, ALinkToNowhereAndALoop) {
  std::filesystem::create_symlink(root / "later.json", file());
  auto config = *load();
  ASSERT_TRUE(config.set("chittyos.environment", "dev"));
  EXPECT_TRUE(std::filesystem::exists(root / "later.json"));
  std::filesystem::remove(file());
  std::filesystem::create_symlink("config.json", file());
  EXPECT_NE(load_error().find("Cannot read"), std::string::npos);
}

}  // namespace
}  // namespace chitty::host
