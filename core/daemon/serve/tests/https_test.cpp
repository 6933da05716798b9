// The same server by TLS: each client here is an `openssl s_client`, into and out of which go plain bytes.
#include "daemon/forward/testing/scripted_backend.hpp"
#include "daemon/serve/testing/http_fixture.hpp"

#include <boost/json/parse.hpp>

#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>

namespace chitty::host::daemon {
namespace {

class HttpsTest : public HttpTest {
 protected:
  explicit HttpsTest(std::size_t most_connections = 0) : HttpTest(most_connections, false, false, true) {}
  ~HttpsTest() override {
    for (const pid_t client : clients_) ::kill(client, SIGKILL), ::waitpid(client, nullptr, 0);
  }

  // Whose end is the client's end: closing it ends the program, whose socket's end the server then sees.
  Fd connect() const override {
    int ends[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    const std::string place = "127.0.0.1:" + std::to_string(tls_port_), authority = (folder_ / "ca.pem").string();
    const pid_t client = ::fork();
    if (client == 0) {
      ::dup2(ends[1], 0), ::dup2(ends[1], 1);
      ::dup2(::open("/dev/null", O_WRONLY), 2);
      ::execlp("openssl", "openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile", authority.c_str(), "-verify_hostname",
               "localhost", "-alpn", "http/1.1", "-connect", place.c_str(), nullptr);
      ::_exit(127);
    }
    clients_.push_back(client);
    const Fd theirs(ends[1]);
    const timeval patience{10, 0};
    ::setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return Fd(ends[0]);
  }
  std::string host() const override { return "Host: localhost:" + std::to_string(tls_port_) + "\r\n"; }

  // To the TLS port, as it is.
  std::string ask_raw(std::string_view bytes) const {
    const Fd fd = connect_to(tls_port_);
    say(fd, bytes);
    return hear(fd);
  }

  mutable std::vector<pid_t> clients_;
};

TEST_F(HttpsTest, RequestsAreAnswered) {
  EXPECT_THAT(get("/health/live"), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr(R"("service":"chittyd")")));
  EXPECT_THAT(get("/acme/secret/1", "Authorization: Bearer " + token_ + "\r\n"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(get("/health"), HasSubstr(R"("tls":{"address":"https://localhost","names":["localhost","127.0.0.1","box.example"],"issuer":"test authority","expiresAt":"20)"));
}

TEST_F(HttpsTest, AServiceIsToldTheAddressByWhichItWasAsked) {
  const std::string base = "https://localhost:" + std::to_string(tls_port_) + "/acme";
  EXPECT_THAT(get("/acme/facts/1"), HasSubstr(base));
  EXPECT_THAT(ask("GET https://localhost:" + std::to_string(tls_port_) + "/acme/facts/1 HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n"), HasSubstr(base));
  EXPECT_THAT(get("/acme/facts/1", "X-Forwarded-Proto: http\r\nForwarded: proto=http\r\n"), HasSubstr(base));
  const Fd plain = connect_to(port_);
  say(plain, "GET /acme/facts/1 HTTP/1.1\r\nHost: localhost:" + std::to_string(port_) + "\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(hear(plain), HasSubstr("http://localhost:" + std::to_string(port_) + "/acme"));
}

TEST_F(HttpsTest, TheNamesOfTheCertificateAreItsOwn) {
  const auto called = [&](const std::string& name) { return ask("GET /health/live HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n"); };
  const auto at_port = [&](const std::string& name, std::uint16_t port) { return name + ":" + std::to_string(port); };
  EXPECT_THAT(called(at_port("box.example", tls_port_)), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(called(at_port("Box.Example", tls_port_)), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(called(at_port("evil.example", tls_port_)), AllOf(StartsWith("HTTP/1.1 421 "), HasSubstr("Use https://127.0.0.1:" + std::to_string(tls_port_))));
  EXPECT_THAT(called(at_port("box.example", port_)), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(called("box.example"), StartsWith("HTTP/1.1 200 "));
  const Fd plain = connect_to(port_);
  say(plain, "GET /health/live HTTP/1.1\r\nHost: box.example:" + std::to_string(port_) + "\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(hear(plain), StartsWith("HTTP/1.1 421 "));
}

TEST_F(HttpsTest, APageOfItsOwnMayWriteAndOneOfThePlainPortMayNot) {
  const std::string body = "Content-Type: application/json\r\nContent-Length: 2\r\n";
  EXPECT_THAT(post("/acme/register", body + "Origin: https://localhost:" + std::to_string(tls_port_) + "\r\n", "{}"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(post("/acme/register", body + "Origin: http://localhost:" + std::to_string(tls_port_) + "\r\n", "{}"), StartsWith("HTTP/1.1 403 "));
}

TEST_F(HttpsTest, PipelinedRequestsAreAnsweredInOrder) {
  std::string all;
  for (int i = 0; i < 200; ++i) all += "GET /acme/facts/n" + std::to_string(i) + " HTTP/1.1\r\n" + host() + (i == 199 ? "Connection: close\r\n" : "") + "\r\n";
  const auto replies = ask(all);
  std::size_t at = 0;
  for (int i = 0; i < 200; ++i) {
    at = replies.find("{\"id\":\"n" + std::to_string(i) + "\"}", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST_F(HttpsTest, LargeBodiesStreamThroughBothWays) {
  const std::string body(5 << 20, 'y');
  const Fd fd = connect();
  std::thread sender([&] { say(fd, "POST /acme/large HTTP/1.0\r\n" + host() + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body); });
  const auto reply = hear(fd);
  sender.join();
  EXPECT_EQ(reply.substr(std::min(reply.size(), reply.find("\r\n\r\n") + 4)), body);
}

TEST_F(HttpsTest, BodiesThatComeInPiecesAndChunks) {
  EXPECT_THAT(post("/acme/echo", "Transfer-Encoding: chunked\r\n", "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"), HasSubstr("abc"));
  const Fd fd = connect();
  say(fd, "POST /acme/count HTTP/1.1\r\n" + host() + "Connection: close\r\nContent-Length: 300000\r\n\r\n");
  for (int i = 0; i < 3; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    say(fd, std::string(100'000, 'x'));
  }
  EXPECT_THAT(hear(fd), testing::EndsWith("\r\n\r\n300000"));
}

TEST_F(HttpsTest, WhoIsSlowIsToldSoByTls) {
  const Fd fd = connect();
  say(fd, "GET /health HT");
  EXPECT_THAT(hear(fd), StartsWith("HTTP/1.1 408 "));
  const Fd body = connect();
  say(body, "POST /acme/echo HTTP/1.1\r\n" + host() + "Content-Length: 5\r\n\r\nab");
  EXPECT_THAT(hear(body), AllOf(StartsWith("HTTP/1.1 408 "), HasSubstr("Connection: close\r\n")));
}

TEST_F(HttpsTest, PlainHttpOnItsPortIsAnsweredInWords) {
  for (const char* method : {"GET", "POST", "DELETE", "x"})
    EXPECT_THAT(ask_raw(std::string(method) + " /health HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("This port speaks HTTPS"), HasSubstr("Connection: close\r\n")));
  const Fd plain = connect_to(port_);
  say(plain, "\x16\x03\x01\x02" + std::string(300, 'x'));
  EXPECT_THAT(hear(plain), AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("This port speaks plain HTTP")));
}

TEST_F(HttpsTest, HalfAHelloIsNotWaitedForLongerThanAHead) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(ask_raw(""), "");  // idle, before the first byte
  EXPECT_EQ(ask_raw(std::string("\x16\x03\x01\x02", 4)), "");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(2500));  // 400 each, and not the 1500 of one that is idle
}

TEST_F(HttpsTest, GarbageEndsInAnAlert) {
  const std::string record("\x16\x03\x01\x00\x10", 5);
  const auto alert = ask_raw(record + std::string(16, 'x'));
  EXPECT_EQ(alert.substr(0, 1), "\x15");
  EXPECT_THAT(get("/health/live"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpsTest, AClientThatLeavesIsForgotten) {
  for (int i = 0; i < 5; ++i) {
    const Fd fd = connect();
    say(fd, "POST /acme/large HTTP/1.1\r\n" + host() + "Content-Length: 9000000\r\n\r\nx");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ::kill(clients_.back(), SIGKILL);
  }
  EXPECT_TRUE(listener_->stop(std::chrono::milliseconds(3000)));
}

TEST_F(HttpsTest, StoppingAnswersWhatRuns) {
  const Fd waiting = connect();
  say(waiting, "GET /acme/wait HTTP/1.1\r\n" + host() + "\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_TRUE(listener_->stop(std::chrono::milliseconds(3000)));
  EXPECT_THAT(hear(waiting), StartsWith("HTTP/1.1 503 "));
}

class CrowdedHttpsTest : public HttpsTest {
 protected:
  CrowdedHttpsTest() : HttpsTest(20) {}
};

TEST_F(CrowdedHttpsTest, WhoShakesHandsAndSaysNothingMakesRoom) {
  std::vector<Fd> silent;
  for (int i = 0; i < 20; ++i) silent.push_back(connect_to(tls_port_));
  EXPECT_THAT(get("/health/live"), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(hear(silent[0]), "");
}

TEST_F(CrowdedHttpsTest, WhoIsTooManyIsToldSoByTls) {
  std::vector<Fd> busy;
  for (int i = 0; i < 20; ++i) {
    busy.push_back(connect_to(port_));
    say(busy.back(), "POST /acme/large HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\nContent-Length: 9000000\r\n\r\nx");
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_THAT(get("/health/live"), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Too many connections")));
}

// A certificate is exchanged again and again under requests on new connections: none of them fails.
TEST_F(HttpsTest, NoRequestIsLostWhileTheCertificateChanges) {
  Certificates made(folder_);
  made.make("other", "DNS:localhost,DNS:other.example");
  std::atomic<bool> ends{false};
  std::atomic<int> good{0}, bad{0};
  std::vector<std::thread> clients;
  std::mutex starting;
  for (int i = 0; i < 3; ++i) clients.emplace_back([&] {
    while (!ends) {
      Fd fd;
      {
        const std::lock_guard guard(starting);
        fd = connect();
      }
      say(fd, "GET /health/live HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n");
      ++(hear(fd).starts_with("HTTP/1.1 200 ") ? good : bad);
    }
  });
  int renewed = 0;
  for (int i = 0; i < 30; ++i) {
    const auto from = made.files(i % 2 ? "server" : "other"), to = made.files("server");
    const TlsFiles kept{folder_ / "kept.pem", folder_ / "kept.key"};
    if (i == 0) std::filesystem::copy_file(to.certificate, kept.certificate), std::filesystem::copy_file(to.key, kept.key);
    const auto& source = i % 2 ? kept : from;
    std::filesystem::copy_file(source.certificate, to.certificate, std::filesystem::copy_options::overwrite_existing);
    (void)tls_->look_again();  // in between, when they do not fit
    std::filesystem::copy_file(source.key, to.key, std::filesystem::copy_options::overwrite_existing);
    renewed += tls_->look_again().value();
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
  ends = true;
  for (auto& client : clients) client.join();
  EXPECT_EQ(renewed, 30);
  EXPECT_EQ(bad, 0);
  EXPECT_GT(good, 5);
}

// What a client says behind its head may be in the same record, and what both say after that is TLS as before.
TEST_F(HttpsTest, AWebSocketOfARoutePassesThrough) {
  ScriptedBackend backend([](BackendSide& side, int) {
    side.head();
    side.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nbehind");
    EXPECT_EQ(side.read(5), "early");
    const auto much = side.read(300'000);
    EXPECT_EQ(much, std::string(300'000, 'x'));
    side.say(much);
  });
  dispatcher_->set_routes(RouteTable::parse(json::parse(R"([{"id":"rt_x","prefix":"/x","allowPrivate":true,"public":true,"url":")" + backend.url() + "\"}]").as_array()).value());
  const Fd fd = connect();
  say(fd, "GET /x HTTP/1.1\r\n" + host() + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\nearly");
  EXPECT_THAT(hear(fd, "behind"), AllOf(StartsWith("HTTP/1.1 101 "), testing::EndsWith("\r\n\r\nbehind")));
  say(fd, std::string(300'000, 'x'));
  std::string echo;
  while (echo.size() < 300'000) {
    const auto more = hear(fd, "x");
    if (more.empty()) break;
    echo += more;
  }
  EXPECT_EQ(echo, std::string(300'000, 'x'));
}

}  // namespace
}  // namespace chitty::host::daemon
