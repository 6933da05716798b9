// chittyd as a process: started, stopped, crashed, killed; a plugin of the tests' own in it.
#include "daemon/control.hpp"
#include "daemon/health_client.hpp"
#include "daemon/listening_socket.hpp"
#include "daemon/options.hpp"
#include "daemon/owner_token.hpp"
#include "daemon/pid_file.hpp"

#include "base/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <arpa/inet.h>
#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

namespace chitty::daemon {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::uint16_t free_port() { return bound_port(open_listener("127.0.0.1", 0).value().get()); }

class DaemonTest : public testing::Test {
 protected:
  DaemonTest() : port_(free_port()) {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-process-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    paths_.data = folder_ / "data", paths_.state = folder_ / "state", paths_.cache = folder_ / "cache", paths_.config = folder_ / "config";
    paths_.program = CHITTY_BUILD_DIR "/bin";
    ::setenv("CHITTY_PLUGIN_PATH", CHITTY_BUILD_DIR "/tests/daemon_plugins", 1);
    ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
  }
  ~DaemonTest() override {
    (void)Control(paths_).down();
    std::filesystem::remove_all(folder_);
  }

  json::object up() { return Control(paths_).up(port_).value(); }
  std::string ask(const std::string& method, const std::string& path, const std::string& body = {}) const {
    Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET, address.sin_port = htons(port_), address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{10, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return {};
    const auto token = read_owner_token(paths_.data / "local" / "owner.token").value();
    const std::string request = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
                                "\r\nConnection: close\r\nAuthorization: Bearer " + token +
                                "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    (void)!::send(fd.get(), request.data(), request.size(), MSG_NOSIGNAL);
    std::string reply;
    char piece[4096];
    for (ssize_t got = 0; (got = ::recv(fd.get(), piece, sizeof piece, 0)) > 0;) reply.append(piece, static_cast<std::size_t>(got));
    return reply;
  }
  // Until the worker answers again.
  json::object health() const {
    for (int i = 0; i < 400; ++i) {
      if (auto answer = ask_health("127.0.0.1", port_, std::chrono::seconds(2))) return *answer;
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    return {};
  }
  int supervisor() const { return running_daemon(paths_.data / "local" / "chittyd.pid").value().pid; }
  int worker() const {
    const std::string pid = std::to_string(supervisor());
    std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
    int worker = 0;
    children >> worker;
    return worker;
  }

  std::uint16_t port_;
  std::filesystem::path folder_;
  Paths paths_;
};

TEST_F(DaemonTest, InitKeepsWhatIsThere) {
  Control control(paths_);
  const auto first = control.init().value();
  EXPECT_EQ(first.at("port"), default_port);
  EXPECT_EQ(first.at("base_url"), "http://127.0.0.1:4271");
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
  EXPECT_EQ(first.at("already_running"), false);
  EXPECT_EQ(first.at("services").at(0).at("name"), "acme");
  const auto again = up();
  EXPECT_EQ(again.at("already_running"), true);
  EXPECT_EQ(again.at("pid"), first.at("pid"));
  const auto status = Control(paths_).status().value();
  EXPECT_EQ(status.at("running"), true);
  EXPECT_EQ(status.at("services").at(0).at("status"), "ok");
  EXPECT_EQ(Control(paths_).down().value().at("stopped"), true);
  EXPECT_EQ(Control(paths_).down().value().at("stopped"), false);
  EXPECT_EQ(Control(paths_).status().value().at("running"), false);
}

TEST_F(DaemonTest, AStalePidFileIsNoObstacle) {
  Control(paths_).init(port_).value();
  replace_file(paths_.data / "local" / "chittyd.pid", R"({"pid":1,"instance":"old","address":"http://127.0.0.1:1","started":1})").value();
  EXPECT_TRUE(is_stale(paths_.data / "local" / "chittyd.pid"));
  EXPECT_EQ(Control(paths_).status().value().at("running"), false);
  EXPECT_EQ(Control(paths_).down().value().at("stopped"), false);  // process 1 was not touched
  EXPECT_EQ(up().at("already_running"), false);
}

TEST_F(DaemonTest, ATakenPortIsNamedAndByWhom) {
  const Fd other = open_listener("127.0.0.1", port_).value();
  const auto refused = Control(paths_).up(port_);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_THAT(refused.error().message, HasSubstr("Port " + std::to_string(port_) + " is taken by daemon_test (process " + std::to_string(::getpid())));
}

TEST_F(DaemonTest, AFolderThatCannotBeMadeIsASentence) {
  paths_.data = "/proc/nowhere";
  const auto refused = Control(paths_).up(port_);
  EXPECT_EQ(refused.error().code, Code::configuration);
  EXPECT_THAT(refused.error().message, HasSubstr("/proc/nowhere"));
}

TEST_F(DaemonTest, AFullDiskIsASentenceAndLosesNothing) {
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{256 * 1024, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  up();
  ::setrlimit(RLIMIT_FSIZE, &before);
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

TEST_F(DaemonTest, AServiceThatCrashesIsQuarantinedAndTheOthersGoOn) {
  up();
  for (int crash = 1; crash <= 3; ++crash) {
    EXPECT_EQ(ask("POST", "/acme/crash"), "");
    const auto after = health();
    ASSERT_EQ(after.at("restarts"), crash);
    EXPECT_EQ(after.at("services").at("acme").at("status"), crash < 3 ? "ok" : "quarantined");
  }
  const auto refused = ask("GET", "/acme/things/1");
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(refused, HasSubstr("crashed 3 times within a minute"));
  EXPECT_THAT(ask("GET", "/health"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(read_file(paths_.state / "chittyd.log").value(), HasSubstr("in the service acme"));
  Control(paths_).down().value();
  up();
  EXPECT_THAT(ask("GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));  // a restart lifts it
}

TEST_F(DaemonTest, AServiceThatThrowsIsAnError) {
  up();
  EXPECT_THAT(ask("POST", "/acme/throw"), testing::AllOf(StartsWith("HTTP/1.1 500 "), HasSubstr("inside of acme")));
}

TEST_F(DaemonTest, WhatWasAcknowledgedSurvivesAKill) {
  up();
  std::atomic<bool> stop{false};
  std::vector<std::string> acknowledged;
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      const std::string id = std::to_string(i);
      if (ask("POST", "/acme/things", R"({"id":")" + id + R"(","name":"x"})").rfind("HTTP/1.1 201 ", 0) == 0) acknowledged.push_back(id);
    }
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  ::kill(worker(), SIGKILL);
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  ::kill(supervisor(), SIGKILL);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  stop = true;
  writer.join();
  up();
  EXPECT_GT(acknowledged.size(), 5u);
  for (const auto& id : acknowledged) ASSERT_THAT(ask("GET", "/acme/things/" + id), StartsWith("HTTP/1.1 200 ")) << id;
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
}  // namespace chitty::daemon
