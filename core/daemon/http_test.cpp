// The server in this process, spoken to by raw sockets: what a client may do, and what it may not.
#include "daemon/host_tables.hpp"
#include "daemon/listener.hpp"
#include "daemon/listening_socket.hpp"
#include "daemon/owner_token.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

namespace chitty::daemon {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A service whose handlers are named by what they do.
chitty_status handle(chitty_instance*, chitty_call* call, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto& exchange = exchange_table();
    const auto* info = exchange.info(call);
    const auto handler = abi::view(info->handler);
    const auto none = abi::borrow("");
    if (handler == "echo") {
      if (auto status = exchange.begin(call, 200, &none, UINT64_MAX, error)) return status;
      char piece[8192];
      for (uint64_t got = 1; got > 0;) {
        if (auto status = exchange.read(call, piece, sizeof piece, &got, error)) return status;
        if (auto status = exchange.write(call, piece, got, error)) return status;
      }
      return CHITTY_OK;
    }
    if (handler == "facts") {
      const std::string text = std::string(abi::view(info->parameters)) + std::string(abi::view(info->query)) + std::string(abi::view(info->path)) +
                               std::string(abi::view(info->caller)) + std::string(abi::view(info->base_url));
      if (auto status = exchange.begin(call, 200, &none, text.size(), error)) return status;
      return exchange.write(call, text.data(), text.size(), error);
    }
    if (handler == "short") return exchange.begin(call, 200, &none, 10, error);
    if (handler == "split") {
      const auto headers = abi::borrow("{\"X-A\":\"a\\r\\nSet-Cookie: b\"}");
      return exchange.begin(call, 200, &headers, 0, error);
    }
    if (handler == "wait") return call_table().wait(call, 60'000'000'000u);
    if (handler == "count") {
      char piece[65536];
      uint64_t all = 0;
      for (uint64_t got = 1; got > 0; all += got)
        if (auto status = exchange.read(call, piece, sizeof piece, &got, error)) return status;
      const std::string text = std::to_string(all);
      if (auto status = exchange.begin(call, 200, &none, text.size(), error)) return status;
      return exchange.write(call, text.data(), text.size(), error);
    }
    if (handler == "deadline") {
      const auto now = static_cast<uint64_t>(std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count());
      const auto before = call_table().deadline(call);
      std::string text = before > now && before <= now + 2'000'000'000u ? "within the limit, " : "wrong, ";
      if (auto status = exchange.begin(call, 200, &none, UINT64_MAX, error)) return status;
      text += call_table().deadline(call) == UINT64_MAX ? "then none" : "then still";
      return exchange.write(call, text.data(), text.size(), error);
    }
    if (handler == "leave-open") return store_table().begin(call, error);
    return abi::fill(error, make_error(Code::conflict, "No.", "Try something else."));
  });
}

constexpr std::uint64_t limit = 1000;

ServiceRoute route(const char* method, const char* path, const char* handler, const char* scope = "", std::uint64_t body_limit = limit) {
  ServiceRoute made;
  made.method = method, made.path = path, made.handler = handler, made.scope = scope, made.body_limit = body_limit;
  made.is_public = made.scope.empty();
  return made;
}

class HttpTest : public testing::Test {
 protected:
  explicit HttpTest(std::size_t most_connections = 0) {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-http-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    keep_owner_token(folder_ / "owner.token").value();
    token_ = read_owner_token(folder_ / "owner.token").value();
    store_ = Store::open("sqlite:" + (folder_ / "test.db").string()).value();
    world_ = std::make_unique<ServiceWorld>(ServiceWorld{*store_, blobs_});
    auto& acme = *services_.emplace_back(std::make_unique<HostedService>());
    acme.name = "acme", acme.version = "1.0.0";
    acme.code = std::make_unique<TableCode>(table_);
    acme.add_routes({route("POST", "/echo", "echo"), route("POST", "/large", "echo", "", 0), route("POST", "/count", "count", "", 0),
                     route("GET", "/deadline", "deadline"), route("GET", "/facts/{id}", "facts"),
                     route("GET", "/secret/{id}", "facts", "acme:read"), route("GET", "/short", "short"), route("GET", "/split", "split"),
                     route("GET", "/no", "no"), route("GET", "/wait", "wait"), route("GET", "/open", "leave-open")});
    auto& broken = *services_.emplace_back(std::make_unique<HostedService>());
    broken.name = "broken", broken.add_routes({route("GET", "/", "x")});
    broken.out_of_order = make_error(Code::configuration, "The service broken is out of order: it crashed.");
    tokens_ = std::make_unique<OwnerTokenCheck>(folder_ / "owner.token");
    Fd listening = open_listener("127.0.0.1", 0).value();
    port_ = bound_port(listening.get());
    access_ = std::make_unique<AccessLog>(folder_ / "access.ndjson");
    dispatcher_ = std::make_unique<Dispatcher>(
        Dispatcher::Parts{services_, *world_, *tokens_, HostCheck(port_, false), limiter_, nullptr, access_.get(), nullptr, nullptr});
    Listener::Plan plan;
    plan.threads = 2;
    plan.most_connections = most_connections, plan.most_held = most_connections * 50'000;
    plan.patience = {std::chrono::milliseconds(400), std::chrono::milliseconds(1500), std::chrono::milliseconds(1500),
                     std::chrono::milliseconds(2000), std::chrono::milliseconds(60000)};
    plan.on_failure = [](std::string_view what) { ADD_FAILURE() << what; };
    listener_ = std::make_unique<Listener>(*dispatcher_, std::move(plan));
    listener_->start({listening.release()});
  }
  ~HttpTest() override {
    listener_.reset();
    std::filesystem::remove_all(folder_);
  }

