// What a stranger sends to fill the memory, to be taken for another, or to hold a place: each ends with a refusal and a close.
#include "daemon/serve/testing/http_fixture.hpp"

namespace chitty::host::daemon {
namespace {

const std::string much(300'000, 'x');

class AttackTest : public HttpTest {
 protected:
  std::string chunked(const std::string& target, const std::string& body) const {
    return post(target, "Transfer-Encoding: chunked\r\nX-Early: e\r\n", body);
  }
  // More than is kept until it is whole, so that the service runs before the rest comes.
  static std::string large_chunk() {
    char size[20];
    std::snprintf(size, sizeof size, "%zx", Connection::read_whole + 10);
    return std::string(size) + "\r\n" + std::string(Connection::read_whole + 10, 'y') + "\r\n";
  }
};

TEST_F(AttackTest, ChunkExtensionsHaveABound) {
  for (const auto& body : {"5;a=" + much, "5;a=" + much + "\r\nhello\r\n0\r\n\r\n", "0;a=" + much, "5\r\nhello\r\n0;" + much,
                           std::string(300'000, '0'), "5" + std::string(300'000, ' ')}) {
    const auto reply = chunked("/acme/echo", body);
    EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 431 "), HasSubstr("chunk extensions or trailers"), HasSubstr("Connection: close\r\n")))
        << body.substr(0, 20);
    EXPECT_EQ(reply.find("HTTP/1.1 ", 1), std::string::npos);
  }
  std::string many;  // each small, all together too much
  for (int i = 0; i < 200; ++i) many += "1;a=" + std::string(100, 'x') + "\r\ny\r\n";
  EXPECT_THAT(chunked("/acme/echo", many + "0\r\n\r\n"), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(chunked("/acme/echo", "5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n"), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("hello")));
}

TEST_F(AttackTest, TrailersHaveABound) {
  for (const auto& trailers : {"X-A: " + much, "X-A: " + much + "\r\n\r\n", "X-A: b\r\nX-B: " + much}) {
    EXPECT_THAT(chunked("/acme/echo", "5\r\nhello\r\n0\r\n" + trailers), StartsWith("HTTP/1.1 431 "));
    EXPECT_THAT(chunked("/acme/count", large_chunk() + "0\r\n" + trailers), StartsWith("HTTP/1.1 431 "));  // the service reads
  }
}

TEST_F(AttackTest, TrailersNeverBecomeHeaders) {
  const std::string trailers = "Authorization: Basic eA==\r\nCookie: a=b\r\nIdempotency-Key: k\r\nX-Late: l\r\nX-Pad: " +
                               std::string(12'000, 'p') + "\r\n\r\n";
  for (const auto& body : {"5\r\nhello\r\n0\r\n" + trailers, large_chunk() + "0\r\n" + trailers}) {
    const auto reply = chunked("/acme/late?" + std::string(900, 'q'), body);
    EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 200 "), testing::EndsWith("\r\n\r\nsame /late e")));
  }
}

TEST_F(AttackTest, TrailersSmuggleNothing) {
  for (const char* trailers : {"Content-Length: 5\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n", "X-A: b\r\n c\r\n\r\n", "no colon\r\n\r\n",
                               " : x\r\n\r\n"}) {
    const auto reply = post("/acme/echo", "Transfer-Encoding: chunked\r\n", std::string("5\r\nhello\r\n0\r\n") + trailers + "GET /health HTTP/1.1\r\n" + host() + "\r\n");
    EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("Connection: close\r\n"))) << trailers;
    EXPECT_EQ(reply.find("HTTP/1.1 ", 1), std::string::npos) << trailers;
  }
  // And a trailer that ends the connection has no say in that.
  const Fd fd = connect();
  say(fd, "POST /acme/echo HTTP/1.1\r\n" + host() + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nConnection: close\r\n\r\n" +
              "GET /acme/facts/next HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n");
  EXPECT_THAT(hear(fd), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("{\"id\":\"next\"}")));
}

TEST_F(AttackTest, ABodyByteByByteIsEnded) {
  for (const char* target : {"/acme/echo", "/acme/count"}) {
    const Fd fd = connect();
    const bool large = std::string(target) == "/acme/count";
    say(fd, "POST " + std::string(target) + " HTTP/1.1\r\n" + host() + "Content-Length: " + (large ? "9000000" : "900") + "\r\n\r\n");
    const auto begin = std::chrono::steady_clock::now();
    std::thread drip([&] {
      for (int i = 0; i < 100; ++i) {
        const char byte = 'x';
        if (::send(fd.get(), &byte, 1, MSG_NOSIGNAL) != 1) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
    });
    EXPECT_THAT(hear(fd), StartsWith("HTTP/1.1 408 ")) << target;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(8)) << target;
    drip.join();
  }
}

TEST_F(AttackTest, AReplyThatNobodyReadsIsEnded) {
  const Fd fd = connect();
  const int small = 4096;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  say(fd, "POST /acme/large HTTP/1.1\r\n" + host() + "Content-Length: 50000000\r\n\r\n");
  const std::string piece(1u << 20, 'y');
  bool refused = false;  // the server gives up, and what is sent then is refused; until then this waits
  for (int i = 0; i < 50 && !refused; ++i) {
    std::string_view left = piece;
    while (!left.empty() && !refused) {
      const auto sent = ::send(fd.get(), left.data(), left.size(), MSG_NOSIGNAL);
      refused = sent <= 0;
      if (!refused) left.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  EXPECT_TRUE(refused);
}

}  // namespace
}  // namespace chitty::host::daemon
