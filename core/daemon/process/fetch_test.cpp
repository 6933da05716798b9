// A service that sends requests elsewhere, in a whole daemon: what it may reach, and how the reply comes.
#include "daemon/testing/daemon_fixture.hpp"

#include "net/testing/server.hpp"

namespace chitty::host::daemon {
namespace {

using host::testing::Peer;
using host::testing::Server;

class FetchTest : public DaemonTest {
 protected:
  FetchTest() { ::setenv("CHITTY_PLUGIN_PATH", CHITTY_BUILD_DIR "/tests/daemon_plugins:" CHITTY_BUILD_DIR "/tests/tending_plugins", 1); }
  void allow(const std::string& reach) {
    std::string more;
    if (database_) more = R"(,"sharedDatabase":"file:)" + (paths_.data / "database").string() + "\"";
    replace_file(paths_.config / "config.json", R"({"chittyos":{"reach":[")" + reach + "\"]" + more + "}}").value();
  }
  std::string fetch(const std::string& url, const std::string& more = {}) const { return ask("GET", "/tender/fetch?url=" + url + more); }
};

TEST_F(FetchTest, WhatIsInsideIsRefusedUnlessTheOperatorAllowsIt) {
  Server server([](Peer& peer) {
    while (!peer.request().empty()) peer.say("HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
  });
  up();
  const auto refused = fetch(server.url());
  EXPECT_THAT(refused, AllOf(StartsWith("HTTP/1.1 422 "), HasSubstr("is one that strangers must not lead to (loopback)"), HasSubstr("chittyos.reach")));
  EXPECT_THAT(fetch("http://169.254.169.254/latest"), HasSubstr("(metadata)"));
  EXPECT_THAT(fetch("file:///etc/passwd"), StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(server.connections(), 0);
  Control(paths_).down().value();
  allow("127.0.0.1:" + std::to_string(server.port()));
  up();
  EXPECT_THAT(fetch(server.url()), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("X-Status: 201"), HasSubstr("X-Type: text/plain"), HasSubstr("hello")));
  EXPECT_THAT(fetch(server.url(), "&within=transaction"), HasSubstr("HTTP/1.1 500 "));
  EXPECT_THAT(fetch("http://169.254.169.254/latest"), HasSubstr("(metadata)"));
}

TEST_F(FetchTest, ARedirectElsewhereGetsNoCredential) {
  std::string seen;
  Server other([&](Peer& peer) {
    seen = peer.request();
    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  std::string first;
  Server server([&](Peer& peer) {
    first = peer.request();
    peer.say("HTTP/1.1 302 Found\r\nLocation: " + other.url() + "\r\nContent-Length: 0\r\n\r\n");
  });
  allow("127.0.0.1");
  up();
  EXPECT_THAT(fetch(server.url()), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(first, HasSubstr("Authorization: Bearer canary"));
  EXPECT_THAT(seen, AllOf(StartsWith("GET / "), Not(HasSubstr("canary"))));
  EXPECT_THAT(log(), Not(HasSubstr("canary")));
}

TEST_F(FetchTest, AStreamArrivesAsItComes) {
  std::atomic<bool> seen{false};
  Server server([&](Peer& peer) {
    peer.request();
    peer.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: one\n\n");
    for (int i = 0; i < 500 && !seen; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (seen) peer.say("data: two\n\n");
  });
  allow("127.0.0.1");
  up();
  const Fd client = say("GET", "/tender/fetch?url=" + server.url());
  std::string reply;
  char piece[4096];
  for (ssize_t got = 1; got > 0 && reply.find("data: one") == std::string::npos;)
    if ((got = ::recv(client.get(), piece, sizeof piece, 0)) > 0) reply.append(piece, static_cast<std::size_t>(got));
  seen = true;
  EXPECT_THAT(reply, HasSubstr("data: one"));
  EXPECT_THAT(hear(client), HasSubstr("data: two"));
}

TEST_F(FetchTest, AClientThatLeavesEndsIt) {
  std::atomic<bool> gone{false};
  Server server([&](Peer& peer) {
    peer.request();
    gone = peer.wait_until_gone();
  });
  allow("127.0.0.1");
  up();
  {
    const Fd client = say("GET", "/tender/fetch?url=" + server.url());
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  EXPECT_TRUE(soon([&] { return gone.load(); }));
}

}  // namespace
}  // namespace chitty::host::daemon
