// What is sent by mistake or with intent: each is refused, and nothing changes.
#include <sys/resource.h>

#include <boost/json/parse.hpp>

#include "daemon/store/store.hpp"
#include "base/process/sanitized.hpp"
#include "daemon/testing/daemon_fixture.hpp"

namespace chitty::host::daemon {
namespace {

class WrongInputTest : public DaemonTest {
 protected:
  WrongInputTest() {
    up();
    EXPECT_THAT(ask("POST", "/porter/tokens",
                    R"({"token":"writer-abc.DEF_123~+/4=","token_id":"w","subject":"ada","scopes":["acme:*"]})"),
                StartsWith("HTTP/1.1 201 "));
    before_ = state();
  }
  // All rows of all tables but those that tell of requests.
  std::string state() const {
    const auto store = Store::open(database_url()).value();
    const auto connection = store->lend().value();
    std::string all;
    for (const char* table :
         {"SELECT * FROM acme_things ORDER BY id", "SELECT id, digest, caller, revoked FROM porter_tokens ORDER BY id",
          "SELECT * FROM chitty_migrations ORDER BY service, id"})
      connection
          ->run(table, {},
                [&](std::string_view row) -> Result<void> {
                  all.append(row).append("\n");
                  return {};
                })
          .value();
    return all;
  }
  // A thing that would be kept, were it let in.
  std::string keep_as(const std::string& authorization) const {
    return ask_with("Authorization: " + authorization + "\r\n", "POST", "/acme/things", R"({"id":"a","name":"x"})");
  }
  std::string raw(const std::string& text) const {
    Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{10, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    (void)!::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL);
    return hear(fd);
  }
  std::string head(const std::string& fields) const {
    return "POST /acme/things HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
           "\r\nAuthorization: Bearer writer-abc.DEF_123~+/4=\r\n" + fields + "\r\n";
  }
  std::string before_;
};

TEST_F(WrongInputTest, TokensThatAreNone) {
  const std::string token = "writer-abc.DEF_123~+/4=";
  const std::vector<std::string> wrong = {"Bearer writer-abc.DEF_123~+/4",
                                          "Bearer writer-abc.DEF_123~+/",
                                          "Bearer Writer-abc.DEF_123~+/4=",
                                          "Bearer " + token + "=",
                                          "Bearer " + token + "x",
                                          "Bearer " + token + " " + token,
                                          "Bearer " + token + "," + token,
                                          "Bearer",
                                          "Bearer ",
                                          "Bearer \t" + token,
                                          "Basic " + token,
                                          token,
                                          "Token " + token,
                                          "Bearer ' OR '1'='1",
                                          "Bearer '; DROP TABLE porter_tokens; --",
                                          "Bearer %' OR 1=1 --",
                                          "Bearer ../../owner.token",
                                          "Bearer /etc/passwd",
                                          "Bearer " + std::string(4097, 'a'),
                                          "Bearer " + std::string(12000, 'a'),
                                          "Bearer \xff\xfe",
                                          "Bearer w\xc3\xb6rd"};
  for (const auto& authorization : wrong) {
    const auto reply = keep_as(authorization);
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 401 ")) << authorization;
    EXPECT_THAT(reply, HasSubstr("WWW-Authenticate: Bearer realm=\"chittyos\"")) << authorization;
    EXPECT_THAT(reply, Not(HasSubstr(token))) << authorization;
  }
  EXPECT_THAT(ask_with("Authorization: Bearer " + token + "\r\nAuthorization: Bearer " + token + "\r\n", "POST",
                       "/acme/things", R"({"id":"a","name":"x"})"),
              StartsWith("HTTP/1.1 401 "));
  EXPECT_EQ(state(), before_);
  EXPECT_THAT(keep_as("bEARER  " + token), StartsWith("HTTP/1.1 201 "));  // the scheme in any case, the token as it is
}

TEST_F(WrongInputTest, SmuggledRequestsAreNotFound) {
  const std::string inner = "GET /acme/things/a HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string body = R"({"id":"a","name":"x"})",
                    length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
  const std::vector<std::string> wrong = {
      head(length + "Content-Length: 0\r\n") + body,
      head("Content-Length: 0\r\n" + length) + body,
      head(length + "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n" + inner,
      head("Transfer-Encoding: chunked\r\n" + length) + "0\r\n\r\n" + inner,
      head("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n") + "0\r\n\r\n",
      head("Transfer-Encoding: identity, chunked\r\n") + "0\r\n\r\n",
      head("Transfer-Encoding:\tx, chunked\r\n") + "0\r\n\r\n",
      head("Transfer-Encoding : chunked\r\n") + "0\r\n\r\n",
      head("Content-Length: +21\r\n") + body,
      head("Content-Length: 0x15\r\n") + body,
      head("Content-Length: 21, 21\r\n") + body,
      head("Content-Length: 99999999999999999999\r\n") + body,
      head("Transfer-Encoding: chunked\r\n") + "zz\r\n" + body + "\r\n0\r\n\r\n",
      head("Transfer-Encoding: chunked\r\n") + "-15\r\n" + body + "\r\n0\r\n\r\n",
      head("Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\n" + body + "\r\n0\r\n\r\n",
      head("X-A: b\rX-C: d\r\n" + length) + body,
      head("X-A: b\n" + length) + body,
      head("Content-Length: 2\r\n 1\r\n") + body,
      head("Transfer-Encoding: chunked\r\n , x\r\n") + "0\r\n\r\n",
      head("X-A: b" + std::string(1, '\0') + "c\r\n" + length) + body,
      head("X A: b\r\n" + length) + body,
      head(": b\r\n" + length) + body,
      "POST /acme/things\r\nX: y HTTP/1.1\r\n\r\n",
      "POST  /acme/things HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n\r\n"};
  for (const auto& request : wrong) {
    const auto reply = raw(request);
    EXPECT_THAT(reply,
                testing::AnyOf(StartsWith("HTTP/1.1 400 "), StartsWith("HTTP/1.1 413 "), StartsWith("HTTP/1.1 501 ")))
        << request;
    EXPECT_EQ(reply.find("HTTP/1.1 ", 1), std::string::npos) << "two replies to " << request;
    EXPECT_THAT(reply, HasSubstr("Connection: close\r\n")) << request;
  }
  EXPECT_EQ(state(), before_);
}

// RFC 9112, 5.2: a proxy that reads the second line as a field of its own would let another request pass than is answered.
TEST_F(WrongInputTest, FoldedFieldsAreRefusedAndNotJoined) {
  const std::string body = R"({"id":"a","name":"x"})",
                    length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
  for (const char* folded : {"X-A: b\r\n c\r\n", "X-A: b\r\n\tc\r\n", "X-A:\r\n b\r\n", "X-A: b\r\n \r\n", "X-A: \r\n\t\r\n",
                             "X-A: b\r\n Content-Length: 0\r\n", "Accept: a/b,\r\n c/d\r\n"}) {
    for (const auto& request : {head(folded + length) + body, head(length + folded) + body}) {
      const auto reply = raw(request);
      EXPECT_THAT(reply, StartsWith("HTTP/1.1 400 ")) << request;
      EXPECT_THAT(reply, HasSubstr("The request is not HTTP/1.1: a header field is folded over several lines."));
      EXPECT_THAT(reply, HasSubstr("Connection: close\r\n")) << request;
    }
  }
  EXPECT_EQ(state(), before_);
  for (const char* whole : {"X-A:\r\n", "X-A: \t \r\n", "X-A:b\r\nX-B: c \t\r\n"})
    EXPECT_THAT(raw("GET /acme/things/none HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
                    "\r\nAuthorization: Bearer writer-abc.DEF_123~+/4=\r\n" + whole + "Connection: close\r\n\r\n"),
                StartsWith("HTTP/1.1 404 "))
        << whole;
}

TEST_F(WrongInputTest, HeadsAndBodiesThatAreTooLarge) {
  EXPECT_THAT(raw(head("X-Large: " + std::string(17000, 'x') + "\r\n")), StartsWith("HTTP/1.1 431 "));
  std::string many;
  for (int i = 0; i < 200; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  EXPECT_THAT(raw(head(many)), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(raw(head("Content-Length: 4097\r\n")), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(raw(head("Transfer-Encoding: chunked\r\n") + "1001\r\n" + std::string(4097, ' ') + "\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(state(), before_);
}

TEST_F(WrongInputTest, PathsAndQueriesAreTextAndNothingElse) {
  for (const char* path : {"/acme/things/'%20OR%20'1'='1", "/acme/things/x'%3B%20DROP%20TABLE%20acme_things%3B--",
                           "/acme/things/..%2f..%2fowner.token", "/acme/things/%00", "/acme/../porter/tokens/w",
                           "/acme/things/../../porter/questions", "/acme/things/a?id=w'%3B--", "/acme//things/a",
                           "/acme/things/"
                           "%2e%2e"})
    EXPECT_THAT(ask("GET", path), testing::AnyOf(StartsWith("HTTP/1.1 404 "), StartsWith("HTTP/1.1 400 "))) << path;
  for (const char* path : {"/acme/things/%zz", "/acme/things/%ff", "/acme/things/\\", "https://127.0.0.1/acme/things/a",
                           "*", "acme/things/a"})
    EXPECT_THAT(ask("GET", path), StartsWith("HTTP/1.1 400 ")) << path;
  EXPECT_THAT(ask("DELETE", "/porter/tokens/w'%20OR%20'1'='1"), HasSubstr(R"({"revoked":0})"));
  EXPECT_EQ(state(), before_);
}

std::size_t memory_of(int pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  std::string line;
  while (std::getline(status, line))
    if (line.starts_with("VmRSS:")) return std::strtoul(line.c_str() + 6, nullptr, 10) * 1024;
  return 0;
}

TEST_F(WrongInputTest, TenThousandIdleConnectionsHoldNobodyUp) {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit wide{before.rlim_max, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &wide);
  const std::size_t wanted =
      std::min<std::size_t>(10000, before.rlim_max > 1200 ? before.rlim_max - 1000 : before.rlim_max / 4);
  const auto small = memory_of(worker());
  std::vector<Fd> idle;
  for (std::size_t i = 0; i < wanted; ++i) {
    idle.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::connect(idle.back().get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0) << i;
  }
  EXPECT_THAT(ask("GET", "/acme/things/a"), StartsWith("HTTP/1.1 404 "));  // and by now all have been accepted
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) EXPECT_THAT(ask("GET", "/acme/things/a"), StartsWith("HTTP/1.1 404 "));
  const auto each = (std::chrono::steady_clock::now() - begin) / 10;
  const auto large = memory_of(worker());
  if (!sanitized) {
    EXPECT_LT((large - small) / wanted, 8192u);
  }
  RecordProperty("connections", std::to_string(wanted));
  RecordProperty("bytes_each", std::to_string((large - small) / wanted));
  std::cout << wanted << " idle connections: " << (large - small) / wanted << " bytes each, a request takes "
            << std::chrono::duration_cast<std::chrono::microseconds>(each).count() << " us\n";
  idle.clear();
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(state(), before_);
}

}  // namespace
}  // namespace chitty::host::daemon
