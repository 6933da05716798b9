// The loopback listener, met by a raw socket that says byte for byte what a test wants.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/json/serialize.hpp>
#include <thread>

#include "base/files.hpp"
#include "net/network.hpp"

namespace chitty::host {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const Network& network() {
  static const Network* one = open_network(CHITTY_BUILD_DIR "/lib/chitty").value();
  return *one;
}

struct Waiting {
  std::unique_ptr<Visitor> visitor = network().expect_visit(0, "/callback").value();
  CancelToken cancel;
  const std::string host = visitor->url().substr(7, visitor->url().find('/', 7) - 7);

  Waiting() { cancel.set_deadline(CancelToken::Clock::now() + 10s); }

  Fd connect() const {
    Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(host.substr(host.find(':') + 1))));
    EXPECT_EQ(::connect(socket.get(), reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    return socket;
  }

  static void say(const Fd& socket, std::string_view bytes) {
    EXPECT_EQ(::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }

  static std::string rest(const Fd& socket) {
    std::string all;
    char piece[4096];
    for (ssize_t got; (got = ::recv(socket.get(), piece, sizeof piece, 0)) > 0;)
      all.append(piece, static_cast<std::size_t>(got));
    return all;
  }

  std::string ask(const std::string& bytes) const {
    const Fd socket = connect();
    say(socket, bytes);
    return rest(socket);
  }
  std::string head(const std::string& line, const std::string& more = "") const {
    return line + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n";
  }

  // Ask what must be refused, then come as one should: the wait must have gone on.
  std::string refused(const std::string& bytes) {
    std::string reply;
    std::thread guest([&] {
      reply = ask(bytes);
      ask(head("GET /callback?end=1"));
    });
    const auto query = visitor->wait(cancel);
    visitor->answer("Done.");
    guest.join();
    EXPECT_TRUE(query.has_value() && query->contains("end")) << bytes.substr(0, 60);
    return reply;
  }
};

TEST(Visit, BringsItsQueryAndGetsAPage) {
  Waiting here;
  std::string page;
  std::thread browser([&] { page = here.ask(here.head("GET /callback?code=a%2Fb+c&state=%C3%A4&empty=")); });
  const auto query = here.visitor->wait(here.cancel);
  here.visitor->answer("Signed in as <Ada> & \"Co\".");
  browser.join();
  EXPECT_EQ(json::serialize(query.value()), "{\"code\":\"a/b c\",\"state\":\"\xc3\xa4\",\"empty\":\"\"}");
  EXPECT_THAT(page, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(page, HasSubstr("Signed in as &lt;Ada&gt; &amp; &quot;Co&quot;."));
  for (const char* header : {"Cache-Control: no-store", "default-src 'none'", "frame-ancestors 'none'",
                             "X-Frame-Options: DENY", "nosniff", "Referrer-Policy: no-referrer", "Connection: close"})
    EXPECT_THAT(page, HasSubstr(header));
  EXPECT_THAT(page, Not(HasSubstr("src=")));
  EXPECT_THAT(page, Not(HasSubstr("href=")));
}

TEST(Visit, WhoeverIsNotTheVisitIsRefusedAndCountsForNothing) {
  const auto status = [](const std::string& line, const std::string& more = "") {
    Waiting here;
    return here.refused(here.head(line, more)).substr(0, 12);
  };
  EXPECT_EQ(status("GET /favicon.ico"), "HTTP/1.1 404");
  EXPECT_EQ(status("GET /callback/?code=1"), "HTTP/1.1 404");
  EXPECT_EQ(status("GET /Callback?code=1"), "HTTP/1.1 404");
  EXPECT_EQ(status("POST /callback?code=1"), "HTTP/1.1 404");
  EXPECT_EQ(status("HEAD /callback?code=1"), "HTTP/1.1 404");
  EXPECT_EQ(status("GET /callback?code=1", "Sec-Fetch-Mode: no-cors\r\n"), "HTTP/1.1 404");
  EXPECT_EQ(status("GET /callback?code=1", "Sec-Purpose: prefetch;prerender\r\n"), "HTTP/1.1 404");
  EXPECT_EQ(status("GET /callback?code=1", "Content-Length: 3\r\n"), "HTTP/1.1 400");
  EXPECT_EQ(status("GET /callback?code=%zz"), "HTTP/1.1 400");
  EXPECT_EQ(status("GET http://127.0.0.1/callback?code=1"), "HTTP/1.1 400");
  EXPECT_EQ(status("GET /callback?code=1", "X-Long: " + std::string(20000, 'x') + "\r\n"), "HTTP/1.1 431");
}

TEST(Visit, IsForTheLoopbackNameOnly) {
  for (const std::string host : {"evil.example", "localhost", "127.0.0.1", "127.0.0.1:1"}) {
    Waiting here;
    EXPECT_THAT(here.refused("GET /callback?code=1 HTTP/1.1\r\nHost: " + host + "\r\n\r\n"),
                StartsWith("HTTP/1.1 421 "))
        << host;
  }
  Waiting twice, none;
  EXPECT_THAT(twice.refused(twice.head("GET /callback?code=1", "Host: " + twice.host + "\r\n")),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(none.refused("GET /callback?code=1 HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
}

TEST(Visit, WhatIsNotHttpIsRefused) {
  Waiting here;
  EXPECT_THAT(here.refused("\x16\x03\x01 hello\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
}

TEST(Visit, AParameterThatIsThereTwiceEndsTheWait) {
  for (const char* query : {"code=1&code=1", "code=1&state=x&c%6fde=2", "code=%ff"}) {
    Waiting here;
    std::string page;
    std::thread browser([&] { page = here.ask(here.head(std::string("GET /callback?") + query)); });
    const auto got = here.visitor->wait(here.cancel);
    browser.join();
    EXPECT_EQ(got.error().code, Code::malformed) << query;
    EXPECT_THAT(page, StartsWith("HTTP/1.1 400 "));
  }
}

// A browser opens connections ahead of time and is silent on them; the visit comes in pieces on another.
TEST(Visit, SilentConnectionsHoldNobodyUp) {
  Waiting here;
  std::string page;
  std::thread browser([&] {
    std::vector<Fd> silent;
    for (int i = 0; i < 30; ++i) silent.push_back(here.connect());
    const Fd socket = here.connect();
    for (const char c : here.head("GET /callback?code=1")) Waiting::say(socket, {&c, 1});
    page = Waiting::rest(socket);
  });
  EXPECT_EQ(here.visitor->wait(here.cancel).value().at("code"), "1");
  here.visitor->answer("Done.");
  browser.join();
  EXPECT_THAT(page, HasSubstr("Done."));
}

TEST(Visit, EndsInTimeAndWhenStopped) {
  Waiting late;
  late.cancel.set_deadline(CancelToken::Clock::now() + 50ms);
  EXPECT_EQ(late.visitor->wait(late.cancel).error().code, Code::timeout);
  Waiting stopped;
  std::thread person([&] {
    std::this_thread::sleep_for(30ms);
    stopped.cancel.cancel(CancelToken::Why::interrupted);
  });
  EXPECT_EQ(stopped.visitor->wait(stopped.cancel).error().code, Code::cancelled);
  person.join();
}

TEST(Visit, AVisitorWhoGotNoAnswerIsSentToTheTerminal) {
  std::string page;
  std::thread browser;
  {
    Waiting here;
    browser = std::thread([&page, address = here.head("GET /callback?code=1"), socket = here.connect()] {
      Waiting::say(socket, address);
      page = Waiting::rest(socket);
    });
    EXPECT_TRUE(here.visitor->wait(here.cancel));
  }
  browser.join();
  EXPECT_THAT(page, HasSubstr("Go back to the terminal"));
}

TEST(Visit, APortThatIsTakenAndAPathThatIsNone) {
  const Waiting here;
  const auto port = static_cast<std::uint32_t>(std::stoi(here.host.substr(here.host.find(':') + 1)));
  EXPECT_EQ(network().expect_visit(port, "/callback").error().code, Code::conflict);
  EXPECT_EQ(network().expect_visit(70000, "/callback").error().code, Code::invalid_argument);
  for (const char* path : {"", "callback", "/call?back", "/a b", "/\r\nX: y"})
    EXPECT_EQ(network().expect_visit(0, path).error().code, Code::invalid_argument) << path;
}

}  // namespace
}  // namespace chitty::host
