// What a client may ask, and what it may not: requests and replies of the server.
#include "daemon/serve/testing/http_fixture.hpp"

namespace chitty::host::daemon {
namespace {

TEST_F(HttpTest, HealthAndHead) {
  EXPECT_THAT(get("/health"), HasSubstr(R"("service":"chittyd")"));
  EXPECT_THAT(get("/acme/health"), HasSubstr(R"("service":"acme")"));
  const auto head = ask("HEAD /health HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Length: "));
  EXPECT_THAT(head, testing::EndsWith("\r\n\r\n"));
}

// One of its services is out of order: it lives, answers for the others, and is not ready for all that may come.
TEST_F(HttpTest, LivingAndBeingReadyAreTwoThings) {
  EXPECT_THAT(get("/health/live"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(get("/health"), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr(R"("status":"degraded")"), HasSubstr(R"({"part":"broken","message":)")));
  EXPECT_THAT(get("/health/ready"), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr(R"("status":"degraded")"),
                                          HasSubstr(R"({"part":"slow","message":"It has not answered its health check for 2 s."})")));
}

TEST_F(HttpTest, AServiceSeesTheDecodedRequest) {
  const auto reply = get("/acme/facts/a%20b?q=x+y%26z&q2=");
  EXPECT_THAT(reply, HasSubstr(R"({"id":"a b"}{"q":"x y&z","q2":""}/facts/a b{}http://127.0.0.1:)" + std::to_string(port_) + "/acme"));
}

TEST_F(HttpTest, TheGateWantsAToken) {
  EXPECT_THAT(get("/acme/secret/1"), testing::AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("WWW-Authenticate: Bearer realm=\"chittyos\", scope=\"acme:read\"\r\n"), HasSubstr("owner.token")));
  EXPECT_THAT(get("/acme/secret/1", "Authorization: Bearer wrong\r\n"), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(get("/acme/secret/1", "Authorization: Basic eA==\r\n"), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(get("/acme/secret/1", "Authorization: Bearer " + token_ + "\r\n"), testing::AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr(R"("owner":true)")));
  EXPECT_THAT(get("/metrics"), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(get("/metrics", "Authorization: Bearer " + token_ + "\r\n"), HasSubstr("chittyd_requests_total{service=\"acme\",route=\"GET /secret/{id}\",code=\"4xx\"} 3"));
}

TEST_F(HttpTest, GuessingIsThrottledAndTheRightTokenPasses) {
  for (int i = 0; i < FailedLogins::allowed; ++i) get("/acme/secret/1", "Authorization: Bearer guess\r\n");
  EXPECT_THAT(get("/acme/secret/1", "Authorization: Bearer guess\r\n"), testing::AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("Retry-After: ")));
  EXPECT_THAT(get("/acme/secret/1", "Authorization: Bearer " + token_ + "\r\n"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpTest, OnlyItsOwnNamesAreAnswered) {
  const std::string line = "GET /health HTTP/1.1\r\nConnection: close\r\n", port = std::to_string(port_);
  EXPECT_THAT(ask(line + "Host: evil.example:" + port + "\r\n\r\n"), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(ask(line + "Host: 127.0.0.1:80\r\n\r\n"), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(ask(line + "Host: 127.0.0.1\r\n\r\n"), StartsWith("HTTP/1.1 200 ")) << "as openssl ocsp and ocsptool ask";
  EXPECT_THAT(ask(line + "Host: evil.example\r\n\r\n"), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(ask(line + "Host: 127.0.0.1.evil.example:" + port + "\r\n\r\n"), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(ask(line + "\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask(line + host() + host() + "\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask(line + "Host: LocalHost:" + port + "\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(ask(line + "Host: [::1]:" + port + "\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpTest, UnknownPlacesAndMethods) {
  EXPECT_THAT(get("/nobody/x"), testing::AllOf(StartsWith("HTTP/1.1 404 "), HasSubstr("Installed are: acme, broken, slow.")));
  EXPECT_THAT(get("/acme/nothing"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(get("/acme/echo"), testing::AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("Allow: POST\r\n")));
  EXPECT_THAT(get("/acme/%zz"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(get("/acme/facts/%ff"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(get("/broken"), testing::AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("it crashed")));
  EXPECT_THAT(get("/acme/no"), testing::AllOf(StartsWith("HTTP/1.1 409 "), HasSubstr(R"("error":"CONFLICT","message":"No.","hint":"Try something else.")")));
}

TEST_F(HttpTest, AmbiguousLengthsAreRefused) {
  for (const char* fields : {"Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: 3\r\nContent-Length: 3\r\n",
                             "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Content-Length: -1\r\n", "Content-Length: 3x\r\n",
                             "Content-Length : 3\r\n"}) {
    const auto reply = post("/acme/echo", fields, "abc");
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 400 ")) << fields;
    EXPECT_THAT(reply, HasSubstr("Connection: close\r\n")) << fields;
  }
  EXPECT_THAT(post("/acme/echo", "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), StartsWith("HTTP/1.1 501 "));
  EXPECT_THAT(post("/acme/echo", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), StartsWith("HTTP/1.1 501 "));
}

TEST_F(HttpTest, MalformedAndTooLargeHeads) {
  EXPECT_THAT(ask("\x16\x03\x01 hello\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask("GET /health HTTP/2.7\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  for (const char* large : {"X-Large: ", "Cookie: a="})
    EXPECT_THAT(get("/health", large + std::string(17000, 'x') + "\r\n"),
                AllOf(StartsWith("HTTP/1.1 431 "), HasSubstr("The request's header fields are too large."), HasSubstr("cookies among them")));
  std::string many;
  for (int i = 0; i < 120; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  EXPECT_THAT(get("/health", many), StartsWith("HTTP/1.1 431 "));
  for (const std::size_t size : {17'000u, 20'000u, 200'000u})
    EXPECT_THAT(get("/" + std::string(size, 'x')), AllOf(StartsWith("HTTP/1.1 414 "), HasSubstr("The request's address is too long.")));
}

TEST_F(HttpTest, TheAbsoluteFormOfATargetIsTheSameRequest) {
  const std::string here = "127.0.0.1:" + std::to_string(port_), close = "Connection: close\r\n";
  const auto absolute = [&](const std::string& target, const std::string& hosts) {
    return ask("GET " + target + " HTTP/1.1\r\n" + hosts + close + "\r\n");
  };
  const auto reply = absolute("http://" + here + "/acme/facts/a%20b?q=x", host());
  EXPECT_THAT(reply, HasSubstr(R"({"id":"a b"}{"q":"x"}/facts/a b{}http://)" + here + "/acme"));
  EXPECT_THAT(absolute("HTTP://localhost:" + std::to_string(port_) + "/health", host()), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(absolute("http://" + here + "?x", host()), StartsWith("HTTP/1.1 404 "));  // the target "/?x"
  // The target says who is meant, not the field Host; which must be there all the same.
  EXPECT_THAT(absolute("http://" + here + "/acme/facts/1", "Host: evil.example\r\n"), HasSubstr("http://" + here + "/acme"));
  EXPECT_THAT(absolute("http://evil.example:" + std::to_string(port_) + "/health", host()), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(absolute("http://me@" + here + "/health", host()), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(absolute("http:///health", host()), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(absolute("http://" + here + "/health", ""), StartsWith("HTTP/1.1 400 "));
  for (const auto& other : {"https://" + here + "/health", "ftp://" + here + "/health", here + "/health", "http:" + here + "/health"})
    EXPECT_THAT(absolute(other, host()), StartsWith("HTTP/1.1 400 ")) << other;
}

TEST_F(HttpTest, ARequestOfHttp10SaysWhomItMeansToo) {
  EXPECT_THAT(ask("GET /acme/facts/1 HTTP/1.0\r\n\r\n"), AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("must have one Host field")));
  EXPECT_THAT(ask("GET /acme/facts/1 HTTP/1.0\r\n" + host() + "\r\n"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpTest, PipelinedRequestsAreAnsweredInOrder) {
  const Fd fd = connect();
  std::string all = "\r\n";
  for (int i = 0; i < 50; ++i) all += "GET /acme/facts/n" + std::to_string(i) + " HTTP/1.1\r\n" + host() + (i == 49 ? "Connection: close\r\n" : "") + "\r\n";
  say(fd, all);
  const auto replies = hear(fd);
  std::size_t at = 0;
  for (int i = 0; i < 50; ++i) {
    at = replies.find("{\"id\":\"n" + std::to_string(i) + "\"}", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST_F(HttpTest, AServiceThatBreaksTheContractIsNotPassedOn) {
  EXPECT_THAT(get("/acme/short"), testing::AllOf(StartsWith("HTTP/1.1 500 "), HasSubstr("PLUGIN_FAULT")));
  EXPECT_THAT(get("/acme/split"), testing::AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("Set-Cookie"))));
  EXPECT_THAT(get("/acme/open"), StartsWith("HTTP/1.1 500 "));  // no reply; and its transaction is gone:
  auto connection = store_->lend().value();
  EXPECT_TRUE(connection->begin());
}

TEST_F(HttpTest, TheAccessLogTellsAndKeepsSecrets) {
  get("/acme/secret/1?token=hidden", "Authorization: Bearer " + token_ + "\r\n");
  listener_->stop(std::chrono::milliseconds(1000));
  access_->flush();
  const auto log = read_file(folder_ / "access.ndjson").value();
  EXPECT_THAT(log, HasSubstr(R"("path":"/acme/secret/1","service":"acme","route":"GET /secret/{id}","caller":"owner","status":200)"));
  EXPECT_THAT(log, testing::AllOf(Not(HasSubstr("hidden")), Not(HasSubstr(token_))));
}

}  // namespace
}  // namespace chitty::host::daemon
