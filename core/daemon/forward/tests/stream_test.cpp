// Large bodies both ways, event streams, WebSockets: what comes goes on at once, and ends when either side ends.
#include "daemon/forward/testing/forward_fixture.hpp"

#include <future>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t large = 8u << 20;

std::string of_size(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i * 7 % 26);
  return text;
}

class StreamTest : public ForwardTest {
 protected:
  static constexpr const char* upgrade =
      "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
  static constexpr const char* switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n";
  static constexpr const char* events = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
  Fd begin(const std::string& fields, const std::string& behind = {}) const {
    Fd fd = connect();
    say(fd, "GET /x HTTP/1.1\r\n" + host() + fields + "\r\n" + behind);
    return fd;
  }
};

TEST_F(StreamTest, ALargeBodyIsCarriedWhole) {
  const auto body = of_size(large);
  ScriptedBackend backend([&](BackendSide& side, int) {
    for (auto head = side.head(); !head.empty(); head = side.head()) {
      const bool chunked = head.find("Transfer-Encoding: chunked\r\n") != std::string::npos;
      std::string got = chunked ? "" : side.read(large);
      while (chunked) {
        const auto size = std::stoul(side.until("\r\n"), nullptr, 16);
        got += side.read(size + 2).substr(0, size);
        if (size == 0) break;
      }
      side.reply(got == body ? "same" : "other");
    }
  });
  lead_to(backend);
  EXPECT_THAT(post("/x", "Content-Length: " + std::to_string(large) + "\r\n", body), testing::EndsWith("\r\n\r\nsame"));
  std::string pieces;
  for (std::size_t at = 0; at < large; at += 100'000) {
    const auto piece = body.substr(at, 100'000);
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    pieces.append(size).append(piece).append("\r\n");
  }
  EXPECT_THAT(post("/x", "Transfer-Encoding: chunked\r\n", pieces + "0\r\n\r\n"), testing::EndsWith("\r\n\r\nsame"));
}

TEST_F(StreamTest, ALargeReplyIsCarriedWhole) {
  const auto body = of_size(large);
  ScriptedBackend backend([&](BackendSide& side, int) { while (!side.head().empty()) side.reply(body); });
  lead_to(backend);
  const auto reply = get("/x");
  EXPECT_EQ(reply.substr(reply.find("\r\n\r\n") + 4), body);
}

TEST_F(StreamTest, ABackendMayAnswerWhileItStillReads) {
  const auto body = of_size(large);
  ScriptedBackend backend([&](BackendSide& side, int) {
    side.head();
    side.say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(large) + "\r\n\r\n");
    for (std::size_t sent = 0; sent < large; sent += 65536) side.say(side.read(65536));
  });
  lead_to(backend);
  const Fd fd = connect();
  auto said = std::async(std::launch::async, [&] { say(fd, "POST /x HTTP/1.1\r\n" + host() + "Connection: close\r\nContent-Length: " + std::to_string(large) + "\r\n\r\n" + body); });
  const auto reply = hear(fd);
  said.get();
  EXPECT_EQ(reply.substr(std::min(reply.size(), reply.find("\r\n\r\n") + 4)), body);
}

TEST_F(StreamTest, ABackendMayRefuseABodyEarly) {
  ScriptedBackend backend([&](BackendSide& side, int) {
    side.head();
    side.reply("too much", "Connection: close\r\n", "413 Content Too Large");
    side.until("never");  // so that closing does not reset
  });
  lead_to(backend);
  const Fd fd = connect();
  say(fd, "POST /x HTTP/1.1\r\n" + host() + "Content-Length: 100000000\r\n\r\n" + of_size(4u << 20));
  char first = 0;  // a client that sends on: the reply is looked for with each piece
  for (int i = 0; i < 200 && ::recv(fd.get(), &first, 1, MSG_PEEK | MSG_DONTWAIT) < 0; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(20))) say(fd, "x");
  EXPECT_THAT(hear(fd), AllOf(StartsWith("HTTP/1.1 413 "), HasSubstr("\r\nConnection: close\r\n"), testing::EndsWith("\r\n\r\ntoo much")));
}

