// Requests that two readers could take for two things: the backend sees none of them, and what it sees is framed once.
#include "daemon/forward/testing/forward_fixture.hpp"

#include <algorithm>

namespace chitty::host::daemon {
namespace {

class SmugglingTest : public ForwardTest {
 protected:
  SmugglingTest()
      : backend_([this](BackendSide& side, int) {
          for (auto head = side.head(); !head.empty(); head = side.head()) {
            {
              const std::lock_guard guard(mutex_);
              seen_.push_back(head.substr(0, head.find(" HTTP/")));
            }
            if (const auto at = head.find("Content-Length: "); at != std::string::npos) side.read(std::stoul(head.substr(at + 16)));
            side.reply("ok");
          }
        }) {}
  std::vector<std::string> seen() {
    const std::lock_guard guard(mutex_);
    return std::exchange(seen_, {});
  }
  std::string send(const std::string& fields, const std::string& body) { return ask("POST /x HTTP/1.1\r\n" + host() + fields + "\r\n" + body); }

  std::mutex mutex_;
  std::vector<std::string> seen_;
  ScriptedBackend backend_;
};

TEST_F(SmugglingTest, DoubtfulFramingEndsHere) {
  lead_to(backend_);
  const std::string inner = "GET /x/inner HTTP/1.1\r\nHost: a\r\n\r\n";
  for (const std::string fields :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "Content-Length: 0\r\nContent-Length: 35\r\n", "Content-Length: 35, 35\r\n",
        "Content-Length: +35\r\n", "Content-Length: 0x23\r\n", "Content-Length: 35 \t3\r\n", "Transfer-Encoding: gzip\r\n", "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding : chunked\r\n",
        " Transfer-Encoding: chunked\r\n", "X: y\r\n Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: \x0b"
        "chunked\r\n",
        "Transfer-Encoding: chunked\x01\r\n", "Transfer-Encoding\t: chunked\r\n",
        "Content-Length : 35\r\n", "Content-Length: 35\rX: y\r\n", "X: a\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding:\n chunked\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n"}) {
    const auto reply = send(fields, "0\r\n\r\n" + inner);
    EXPECT_TRUE(reply.starts_with("HTTP/1.1 400 ") || reply.starts_with("HTTP/1.1 501 ")) << fields << reply.substr(0, 100);
    EXPECT_EQ(std::count(reply.begin(), reply.end(), '\0'), 0);
    EXPECT_EQ(reply.find("HTTP/1.1 ", 9), std::string::npos) << fields << reply;  // one reply, and the end
  }
  EXPECT_THAT(seen(), testing::IsEmpty());
}

TEST_F(SmugglingTest, WhatIsABodyHereIsOneThere) {
  lead_to(backend_);
  const std::string inner = "GET /x/inner HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_THAT(send("Connection: close\r\nContent-Length: " + std::to_string(inner.size()) + "\r\n", inner), testing::EndsWith("\r\n\r\nok"));
  EXPECT_THAT(send("Connection: close\r\nTransfer-Encoding: Chunked\r\n", "23\r\n" + inner.substr(0, 35) + "\r\n0\r\nContent-Length: 9\r\n\r\n"), StartsWith("HTTP/1.1 "));
  for (const auto& one : seen()) EXPECT_EQ(one, "POST /");
}

TEST_F(SmugglingTest, MalformedChunksEndHere) {
  lead_to(backend_);
  for (const std::string body : {"5\r\nabc\r\n0\r\n\r\n", "-1\r\n\r\n", "fffffffffffffffff\r\n", "0x3\r\nabc\r\n0\r\n\r\n", "3\nabc\n0\n\n", "3\r\nabcX0\r\n\r\n"})
    EXPECT_THAT(send("Transfer-Encoding: chunked\r\n", body), testing::AnyOf(StartsWith("HTTP/1.1 400 "), StartsWith("HTTP/1.1 408 "))) << body;
  EXPECT_THAT(seen(), testing::IsEmpty());
}

TEST_F(SmugglingTest, RequestsOneBehindTheOtherStayTwo) {
  lead_to(backend_);
  EXPECT_THAT(ask("GET /x/1 HTTP/1.1\r\n" + host() + "\r\nGET /x/2 HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n"), testing::ContainsRegex("ok(.|\n)*ok"));
  EXPECT_THAT(seen(), testing::ElementsAre("GET /1", "GET /2"));
}

TEST_F(SmugglingTest, ABodyThatIsExpectedFirstIsAskedForHere) {
  lead_to(backend_);
  const Fd fd = connect();
  say(fd, "POST /x HTTP/1.1\r\n" + host() + "Connection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_THAT(hear(fd, "\r\n\r\n"), StartsWith("HTTP/1.1 100 "));
  say(fd, "ab");
  EXPECT_THAT(hear(fd), testing::EndsWith("ok"));
}

}  // namespace
}  // namespace chitty::host::daemon
