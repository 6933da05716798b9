// chittyd as a process: started, stopped, in the way of things that go wrong then.
#include "daemon/testing/daemon_fixture.hpp"

#include "daemon/process/options.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

namespace chitty::host::daemon {
namespace {

TEST_F(DaemonTest, InitKeepsWhatIsThere) {
  Control control(paths_);
  const auto first = control.init().value();
  EXPECT_EQ(first.at("port"), default_port);
  EXPECT_EQ(first.at("baseUrl"), "http://127.0.0.1:4271");
  const auto token = read_file(paths_.data / "local" / "owner.token").value();
  EXPECT_THAT(token, StartsWith("ca_local_"));
  EXPECT_EQ(token.size(), 9u + 43u);
  struct stat facts {};
  ::stat((paths_.data / "local" / "owner.token").c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  ::stat((paths_.data / "local").c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 0777, 0700u);
  EXPECT_EQ(control.init(std::uint16_t{5000}).value().at("port"), 5000);
  EXPECT_EQ(control.init().value().at("port"), 5000);
  EXPECT_EQ(read_file(paths_.data / "local" / "owner.token").value(), token);
}

TEST_F(DaemonTest, UpIsIdempotentAndDownToo) {
  const auto first = up();
  EXPECT_EQ(first.at("alreadyRunning"), false);
  EXPECT_EQ(first.at("services").at(0).at("name"), "acme");
  const auto again = up();
  EXPECT_EQ(again.at("alreadyRunning"), true);
  EXPECT_EQ(again.at("pid"), first.at("pid"));
  const auto status = Control(paths_).status().value();
  EXPECT_EQ(status.at("running"), true);
  EXPECT_EQ(status.at("services").at(0).at("status"), "ok");
  EXPECT_EQ(Control(paths_).down().value().at("stopped"), true);
  EXPECT_EQ(Control(paths_).down().value().at("stopped"), false);
  EXPECT_EQ(Control(paths_).status().value().at("running"), false);
}

TEST_F(DaemonTest, PortZeroIsWhatTheKernelGivesAndIsKept) {
  const auto first = Control(paths_).up(std::uint16_t{0}).value();
  const auto port = first.at("port").as_int64();
  EXPECT_GT(port, 0);
  EXPECT_EQ(std::string(first.at("baseUrl").as_string()), "http://127.0.0.1:" + std::to_string(port));
  EXPECT_EQ(first.at("address"), first.at("baseUrl"));
  const auto again = Control(paths_).up(std::uint16_t{0}).value();  // any port: the one that it has
  EXPECT_EQ(again.at("alreadyRunning"), true);
  EXPECT_EQ(again.at("port"), port);
  EXPECT_EQ(Control(paths_).init(std::uint16_t{0}).value().at("port"), port);
  Control(paths_).down().value();
  EXPECT_EQ(Control(paths_).init().value().at("port"), port);
  EXPECT_GT(Control(paths_).init(std::uint16_t{0}).value().at("port").as_int64(), 0);
}

TEST_F(DaemonTest, AStalePidFileIsNoObstacle) {
  Control(paths_).init(port_).value();
  replace_file(paths_.data / "local" / "chittyd.pid", R"({"pid":1,"instance":"old","address":"http://127.0.0.1:1","started":1})").value();
  EXPECT_TRUE(is_stale(paths_.data / "local" / "chittyd.pid"));
  EXPECT_EQ(Control(paths_).status().value().at("running"), false);
  EXPECT_EQ(Control(paths_).down().value().at("stopped"), false);  // process 1 was not touched
  EXPECT_EQ(up().at("alreadyRunning"), false);
}

TEST_F(DaemonTest, ATakenPortIsNamedAndByWhom) {
  const Fd other = open_listener("127.0.0.1", port_).value();
  const auto refused = Control(paths_).up(port_);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_THAT(refused.error().message, HasSubstr("Port " + std::to_string(port_) + " is taken by process_test (process " + std::to_string(::getpid())));
}

TEST_F(DaemonTest, AFolderThatCannotBeMadeIsASentence) {
  paths_.data = "/proc/nowhere";
  const auto refused = Control(paths_).up(port_);
  EXPECT_EQ(refused.error().code, Code::configuration);
  EXPECT_THAT(refused.error().message, HasSubstr("/proc/nowhere"));
}

// No file may grow beyond so many bytes, in this process and those that it starts: what a full disk looks like.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST_F(DaemonTest, UpOnAFullDiskIsASentenceAndStartsNothing) {
  for (const rlim_t bytes : {rlim_t{0}, rlim_t{30}, rlim_t{1000}, rlim_t{64 * 1024}}) {
    const auto refused = [&] {
      const FullDisk disk(bytes);
      return Control(paths_).up(port_);
    }();
    ASSERT_FALSE(refused) << bytes;
    EXPECT_EQ(refused.error().code, Code::configuration);
    EXPECT_THAT(refused.error().message, AllOf(HasSubstr(folder_.string()), HasSubstr(system_words(EFBIG)))) << bytes;
    EXPECT_FALSE(refused.error().hint.empty()) << bytes;
    EXPECT_EQ(Control(paths_).status().value().at("running"), false);
  }
  EXPECT_EQ(up().at("alreadyRunning"), false);  // with room again, nothing half-written is in the way
}

TEST_F(DaemonTest, ADatabaseThatIsNoneIsASentence) {
  Control(paths_).init(port_).value();
  replace_file(paths_.data / "local" / "chittyos.db", std::string(8192, 'x')).value();
  const auto refused = Control(paths_).up(port_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::configuration);
  EXPECT_THAT(refused.error().message, AllOf(HasSubstr("The database cannot be opened"), HasSubstr("chittyos.db")));
  EXPECT_THAT(refused.error().hint, testing::EndsWith("chittyd.log"));
}

TEST_F(DaemonTest, ADiskThatBecomesFullIsASentenceAndLosesNothing) {
  {
    const FullDisk disk(512 * 1024);
    up();
  }
  std::string refused;
  int kept = 0;
  for (; kept < 400 && refused.empty(); ++kept) {
    const auto reply = ask("POST", "/acme/things", R"({"id":")" + std::to_string(kept) + R"(","name":")" + std::string(3500, 'x') + "\"}");
    if (reply.rfind("HTTP/1.1 201 ", 0) != 0) refused = reply;
  }
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 507 "));
  EXPECT_THAT(refused, HasSubstr("disk"));
  EXPECT_THAT(ask("GET", "/acme/things/0"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(DaemonTest, StoppingLetsARequestFinish) {
  up();
  std::string reply;
  std::thread client([&] { reply = ask("POST", "/acme/sleep?ms=700"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(Control(paths_).down().value().at("stopped"), true);
  client.join();
  EXPECT_THAT(reply, HasSubstr(R"({"slept":700})"));
}

TEST(Options, RemoteAddressesNeedAWord) {
  const auto parse = [](std::vector<const char*> words) {
    words.insert(words.begin(), "chittyd");
    return parse_options(static_cast<int>(words.size()), words.data(), Paths());
  };
  EXPECT_EQ(parse({"--listen", "[::1]:99"}).value().host, "::1");
  EXPECT_EQ(parse({"--listen", "0.0.0.0:80"}).error().code, Code::invalid_argument);
  EXPECT_EQ(parse({"--listen", "0.0.0.0:80", "--allow-remote"}).value().port, 80);
  for (const char* wrong : {"4271", "127.0.0.1:", "127.0.0.1:70000", ":1"}) EXPECT_FALSE(parse({"--listen", wrong})) << wrong;
  EXPECT_THAT(parse({"--frobnicate"}).error().message, HasSubstr("frobnicate"));
  EXPECT_THAT(parse({"--version"}).value().print, StartsWith("chittyd "));
}

}  // namespace
}  // namespace chitty::host::daemon
