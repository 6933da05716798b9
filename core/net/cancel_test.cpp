// Whatever is being waited for: Ctrl-C and the deadline end it.
#include <sys/socket.h>

#include <condition_variable>

#include "net/engine/resolve.hpp"
#include "net/testing/client.hpp"

namespace chitty::host::testing {
namespace {

using Clock = CancelToken::Clock;

// The outcome when the token is cancelled after 50 ms, and that it came at once and not after the five seconds allowed.
std::string when_cancelled(Client& client, const HttpRequest& request) {
  std::thread finger([&] {
    std::this_thread::sleep_for(50ms);
    client.cancel.cancel(CancelToken::Why::interrupted);
  });
  const auto began = Clock::now();
  auto said = client.tell(request);
  EXPECT_LT(Clock::now() - began, 3s);
  finger.join();
  return said;
}

std::string when_late(const HttpRequest& request) {
  Client client;
  client.cancel.set_deadline(Clock::now() + 100ms);
  const auto began = Clock::now();
  auto said = client.tell(request);
  EXPECT_LT(Clock::now() - began, 3s);
  return said;
}

TEST(Cancel, WhileWaitingForTheHead) {
  Server silent([](Peer& peer) { peer.wait_until_gone(); });
  Client client;
  EXPECT_THAT(when_cancelled(client, Client::get(silent.url())), HasSubstr("CANCELLED"));
  EXPECT_THAT(when_late(Client::get(silent.url())),
              AllOf(HasSubstr("TIMEOUT[deadline]"), HasSubstr("did not finish within 0.1 s")));
}

TEST(Cancel, WhileReadingTheBody) {
  Server slow([](Peer& peer) {
    peer.request(), peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
    peer.wait_until_gone();
  });
  Client client;
  EXPECT_THAT(when_cancelled(client, Client::get(slow.url())), AllOf(HasSubstr("200 "), HasSubstr("CANCELLED")));
  EXPECT_THAT(when_late(Client::get(slow.url())), HasSubstr("TIMEOUT[deadline]"));
}

TEST(Cancel, WhileConnecting) {
  // A listener whose queue is full takes no connection and refuses none.
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const name = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(::bind(listener, name, size) | ::listen(listener, 0) | ::getsockname(listener, name, &size), 0);
  std::vector<int> full;
  for (int i = 0; i < 4; ++i) {
    full.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    (void)::connect(full.back(), name, size);
  }
  const auto url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  {
    Client client;
    EXPECT_THAT(when_cancelled(client, Client::get(url)), HasSubstr("CANCELLED"));
    EXPECT_THAT(when_late(Client::get(url)), HasSubstr("TIMEOUT[deadline]"));
    Client impatient;
    impatient.options.timeout = 100ms;
    EXPECT_THAT(impatient.tell(Client::get(url)),
                AllOf(HasSubstr("TIMEOUT[silent]"), HasSubstr("did not accept the connection within 0.1 s")));
  }
  for (const int fd : full) ::close(fd);
  ::close(listener);
}

TEST(Cancel, WhileSending) {
  Server deaf([](Peer& peer) {
    pollfd fd{peer.fd(), POLLRDHUP, 0};
    ::poll(&fd, 1, -1);  // reads nothing, until the end of the test
  });
  auto request = Client::post(deaf.url(), "");
  request.source = [](char*, std::size_t size) { return size; };  // without end
  Client client;
  EXPECT_THAT(when_cancelled(client, request), HasSubstr("CANCELLED"));
  EXPECT_THAT(when_late(request), HasSubstr("TIMEOUT[deadline]"));
}

TEST(Cancel, WhileWaitingForTheNextTry) {
  Scripted busy({reply("503 Service Unavailable", "", "Retry-After: 20\r\n")});
  Client client;
  EXPECT_THAT(when_cancelled(client, Client::get(busy.url())), HasSubstr("CANCELLED"));
  // Where the time is up before it may be asked again, its answer says more than that the time is up.
  EXPECT_THAT(when_late(Client::get(busy.url())), HasSubstr("503"));
}

TEST(Cancel, BeforeAnything) {
  Scripted server({reply("200 OK")});
  Client client;
  client.cancel.cancel(CancelToken::Why::interrupted);
  EXPECT_THAT(client.tell(Client::get(server.url())), HasSubstr("CANCELLED"));
}

TEST(Cancel, SilenceIsATimeoutAndNotTriedAgain) {
  Server silent([](Peer& peer) { peer.wait_until_gone(); });
  Client client;
  client.options.timeout = 100ms;
  EXPECT_THAT(client.tell(Client::get(silent.url())),
              AllOf(HasSubstr("TIMEOUT[silent]"), HasSubstr("sent nothing within 0.1 s")));
  EXPECT_EQ(silent.connections(), 1);
}

// A name service that answers when the test lets it.
std::mutex gate;
std::condition_variable opened;
bool open = false, left = false;

int stuck(const char*, const char*, const addrinfo*, addrinfo**) {
  std::unique_lock lock(gate);
  opened.wait(lock, [] { return open; });
  left = true;
  opened.notify_all();
  return EAI_AGAIN;
}

TEST(Cancel, WhileAskingTheNameService) {
  CancelToken cancel;
  NetOptions options;
  options.timeout = 5s;
  const Context context{cancel, options};
  std::thread finger([&] {
    std::this_thread::sleep_for(50ms);
    cancel.cancel(CancelToken::Why::interrupted);
  });
  const auto began = Clock::now();
  const auto addresses = resolve("acme.example", 80, context, stuck);
  EXPECT_LT(Clock::now() - began, 3s);
  finger.join();
  ASSERT_TRUE(addresses.has_error());
  EXPECT_EQ(addresses.error().code, Code::cancelled);
  std::unique_lock lock(gate);
  open = true;
  opened.notify_all();
  opened.wait(lock, [] { return left; });
}

TEST(Resolve, LiteralAddressesAskNobody) {
  const auto nobody = [](const char*, const char*, const addrinfo*, addrinfo**) -> int { std::abort(); };
  CancelToken cancel;
  const Context context{cancel, {}};
  EXPECT_EQ(resolve("127.0.0.1", 80, context, nobody).value().size(), 1u);
  EXPECT_EQ(resolve("::1", 80, context, nobody).value().size(), 1u);
  EXPECT_EQ(resolve("localhost", 80, context, nobody).value().size(), 2u);
}

TEST(Resolve, AnUnknownNameSaysSo) {
  const auto none = [](const char*, const char*, const addrinfo*, addrinfo**) -> int { return EAI_NONAME; };
  CancelToken cancel;
  const Context context{cancel, {}};
  const auto addresses = resolve("acme.example", 80, context, none);
  ASSERT_TRUE(addresses.has_error());
  EXPECT_EQ(addresses.error().code, Code::unreachable);
  EXPECT_FALSE(addresses.error().retryable);
  EXPECT_THAT(addresses.error().message, HasSubstr("no address found for host acme.example"));
}

}  // namespace
}  // namespace chitty::host::testing
