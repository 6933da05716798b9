// Patience and room: what waits is ended, and who is too many is told so.
#include "daemon/serve/testing/http_fixture.hpp"

namespace chitty::host::daemon {
namespace {

TEST_F(HttpTest, ASlowHeadIsEndedAndOthersAreServed) {
  const Fd slow = connect();
  say(slow, "GET /health HT");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(get("/health"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(hear(slow), StartsWith("HTTP/1.1 408 "));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST_F(HttpTest, AReplyHasItsTimeToBegin) {
  EXPECT_THAT(get("/acme/deadline"), HasSubstr("within the limit, then none"));
  EXPECT_THAT(get("/acme/wait"), AllOf(StartsWith("HTTP/1.1 504 "), HasSubstr("did not answer in time"), HasSubstr("Connection: close")));
}

TEST_F(HttpTest, StoppingEndsWhatWaits) {
  const Fd waiting = connect(), idle = connect();
  say(waiting, "GET /acme/wait HTTP/1.1\r\n" + host() + "\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_TRUE(listener_->stop(std::chrono::milliseconds(3000)));
  EXPECT_THAT(hear(waiting), StartsWith("HTTP/1.1 503 "));
  EXPECT_EQ(hear(idle), "");
}

class CrowdedTest : public HttpTest {
 protected:
  CrowdedTest() : HttpTest(20) {}
};

TEST_F(CrowdedTest, WhoeverWaitsForLongestMakesRoom) {
  std::vector<Fd> idle;
  for (int i = 0; i < 20; ++i) idle.push_back(connect());
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_THAT(get("/health"), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(hear(idle[0]), "");  // closed
  say(idle[19], "GET /health HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n");
  EXPECT_THAT(hear(idle[19]), StartsWith("HTTP/1.1 200 "));
}

TEST_F(CrowdedTest, SlowBodiesDoNotFillTheMemory) {
  std::vector<Fd> slow;
  for (int i = 0; i < 4; ++i) {                                               // 300 KB each; there is room for a million bytes
    if (i == 3) std::this_thread::sleep_for(std::chrono::milliseconds(300));  // until the others have come
    slow.push_back(connect());
    say(slow.back(), "POST /acme/large HTTP/1.1\r\n" + host() + "Content-Length: 900000\r\n\r\n" + std::string(300'000, 'x'));
  }
  const auto refused = hear(slow[3], "}");
  EXPECT_THAT(refused, AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Too many requests are being sent"), HasSubstr("Connection: close\r\n")));
  slow.clear();
  EXPECT_THAT(post("/acme/large", "Content-Length: 5\r\n", "hello"), HasSubstr("hello"));
}

TEST_F(CrowdedTest, WhereAllAreBusyTheNextIsToldSo) {
  std::vector<Fd> busy;
  for (int i = 0; i < 20; ++i) {
    busy.push_back(connect());
    say(busy.back(), "POST /acme/large HTTP/1.1\r\n" + host() + "Content-Length: 9000000\r\n\r\nx");
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_THAT(get("/health"), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Too many connections"), HasSubstr("Retry-After: "), HasSubstr("Connection: close\r\n")));
  // The owner has places of their own, and nobody holds those by saying nothing.
  const std::string owner = "Authorization: Bearer " + token_ + "\r\n";
  EXPECT_THAT(get("/acme/secret/1", owner), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("Connection: close\r\n")));
  std::vector<Fd> silent;
  for (std::size_t i = 0; i < Connections::reserve; ++i) silent.push_back(connect());
  EXPECT_TRUE(eventually([&] { return get("/acme/secret/1", owner).starts_with("HTTP/1.1 200 "); }));
  silent.clear();
  busy.clear();
  EXPECT_TRUE(eventually([&] { return get("/health").starts_with("HTTP/1.1 200 "); }));
}

TEST_F(CrowdedTest, WhoseRequestStandsStillMakesRoom) {
  std::vector<Fd> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(connect());
    say(slow.back(), "POST /acme/echo HTTP/1.1\r\n" + host() + "Content-Length: 900\r\n\r\nx");
  }
  EXPECT_TRUE(eventually([&] { return get("/acme/facts/1").starts_with("HTTP/1.1 200 "); }));
  EXPECT_THAT(hear(slow[0]), StartsWith("HTTP/1.1 408 "));
}

class SharedTest : public HttpTest {
 protected:
  SharedTest() : HttpTest(20, true) {}
};

TEST_F(SharedTest, OneAddressHasItsShareOnly) {
  std::vector<Fd> busy;
  for (int i = 0; i < 5; ++i) {
    busy.push_back(connect());
    say(busy.back(), "POST /acme/large HTTP/1.1\r\n" + host() + "Content-Length: 9000000\r\n\r\nx");
  }
  EXPECT_THAT(hear(connect()), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Too many connections")));
  busy.pop_back();
  EXPECT_TRUE(eventually([&] { return get("/health").starts_with("HTTP/1.1 200 "); }));
}

}  // namespace
}  // namespace chitty::host::daemon