  Fd connect() const {
    Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET, address.sin_port = htons(port_), address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    const timeval patience{10, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
  }
  static void say(const Fd& fd, std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // All until the server closes, or until `mark` has come.
  static std::string hear(const Fd& fd, std::string_view mark = {}) {
    std::string all;
    char piece[4096];
    ssize_t got = 0;
    while ((mark.empty() || all.find(mark) == std::string::npos) && (got = ::recv(fd.get(), piece, sizeof piece, 0)) > 0)
      all.append(piece, static_cast<std::size_t>(got));
    return all;
  }
  std::string ask(std::string_view text) const {
    const Fd fd = connect();
    say(fd, text);
    return hear(fd);
  }
  std::string host() const { return "Host: 127.0.0.1:" + std::to_string(port_) + "\r\n"; }
  std::string get(const std::string& target, const std::string& fields = {}) const {
    return ask("GET " + target + " HTTP/1.1\r\n" + host() + "Connection: close\r\n" + fields + "\r\n");
  }
  std::string post(const std::string& target, const std::string& fields, const std::string& body) const {
    return ask("POST " + target + " HTTP/1.1\r\n" + host() + "Connection: close\r\n" + fields + "\r\n" + body);
  }

  std::filesystem::path folder_;
  std::string token_;
  chitty_service table_{sizeof(chitty_service), 0, nullptr, nullptr, handle};
  std::unique_ptr<Store> store_;
  Blobs blobs_{"/nonexistent"};
  std::unique_ptr<ServiceWorld> world_;
  std::vector<std::unique_ptr<HostedService>> services_;
  std::unique_ptr<TokenCheck> tokens_;
  Limiter limiter_;
  std::unique_ptr<AccessLog> access_;
  std::unique_ptr<Dispatcher> dispatcher_;
  std::unique_ptr<Listener> listener_;
  std::uint16_t port_ = 0;
};

TEST_F(HttpTest, HealthAndHead) {
  EXPECT_THAT(get("/health"), HasSubstr(R"("service":"chittyd")"));
  EXPECT_THAT(get("/acme/health"), HasSubstr(R"("service":"acme")"));
  const auto head = ask("HEAD /health HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Length: "));
  EXPECT_THAT(head, testing::EndsWith("\r\n\r\n"));
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
  for (int i = 0; i < Guesses::allowed; ++i) get("/acme/secret/1", "Authorization: Bearer guess\r\n");
  EXPECT_THAT(get("/acme/secret/1", "Authorization: Bearer guess\r\n"), testing::AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("Retry-After: ")));
  EXPECT_THAT(get("/acme/secret/1", "Authorization: Bearer " + token_ + "\r\n"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpTest, OnlyItsOwnNamesAreAnswered) {
  const std::string line = "GET /health HTTP/1.1\r\nConnection: close\r\n", port = std::to_string(port_);
  EXPECT_THAT(ask(line + "Host: evil.example:" + port + "\r\n\r\n"), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(ask(line + "Host: 127.0.0.1\r\n\r\n"), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(ask(line + "Host: 127.0.0.1.evil.example:" + port + "\r\n\r\n"), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(ask(line + "\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask(line + host() + host() + "\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask(line + "Host: LocalHost:" + port + "\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(ask(line + "Host: [::1]:" + port + "\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpTest, UnknownPlacesAndMethods) {
  EXPECT_THAT(get("/nobody/x"), testing::AllOf(StartsWith("HTTP/1.1 404 "), HasSubstr("Installed are: acme, broken.")));
  EXPECT_THAT(get("/acme/nothing"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(get("/acme/echo"), testing::AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("Allow: POST\r\n")));
  EXPECT_THAT(get("/acme/%zz"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(get("/acme/facts/%ff"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(get("/broken"), testing::AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("it crashed")));
  EXPECT_THAT(get("/acme/no"), testing::AllOf(StartsWith("HTTP/1.1 409 "), HasSubstr(R"("error":"CONFLICT","message":"No.","hint":"Try something else.")")));
}

TEST_F(HttpTest, BodiesHaveTheirLimit) {
  EXPECT_THAT(post("/acme/echo", "Content-Length: 5\r\n", "hello"), HasSubstr("5\r\nhello\r\n0\r\n\r\n"));
  EXPECT_THAT(post("/acme/echo", "Content-Length: 1001\r\n", ""), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(post("/acme/echo", "Transfer-Encoding: chunked\r\n", "3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(post("/acme/echo", "Transfer-Encoding: chunked\r\n", "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"), HasSubstr("abc"));
}

TEST_F(HttpTest, LargeBodiesStreamThroughBothWays) {
  const std::string body(5 << 20, 'y');
  const Fd fd = connect();
  std::thread sender([&] { say(fd, "POST /acme/large HTTP/1.0\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body); });
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
  EXPECT_THAT(ask("GET http://x/health HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(get("/health", "X-Large: " + std::string(17000, 'x') + "\r\n"), StartsWith("HTTP/1.1 431 "));
  std::string many;
  for (int i = 0; i < 120; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  EXPECT_THAT(get("/health", many), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(get("/" + std::string(20000, 'x')), StartsWith("HTTP/1.1 414 "));
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

TEST_F(HttpTest, ASlowHeadIsEndedAndOthersAreServed) {
  const Fd slow = connect();
  say(slow, "GET /health HT");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(get("/health"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(hear(slow), StartsWith("HTTP/1.1 408 "));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
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

TEST_F(HttpTest, AServiceThatBreaksTheContractIsNotPassedOn) {
  EXPECT_THAT(get("/acme/short"), testing::AllOf(StartsWith("HTTP/1.1 500 "), HasSubstr("PLUGIN_FAULT")));
  EXPECT_THAT(get("/acme/split"), testing::AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("Set-Cookie"))));
  EXPECT_THAT(get("/acme/open"), StartsWith("HTTP/1.1 500 "));  // no reply; and its transaction is gone:
  auto session = store_->lend().value();
  EXPECT_TRUE(session->begin());
}

TEST_F(HttpTest, AReplyHasItsTimeToBegin) {
  EXPECT_THAT(get("/acme/deadline"), HasSubstr("within the limit, then none"));
  EXPECT_THAT(get("/acme/wait"), AllOf(StartsWith("HTTP/1.1 504 "), HasSubstr("did not answer in time"), HasSubstr("Connection: close")));
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

TEST_F(HttpTest, StoppingEndsWhatWaits) {
  const Fd waiting = connect(), idle = connect();
  say(waiting, "GET /acme/wait HTTP/1.1\r\n" + host() + "\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_TRUE(listener_->stop(std::chrono::milliseconds(3000)));
  EXPECT_THAT(hear(waiting), StartsWith("HTTP/1.1 503 "));
  EXPECT_EQ(hear(idle), "");
}

TEST_F(HttpTest, TheAccessLogTellsAndKeepsSecrets) {
  get("/acme/secret/1?token=hidden", "Authorization: Bearer " + token_ + "\r\n");
  listener_->stop(std::chrono::milliseconds(1000));
  access_->flush();
  const auto log = read_file(folder_ / "access.ndjson").value();
  EXPECT_THAT(log, HasSubstr(R"("path":"/acme/secret/1","service":"acme","route":"GET /secret/{id}","caller":"owner","status":200)"));
  EXPECT_THAT(log, testing::AllOf(Not(HasSubstr("hidden")), Not(HasSubstr(token_))));
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
  for (int i = 0; i < 4; ++i) {  // 300 KB each; there is room for a million bytes
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
  busy.clear();
  bool answered = false;
  for (int i = 0; i < 100 && !answered; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    answered = get("/health").starts_with("HTTP/1.1 200 ");
  }
  EXPECT_TRUE(answered);
}

}  // namespace
}  // namespace chitty::daemon