TEST_F(StreamTest, EventsGoOnAsTheyComeAndForLongerThanAReplyMayTake) {
  std::promise<void> heard;
  ScriptedBackend backend([&](BackendSide& side, int) {
    if (side.head().find("\r\nLast-Event-ID: 41\r\n") == std::string::npos) return;
    side.say(std::string(events) + "id: 42\n\n");
    heard.get_future().wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(2300));  // the daemon's time for a reply is two seconds
    side.say("id: 43\n\n");
  });
  lead_to(backend);
  const Fd fd = begin("Last-Event-ID: 41\r\nConnection: close\r\n");
  EXPECT_THAT(hear(fd, "id: 42\n\n"), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("\r\nTransfer-Encoding: chunked\r\n")));
  heard.set_value();
  EXPECT_THAT(hear(fd), AllOf(HasSubstr("id: 43\n\n"), testing::EndsWith("\r\n0\r\n\r\n")));
  EXPECT_THAT(last_logged(), HasSubstr(R"("stream":true)"));
}

TEST_F(StreamTest, EventsEndWhenNothingComesForTooLong) {
  ScriptedBackend backend([&](BackendSide& side, int) {
    side.head();
    side.say(std::string(events) + "id: 1\n\n");
    EXPECT_TRUE(side.ended());
  });
  lead_to(backend, R"(,"idleMs":300,"timeoutMs":200)");
  EXPECT_THAT(hear(begin("")), AllOf(HasSubstr("id: 1\n\n"), Not(HasSubstr("\r\n0\r\n"))));  // cut off: it is not its end
}

TEST_F(StreamTest, TheBackendsSideEndsWithTheClients) {
  std::atomic<bool> ended{false};
  ScriptedBackend backend([&](BackendSide& side, int) {
    side.head();
    side.say(std::string(events) + "id: 1\n\n");
    ended = side.ended();
  });
  lead_to(backend);
  {
    const Fd fd = begin("");
    hear(fd, "id: 1");
  }
  EXPECT_TRUE(eventually([&] { return ended.load(); }));
}

TEST_F(StreamTest, TheClientsSideEndsWithTheBackends) {
  ScriptedBackend backend([&](BackendSide& side, int) {
    side.head();
    side.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nid:1\r\n");
    side.reset();
  });
  lead_to(backend);
  EXPECT_THAT(hear(begin("")), Not(HasSubstr("\r\n0\r\n")));
}

TEST_F(StreamTest, StreamsEndWhenTheDaemonStops) {
  ScriptedBackend backend([&](BackendSide& side, int number) {
    side.head();
    side.say(number == 1 ? std::string(events) : std::string(switched));
    side.ended();
  });
  lead_to(backend);
  const Fd fd = begin(""), socket = begin(upgrade);
  hear(fd, "\r\n\r\n"), hear(socket, "\r\n\r\n");
  EXPECT_TRUE(listener_->stop(std::chrono::seconds(3)));
  hear(fd), hear(socket);  // to the end
}

