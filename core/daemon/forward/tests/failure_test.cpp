// Backends that are gone, slow, lying, huge; what is tried again and what is not.
#include "daemon/forward/testing/forward_fixture.hpp"

namespace chitty::host::daemon {
namespace {

using testing::AnyOf;

class FailureTest : public ForwardTest {
 protected:
  static std::string proxy_status(const char* word) { return std::string("\r\nProxy-Status: chittyd; error=") + word + "\r\n"; }
  // A backend that answers each request with `text` and closes.
  static ScriptedBackend::Script once(std::string text) {
    return [text = std::move(text)](BackendSide& side, int) {
      side.head();
      side.say(text);
    };
  }
  void expect_malformed(const std::string& text, const char* word) {
    ScriptedBackend backend(once(text));
    lead_to(backend, R"(,"timeoutMs":500)");
    EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 502 "), HasSubstr(proxy_status(word)), HasSubstr("The backend of the route rt_x "))) << text.substr(0, 200);
  }
};

TEST_F(FailureTest, ABackendThatIsGoneIs502) {
  std::uint16_t port = 0;
  { port = ScriptedBackend(mirror).port(); }
  routes(R"([{"id":"rt_x","prefix":"/x","public":true,"allowPrivate":true,"url":"http://127.0.0.1:)" + std::to_string(port) + R"("}])");
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 502 "), HasSubstr(proxy_status("connection_refused")), HasSubstr("The backend of the route rt_x refused the connection.")));
  EXPECT_THAT(post("/x", "Content-Length: 2\r\n", "ab"), StartsWith("HTTP/1.1 502 "));
}

TEST_F(FailureTest, ABackendThatIsSlowIs504) {
  ScriptedBackend backend([](BackendSide& side, int number) {
    side.head();
    if (number == 2) side.say("HTTP/1.1 200 OK\r\nContent-Le");
    if (number == 3) side.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc");
    side.ended();
  });
  lead_to(backend, R"(,"timeoutMs":200)");
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 504 "), HasSubstr(proxy_status("connection_read_timeout")), HasSubstr("did not answer in time")));
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 504 "), HasSubstr("stopped in the middle of its reply")));
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 200 "), testing::EndsWith("\r\n\r\nabc")));  // begun already: cut off
}

TEST_F(FailureTest, ABackendThatNeverAnswersIs504WhenTheDaemonsOwnTimeIsOver) {
  ScriptedBackend backend([](BackendSide& side, int) { side.head(), side.ended(); });
  lead_to(backend);
  EXPECT_THAT(get("/x"), StartsWith("HTTP/1.1 504 "));
}

TEST_F(FailureTest, ABackendThatLiesAboutItsReplyIs502) {
  // What has gone out already is cut off; the rest of it can still be said with a status.
  for (const char* text : {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"}) {
    ScriptedBackend backend(once(text));
    lead_to(backend);
    EXPECT_THAT(get("/x"), AnyOf(HasSubstr(proxy_status("http_response_incomplete")), AllOf(HasSubstr("abc"), Not(HasSubstr("\r\n0\r\n"))))) << text;
  }
  expect_malformed("HTTP/1.1 200 OK\r\nContent-L", "http_response_incomplete");
  for (const char* text :
       {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc", "HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\nabc", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "SSH-2.0-x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\r\n b\x01\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"})
    expect_malformed(text, "http_protocol_error");
}

TEST_F(FailureTest, AHugeHeadIs502) {
  expect_malformed("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n", "http_response_header_section_size");
  std::string many = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 300; ++i) many += "X: 1\r\n";
  expect_malformed(many + "\r\n", "http_response_header_section_size");
  std::string interim;
  for (int i = 0; i < 50; ++i) interim += "HTTP/1.1 103 Early Hints\r\n\r\n";
  expect_malformed(interim, "http_protocol_error");
}

TEST_F(FailureTest, WhatStandsBehindAReplyIsNoReplyToTheNext) {
  ScriptedBackend backend([](BackendSide& side, int) {
    while (!side.head().empty()) side.say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
  });
  lead_to(backend);
  for (int i = 0; i < 3; ++i) EXPECT_THAT(get("/x"), testing::EndsWith("\r\n\r\nabc"));
  EXPECT_EQ(backend.connections(), 3);
}

TEST_F(FailureTest, AReplyWithoutALengthEndsWithItsConnection) {
  ScriptedBackend backend(once("HTTP/1.0 200 OK\r\n\r\nabc"));
  lead_to(backend);
  EXPECT_THAT(get("/x"), HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(ask("GET /x HTTP/1.0\r\n" + host() + "\r\n"), AllOf(HasSubstr("Connection: close\r\n"), Not(HasSubstr("chunked")), testing::EndsWith("\r\n\r\nabc")));
}

TEST_F(FailureTest, AStatusWithoutAReasonIsOne) {
  ScriptedBackend backend(once("HTTP/1.1 204\r\nX-A: b\r\n\r\n"));
  lead_to(backend);
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 204 No Content\r\n"), HasSubstr("X-A: b\r\n")));
}

TEST_F(FailureTest, RedirectsArePassedOn) {
  ScriptedBackend backend([](BackendSide& side, int) { while (!side.head().empty()) side.reply("", "Location: /x\r\n", "302 Found"); });
  lead_to(backend);
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 302 "), HasSubstr("\r\nLocation: /x\r\n")));
  EXPECT_EQ(backend.connections(), 1);
}

TEST_F(FailureTest, AKeptConnectionThatIsClosedUnderAReadIsReplacedAtOnce) {
  std::atomic<int> seen{0};
  ScriptedBackend backend([&](BackendSide& side, int number) {
    if (side.head().empty() || !side.reply("first")) return;
    if (number == 1 && !side.head().empty()) ++seen;  // and closed
    if (number == 1) return;
    while (!side.head().empty()) side.reply("second");
  });
  lead_to(backend);
  EXPECT_THAT(get("/x"), HasSubstr("first"));
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("first")));
  EXPECT_EQ(backend.connections(), 2);
  EXPECT_EQ(seen, 1);
}

TEST_F(FailureTest, WhatMayHaveArrivedIsNotDoneTwice) {
  std::atomic<int> posts{0};
  ScriptedBackend backend([&](BackendSide& side, int) {
    side.head();
    side.reply("first");
    if (side.head().starts_with("POST")) ++posts;
  });
  lead_to(backend, R"(,"retries":3)");
  EXPECT_THAT(get("/x"), HasSubstr("first"));
  EXPECT_THAT(post("/x", "Content-Length: 2\r\n", "ab"), AllOf(StartsWith("HTTP/1.1 502 "), HasSubstr(proxy_status("connection_terminated"))));
  EXPECT_EQ(posts, 1);
}

TEST_F(FailureTest, IdempotentRequestsAreTriedAgainAsOftenAsTheRouteSays) {
  std::atomic<int> asked{0};
  ScriptedBackend backend([&](BackendSide& side, int) {
    for (auto head = side.head(); !head.empty(); head = side.head()) {
      const auto body = head.starts_with("P") ? side.read(2) : "";
      if (++asked % 3 != 0) side.reply("no", {}, "503 Service Unavailable");
      else side.reply("yes " + body);
    }
  });
  lead_to(backend, R"(,"retries":2)");
  EXPECT_THAT(get("/x"), HasSubstr("\r\n\r\nyes"));
  EXPECT_THAT(ask("PUT /x HTTP/1.1\r\n" + host() + "Connection: close\r\nContent-Length: 2\r\n\r\nab"), HasSubstr("\r\n\r\nyes ab"));
  EXPECT_EQ(asked, 6);
  EXPECT_THAT(post("/x", "Content-Length: 2\r\n", "ab"), AllOf(StartsWith("HTTP/1.1 503 "), testing::EndsWith("\r\n\r\nno")));
  EXPECT_EQ(asked, 7);
  lead_to(backend, R"(,"retries":1)");
  EXPECT_THAT(get("/x"), HasSubstr("\r\n\r\nyes"));  // the second of three
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 503 "), testing::EndsWith("\r\n\r\nno")));
}

TEST_F(FailureTest, ABackendThatSaysWhenIsNotAskedBefore) {
  std::atomic<int> asked{0};
  ScriptedBackend backend([&](BackendSide& side, int) {
    while (!side.head().empty()) ++asked, side.reply("no", "Retry-After: 9\r\n", "503 Service Unavailable");
  });
  lead_to(backend, R"(,"retries":5)");
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Retry-After: 9\r\n")));
  EXPECT_EQ(asked, 1);
}

TEST_F(FailureTest, ABackendThatFailsInARowIsLeftAlone) {
  std::atomic<bool> well{false};
  std::atomic<int> asked{0}, health{0};
  ScriptedBackend backend([&](BackendSide& side, int) {
    for (auto head = side.head(); !head.empty(); head = side.head()) {
      ++(head.starts_with("GET /healthz ") ? health : asked);
      if (!well || !side.reply("well")) return;
    }
  });
  lead_to(backend, R"(,"breaker":{"failures":2,"openMs":200})");
  EXPECT_THAT(get("/x"), StartsWith("HTTP/1.1 502 "));
  EXPECT_THAT(get("/x"), StartsWith("HTTP/1.1 502 "));
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Retry-After: 1\r\n"), HasSubstr("has failed several times in a row")));
  EXPECT_EQ(asked, 2);
  well = true;
  EXPECT_TRUE(eventually([&] { return get("/x").starts_with("HTTP/1.1 200 "); }));
  EXPECT_EQ(asked, 3);

  well = false;
  lead_to(backend, R"(,"healthPath":"/healthz","breaker":{"failures":1,"openMs":100})");
  EXPECT_THAT(get("/x"), StartsWith("HTTP/1.1 502 "));
  const int before = asked;
  EXPECT_TRUE(eventually([&] { return get("/x"), health == 2; }));  // none of those who asked was sent to see
  EXPECT_EQ(asked, before);
  well = true;
  EXPECT_TRUE(eventually([&] { return get("/x").starts_with("HTTP/1.1 200 "); }));
  EXPECT_EQ(asked, before + 1);
}

TEST_F(FailureTest, WhoOpensTheBreakerIsStillToldWhy) {
  std::atomic<int> asked{0};
  ScriptedBackend backend([&](BackendSide& side, int) {
    while (!side.head().empty()) ++asked, side.reply("why", {}, "503 Service Unavailable");
  });
  lead_to(backend, R"(,"retries":5,"breaker":{"failures":2,"openMs":60000})");
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 503 "), testing::EndsWith("\r\n\r\nwhy")));
  EXPECT_EQ(asked, 2);
}

TEST_F(FailureTest, ABackendThatEndsWithoutReadingIs502) {
  ScriptedBackend backend([](BackendSide& side, int) {
    side.head();
    side.end_writing();
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  });
  lead_to(backend);
  EXPECT_THAT(post("/x", "Content-Length: 20000000\r\n", std::string(20'000'000, 'x')),
              AllOf(StartsWith("HTTP/1.1 502 "), HasSubstr(proxy_status("connection_terminated"))));
}

TEST_F(FailureTest, NothingIsSentToAForbiddenAddress) {
  ScriptedBackend backend(mirror);
  const std::string port = std::to_string(backend.port());
  for (const std::string host_name : {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "10.0.0.1", "a.localhost"}) {
    routes(R"([{"id":"rt_x","prefix":"/x","public":true,"url":"http://)" + host_name + ":" + port + R"("}])");
    EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 502 "), HasSubstr(proxy_status("destination_ip_prohibited")), HasSubstr("can allow private addresses"))) << host_name;
  }
  for (const std::string host_name : {"169.254.169.254", "[fd00:ec2::254]", "[::ffff:169.254.169.254]"}) {
    routes(R"([{"id":"rt_x","prefix":"/x","public":true,"allowPrivate":true,"url":"http://)" + host_name + R"("}])");
    EXPECT_THAT(get("/x"), AllOf(HasSubstr(proxy_status("destination_ip_prohibited")), HasSubstr("No route can lead to such an address."))) << host_name;
  }
  EXPECT_EQ(backend.connections(), 0);
}

TEST_F(FailureTest, ALoopEndsWhereItBegan) {
  routes(R"([{"id":"rt_x","prefix":"/x","public":true,"allowPrivate":true,"keepPrefix":true,"url":"http://127.0.0.1:)" + std::to_string(port_) + R"("}])");
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 508 Loop Detected\r\n"), HasSubstr(proxy_status("proxy_loop_detected"))));
  EXPECT_THAT(get("/x", "Connection: CDN-Loop\r\n"), StartsWith("HTTP/1.1 508 "));
}

}  // namespace
}  // namespace chitty::host::daemon
