// Bodies of requests: their limits, their streams, those that do not come.
#include "daemon/serve/testing/http_fixture.hpp"

namespace chitty::host::daemon {
namespace {

TEST_F(HttpTest, BodiesHaveTheirLimit) {
  EXPECT_THAT(post("/acme/echo", "Content-Length: 5\r\n", "hello"), HasSubstr("5\r\nhello\r\n0\r\n\r\n"));
  EXPECT_THAT(post("/acme/echo", "Content-Length: 1001\r\n", ""), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(post("/acme/echo", "Transfer-Encoding: chunked\r\n", "3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(post("/acme/echo", "Transfer-Encoding: chunked\r\n", "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"), HasSubstr("abc"));
}

TEST_F(HttpTest, LargeBodiesStreamThroughBothWays) {
  const std::string body(5 << 20, 'y');
  const Fd fd = connect();
  std::thread sender([&] { say(fd, "POST /acme/large HTTP/1.0\r\n" + host() + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body); });
  const auto reply = hear(fd);
  sender.join();
  EXPECT_EQ(reply.substr(reply.find("\r\n\r\n") + 4), body);
}

TEST_F(HttpTest, AClientThatWaitsForTheWordToGoOnGetsIt) {
  const Fd fd = connect();
  say(fd, "POST /acme/echo HTTP/1.1\r\n" + host() + "Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(hear(fd, "\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue\r\n"));
  say(fd, "ok");
  EXPECT_THAT(hear(fd), HasSubstr("ok"));
}

TEST_F(HttpTest, ABodyThatDoesNotComeIsEnded) {
  for (const char* body : {"Content-Length: 5\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n5\r\nab", "Transfer-Encoding: chunked\r\n\r\n5\nabcde\n0\n\n"}) {
    const Fd fd = connect();
    say(fd, "POST /acme/echo HTTP/1.1\r\n" + host() + body);
    const auto reply = hear(fd);
    EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 408 "), HasSubstr("Connection: close\r\n"))) << body;
    EXPECT_EQ(reply.find("HTTP/1.1 ", 1), std::string::npos) << body;
  }
}

TEST_F(HttpTest, SlowBodiesHoldNobodyUp) {
  std::vector<Fd> slow;
  for (int i = 0; i < 20; ++i) {
    if (i == 3) std::this_thread::sleep_for(std::chrono::milliseconds(300));  // until the others have come
    slow.push_back(connect());
    say(slow.back(), "POST /acme/large HTTP/1.1\r\n" + host() + "Content-Length: 9000000\r\n\r\nx");
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(get("/acme/facts/1"), StartsWith("HTTP/1.1 200 "));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(1200));
}

TEST_F(HttpTest, AnUploadMayTakeLongerThanThat) {
  const std::string piece(500 << 10, 'x');
  const Fd fd = connect();
  say(fd, "POST /acme/count HTTP/1.1\r\n" + host() + "Connection: close\r\nContent-Length: " + std::to_string(4 * piece.size()) + "\r\n\r\n");
  for (int i = 0; i < 4; ++i) {
    if (i > 0) std::this_thread::sleep_for(std::chrono::milliseconds(900));
    say(fd, piece);
  }
  EXPECT_THAT(hear(fd), testing::EndsWith("\r\n\r\n" + std::to_string(4 * piece.size())));
}

}  // namespace
}  // namespace chitty::host::daemon