TEST_F(StreamTest, RepliesWithoutABodyHaveNone) {
  ScriptedBackend backend([](BackendSide& side, int) {
    for (auto head = side.head(); !head.empty(); head = side.head()) {
      if (head.starts_with("HEAD")) side.say("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
      else if (head.starts_with("GET /304")) side.say("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 5000\r\n\r\n");
      else side.say("HTTP/1.1 204 No Content\r\n\r\n");
    }
  });
  lead_to(backend);
  EXPECT_THAT(ask("HEAD /x HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n"), AllOf(HasSubstr("Content-Length: 5000\r\n"), testing::EndsWith("\r\n\r\n")));
  EXPECT_THAT(get("/x/304"), AllOf(HasSubstr("ETag: \"a\"\r\n"), testing::EndsWith("\r\n\r\n")));
  EXPECT_THAT(get("/x"), testing::EndsWith("\r\n\r\n"));
  EXPECT_EQ(backend.connections(), 1);
}

TEST_F(StreamTest, AWebSocketPassesThrough) {
  ScriptedBackend backend([&](BackendSide& side, int) {
    const auto head = side.head();
    EXPECT_THAT(head, AllOf(HasSubstr("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"), HasSubstr("\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n")));
    side.say(std::string(switched) + "behind");  // in one piece
    EXPECT_EQ(side.read(5), "early");
    side.say(side.read(5));
    EXPECT_TRUE(side.ended());  // the client has sent all; this side goes on
    side.say("last words");
  });
  lead_to(backend);
  const Fd fd = begin(upgrade, "early");
  EXPECT_THAT(hear(fd, "behind"), AllOf(StartsWith("HTTP/1.1 101 Switching Protocols\r\n"), HasSubstr("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"),
                                        HasSubstr("\r\nSec-WebSocket-Accept: x\r\n"), Not(HasSubstr("Transfer-Encoding"))));
  say(fd, "hello");
  EXPECT_EQ(hear(fd, "hello"), "hello");
  ::shutdown(fd.get(), SHUT_WR);
  EXPECT_EQ(hear(fd), "last words");
  EXPECT_TRUE(eventually([&] { return last_logged().find(R"("status":101)") != std::string::npos; }));
  EXPECT_THAT(last_logged(), HasSubstr(R"("stream":true)"));
}

TEST_F(StreamTest, ManyBytesPassThroughAWebSocketBothWays) {
  const auto bytes = of_size(large);
  ScriptedBackend backend([&](BackendSide& side, int) {
    side.head();
    side.say(switched);
    for (std::size_t sent = 0; sent < large; sent += 32768) side.say(side.read(32768));
  });
  lead_to(backend);
  const Fd fd = begin(upgrade);
  hear(fd, "\r\n\r\n");
  auto said = std::async(std::launch::async, [&] { say(fd, bytes); });
  EXPECT_EQ(hear(fd), bytes);
  said.get();
}

TEST_F(StreamTest, AWebSocketThatIsRefusedIsAReply) {
  ScriptedBackend backend([&](BackendSide& side, int) { side.head(), side.reply("no", "X-A: b\r\n", "403 Forbidden"), side.ended(); });
  lead_to(backend);
  EXPECT_THAT(hear(begin(upgrade, "frames")), AllOf(StartsWith("HTTP/1.1 403 "), HasSubstr("X-A: b\r\n"), HasSubstr("Connection: close\r\n"), testing::EndsWith("\r\n\r\nno")));
}

TEST_F(StreamTest, AWebSocketOfAnotherSitesPageIsRefused) {
  ScriptedBackend backend(mirror);
  lead_to(backend);
  EXPECT_THAT(hear(begin(std::string(upgrade) + "Origin: https://evil.example\r\n")), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(post("/x", "Content-Length: 0\r\nSec-Fetch-Site: cross-site\r\n", ""), StartsWith("HTTP/1.1 403 "));
  EXPECT_EQ(backend.connections(), 0);
}

TEST_F(StreamTest, AWebSocketEndsWhenNothingComesForTooLong) {
  ScriptedBackend backend([&](BackendSide& side, int) { side.head(), side.say(switched), side.ended(); });
  lead_to(backend, R"(,"idleMs":300)");
  hear(begin(upgrade));
}

TEST_F(StreamTest, AnOldTableLivesUntilItsStreamsEnd) {
  ScriptedBackend backend([&](BackendSide& side, int) {
    side.head();
    side.say(switched);
    side.say(side.read(5));
  });
  lead_to(backend);
  const Fd fd = begin(upgrade);
  hear(fd, "\r\n\r\n");
  dispatcher_->set_routes(nullptr);
  EXPECT_THAT(get("/x"), StartsWith("HTTP/1.1 404 "));
  say(fd, "hello");
  EXPECT_EQ(hear(fd), "hello");
}

}  // namespace
}  // namespace chitty::host::daemon
