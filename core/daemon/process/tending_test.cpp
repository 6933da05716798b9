// What a service does without being asked, in a whole daemon: woken, charged, stopped.
#include "daemon/testing/daemon_fixture.hpp"

#include <boost/json/parse.hpp>

namespace chitty::host::daemon {
namespace {

class TendingDaemonTest : public DaemonTest {
 protected:
  TendingDaemonTest() { ::setenv("CHITTY_PLUGIN_PATH", CHITTY_BUILD_DIR "/tests/daemon_plugins:" CHITTY_BUILD_DIR "/tests/tending_plugins", 1); }
  std::string order(const std::string& id, const std::string& kind) const {
    return ask("POST", "/tender/work", R"({"id":")" + id + R"(","kind":")" + kind + "\"}");
  }
  bool becomes(const std::string& id, const std::string& outcome) const {
    return soon([&] { return ask("GET", "/tender/work/" + id).find(outcome) != std::string::npos; });
  }
};

TEST_F(TendingDaemonTest, WhatARequestLeavesBehindIsDoneAtOnceAndAsTheServiceItself) {
  up();
  EXPECT_THAT(order("1", "exchange"), StartsWith("HTTP/1.1 202 "));
  EXPECT_TRUE(becomes("1", "There is no request: the service starts, or does its own work."));
  order("2", "ask");
  EXPECT_TRUE(becomes("2", R"({\"first\":true)"));
  order("3", "ask-as-caller");
  EXPECT_TRUE(becomes("3", "There is no caller in whose name another service could be asked."));
  EXPECT_THAT(ask("GET", "/tender/plugins"), HasSubstr(R"({"plugins":["acme","porter","tender"],"builtin":"The daemon has no commands of its own."})"));
}

TEST_F(TendingDaemonTest, ACrashIsChargedToTheServiceByName) {
  up();
  order("1", "crash");
  EXPECT_TRUE(soon([&] { return health().at("services").at("tender").at("status") == "quarantined"; }));
  EXPECT_THAT(log(), HasSubstr("in the service tender"));
  EXPECT_EQ(health().at("services").at("acme").at("status"), "ok");
}

TEST_F(TendingDaemonTest, ItStopsSoonWhenTheDaemonDoes) {
  up();
  order("1", "wait");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const auto begin = std::chrono::steady_clock::now();
  Control(paths_).down().value();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  EXPECT_THAT(log(), Not(HasSubstr("was cut off")));
}

TEST_F(TendingDaemonTest, AFailureIsLoggedAndTheDaemonIsWell) {
  up();
  order("1", "fail");
  EXPECT_TRUE(soon([&] { return log().find("tender: its work without a request failed: It cannot be done today.") != std::string::npos; }));
  EXPECT_EQ(health().at("status"), "ok");
}

}  // namespace
}  // namespace chitty::host::daemon
