// The worker as a process: crashed, killed, hanging, left by its clients; and what is remembered of that.
#include "daemon/testing/daemon_fixture.hpp"

#include "daemon/store/store.hpp"
#include "plugin/catalogue.hpp"

#include <boost/json/parse.hpp>

#include <fcntl.h>

namespace chitty::host::daemon {
namespace {

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

bool has_ended(int pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string number, name, state;
  return !(stat >> number >> name >> state) || state == "Z";
}

TEST_F(DaemonTest, AWorkerGoesWithItsSupervisor) {
  up();
  const int left = worker();
  ASSERT_GT(left, 0);
  ::kill(supervisor(), SIGKILL);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(soon([&] { return has_ended(left); }));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
  EXPECT_EQ(up().at("alreadyRunning"), false);  // its port and its folder are free
}

TEST_F(DaemonTest, SocketsOfTheSystemGoBeforeOnesOwn) {
  Control(paths_).init(port_).value();
  const Fd given = open_listener("127.0.0.1", port_).value();
  const int started = start({}, [&] {
    ::dup2(given.get(), 3);
    if (given.get() == 3) ::fcntl(3, F_SETFD, 0);
    ::setenv("LISTEN_FDS", "1", 1);
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
  });
  EXPECT_EQ(health().at("service"), "chittyd");
  EXPECT_EQ(supervisor(), started);
  EXPECT_THAT(ask("GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
  EXPECT_EQ(running_daemon(paths_.data / "local" / "chittyd.pid")->address, "http://127.0.0.1:" + std::to_string(port_));
  ::kill(started, SIGTERM);
  int status = 0;
  ::waitpid(started, &status, 0);
  EXPECT_EQ(status, 0);
  const Fd waiting = say("GET", "/health");  // the system's socket is still there, and whoever comes next is answered
  EXPECT_TRUE(waiting);
}

TEST_F(DaemonTest, SocketsMeantForAnotherProcessAreNotTaken) {
  Control(paths_).init(port_).value();
  start({"--listen", "127.0.0.1:" + std::to_string(port_)}, [] {
    ::setenv("LISTEN_FDS", "1", 1);
    ::setenv("LISTEN_PID", "1", 1);
  });
  EXPECT_EQ(health().at("service"), "chittyd");
}

TEST_F(DaemonTest, APluginThatWasReplacedIsLookedAtAgain) {
  const auto plugins = folder_ / "plugins";
  std::filesystem::create_directory(plugins);
  std::filesystem::copy(CHITTY_BUILD_DIR "/tests/daemon_plugins/acme.so", plugins / "acme.so");
  ::setenv("CHITTY_PLUGIN_PATH", plugins.c_str(), 1);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));                              // an index of things at rest is believed
  ASSERT_TRUE(Catalogue::open(Paths::of_this_process()).find_plugin("acme"));               // beside what else this build has
  std::ofstream(plugins / "acme.so", std::ios::app | std::ios::binary) << "another build";  // the folder is as it was
  up();
  EXPECT_TRUE(health().at("services").as_object().contains("acme"));
  const auto first = worker();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::ofstream(folder_ / "new.so") << "no plugin any more";
  std::filesystem::rename(folder_ / "new.so", plugins / "acme.so");  // never in place: the old one is still mapped
  ::kill(supervisor(), SIGHUP);
  ASSERT_TRUE(soon([&] { return worker() != first && worker() != 0; }));
  EXPECT_FALSE(health().at("services").as_object().contains("acme"));
  EXPECT_THAT(log(), HasSubstr("is refused: "));
}

TEST_F(DaemonTest, EventsAreKeptWithWhatTheyTellOf) {
  up();
  EXPECT_THAT(ask("POST", "/acme/things", R"({"id":"a","name":"x"})"), StartsWith("HTTP/1.1 201 "));
  EXPECT_THAT(ask("POST", "/acme/things", R"({"id":"a","name":"again"})"), StartsWith("HTTP/1.1 409 "));
  const auto store = Store::open(database_url()).value();
  std::vector<json::object> events;
  store->lend().value()->run("SELECT * FROM events_outbox ORDER BY id", {}, [&](std::string_view row) -> Result<void> {
                         events.push_back(json::parse({row.data(), row.size()}).as_object());
                         return {};
                       })
      .value();
  ASSERT_EQ(events.size(), 1u);  // what was rolled back did not happen
  EXPECT_EQ(events[0].at("service"), "acme");
  EXPECT_EQ(events[0].at("type"), "thing.kept");
  EXPECT_EQ(events[0].at("subject"), "a");
  EXPECT_EQ(events[0].at("actor"), "owner");
  EXPECT_THAT(std::string(events[0].at("request_id").as_string()), StartsWith("req_"));
  EXPECT_THAT(std::string(events[0].at("at").as_string()), testing::MatchesRegex("20..-..-..T..:..:..(\\.[0-9]+)?Z"));
  EXPECT_EQ(events[0].at("data"), R"({"name":"x"})");
}

TEST_F(DaemonTest, AClientThatLeavesCancelsItsCall) {
  up();
  const auto cancelled = [&] { return ask("GET", "/acme/things/cancelled").starts_with("HTTP/1.1 200 "); };
  Fd client = say("POST", "/acme/patient");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_FALSE(cancelled());
  client = Fd();
  EXPECT_TRUE(soon(cancelled));
}

TEST_F(DaemonTest, AServiceThatAnswersTooLateIsToldToStop) {
  Control(paths_).init(port_).value();
  start({"--listen", "127.0.0.1:" + std::to_string(port_), "--reply-limit", "1"});
  health();
  const auto reply = ask("POST", "/acme/patient");
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 504 "));
  EXPECT_THAT(reply, HasSubstr("The service acme did not answer in time."));
  EXPECT_THAT(ask("GET", "/acme/things/cancelled"), StartsWith("HTTP/1.1 200 "));
}

// Ten seconds is what a request may wait for the write lock; whoever stops the daemon does not wait for three duties in turn.
TEST_F(DaemonTest, AStopWaitsForALockedDatabaseOnlySoLong) {
  up();
  const auto store = Store::open(database_url()).value();
  const auto connection = store->lend("chittyd").value();
  ASSERT_TRUE(connection->begin());
  ASSERT_TRUE(connection->run("UPDATE events_outbox SET subject = 'x' WHERE id = -1", {}));
  EXPECT_THAT(ask_with("Authorization: Bearer nobody\r\n", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 401 "));  // to be told
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(Control(paths_).down().value().at("stopped"), true);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(8));
  EXPECT_THAT(log(), HasSubstr("the last uses of tokens, limits and refusals were not written: the database is locked"));
  ASSERT_TRUE(connection->rollback());
  up();
  EXPECT_THAT(ask("GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(DaemonTest, AServiceThatHangsHoldsNobodyUpAndIsEnded) {
  Control(paths_).init(port_).value();
  start({"--listen", "127.0.0.1:" + std::to_string(port_), "--reply-limit", "2", "--threads", "2"});
  health();
  std::vector<Fd> hanging;
  for (int i = 0; i < 6; ++i) hanging.push_back(say("POST", "/acme/sleep?ms=60000"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_THAT(ask("GET", "/health"), HasSubstr(R"("restarts":0)"));
  char byte;
  EXPECT_EQ(::recv(hanging[0].get(), &byte, 1, 0), 0);  // cut off with the worker
  EXPECT_EQ(health().at("restarts"), 1);
  EXPECT_THAT(log(), AllOf(HasSubstr("a request to acme did not stop"), HasSubstr("in the service acme")));
}

}  // namespace
}  // namespace chitty::host::daemon
