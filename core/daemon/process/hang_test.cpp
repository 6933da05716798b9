// A worker that stands still, loses its sockets, or is ended by a plugin's own thread or exit(): begun anew, and charged by name.
#include "daemon/testing/daemon_fixture.hpp"

namespace chitty::host::daemon {
namespace {

class HangTest : public DaemonTest {
 protected:
  void start_watched(std::vector<std::string> more = {}) {
    Control(paths_).init(port_).value();
    more.insert(more.begin(), {"--listen", "127.0.0.1:" + std::to_string(port_)});
    start(more);
    health();
  }
  bool begins_anew(int before) const {
    for (int i = 0; i < 6; ++i)  // half a minute at most
      if (soon([&] { return worker() != 0 && worker() != before; })) return health().at("restarts") == 1;
    return false;
  }
};

TEST_F(HangTest, AWorkerThatStandsStillIsReplaced) {
  start_watched({"--watchdog", "3"});
  const int before = worker();
  ::kill(before, SIGSTOP);
  EXPECT_TRUE(begins_anew(before));
  EXPECT_THAT(log(), HasSubstr("the worker is ended: its clock has not advanced"));
  EXPECT_THAT(std::string(health().at("lastEnd").as_string()), HasSubstr("its clock has not advanced"));
  EXPECT_THAT(ask("GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(HangTest, AWorkerWithoutItsSocketsIsReplaced) {
  start_watched();
  const int before = worker();
  EXPECT_THAT(ask("POST", "/acme/close"), testing::AnyOf(StartsWith("HTTP/1.1 200 "), ""));
  EXPECT_TRUE(begins_anew(before));
  EXPECT_THAT(log(), HasSubstr("a plugin has closed or replaced a socket"));
  EXPECT_THAT(ask("GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(HangTest, ExitInAHandlerIsChargedToItsService) {
  start_watched();
  const Fd other = say("POST", "/porter/sleep");  // somebody else's call does not make it uncertain
  for (int time = 1; time <= 3; ++time) {
    EXPECT_EQ(ask("POST", "/acme/exit"), "");
    EXPECT_EQ(health().at("restarts"), time);
  }
  EXPECT_THAT(log(), HasSubstr("the worker ended by exit code 3, in the service acme"));
  EXPECT_EQ(health().at("services").at("acme").at("status"), "quarantined");
}

TEST_F(HangTest, ACrashInAPluginsOwnThreadIsChargedToThePlugin) {
  start_watched();
  int restarts = 0;
  for (const char* how : {"abort", "throw", "signal"}) {
    EXPECT_THAT(ask("POST", "/acme/thread?how=" + std::string(how)), testing::AnyOf("", StartsWith("HTTP/1.1 200 ")));
    ++restarts;
    EXPECT_TRUE(soon([&] { return health().at("restarts") == restarts; })) << how;
  }
  EXPECT_TRUE(soon([&] { return health().at("services").at("acme").at("status") == "quarantined"; })) << log();
  EXPECT_THAT(log(), HasSubstr(", in the service acme"));
}

TEST_F(HangTest, ALoopWithoutEndIsChargedToItsService) {
  start_watched({"--reply-limit", "2"});
  const int before = worker();
  const Fd client = say("POST", "/acme/loop");
  EXPECT_TRUE(begins_anew(before));
  EXPECT_THAT(log(), AllOf(HasSubstr("a request to acme did not stop"), HasSubstr("in the service acme")));
}

}  // namespace
}  // namespace chitty::host::daemon
