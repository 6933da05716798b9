// Addresses that the caller forbids, and a wish to stop that is asked for: what chittyd's services are held to.
#include <arpa/inet.h>

#include <cstdlib>

#include "net/testing/client.hpp"

namespace chitty::host::testing {
namespace {

constexpr const char* all_is_inside = "loopback";

// Forbids every address but those at `open`.
void guard(Client& client, std::uint16_t open = 0) {
  client.options.forbidden = [open](const std::string&, std::uint16_t port, const sockaddr_storage&) { return port == open ? std::string_view() : all_is_inside; };
}

TEST(Guard, WhatIsForbiddenIsNotDialled) {
  Scripted server({reply("200 OK", "hello")});
  Client client;
  guard(client);
  EXPECT_THAT(client.tell(Client::get(server.url())), AllOf(HasSubstr("REFUSED[address_forbidden] Nothing is sent to 127.0.0.1:"), HasSubstr("(loopback)")));
  EXPECT_THAT(client.send(Client::get(server.url())).error().hint, HasSubstr("chitty config set chittyos.reach '[\"127.0.0.1:"));
  EXPECT_EQ(server.connections(), 0);
}

TEST(Guard, OfSeveralAddressesThoseThatMayBeAreDialled) {
  Scripted server({reply("200 OK", "hello")});
  Client client;
  client.options.forbidden = [](const std::string& host, std::uint16_t, const sockaddr_storage& address) {
    EXPECT_EQ(host, "localhost");
    return address.ss_family == AF_INET6 ? std::string_view("loopback") : std::string_view();
  };
  EXPECT_EQ(client.tell(Client::get("http://localhost:" + std::to_string(server.port()) + "/")), "200 hello");
}

TEST(Guard, ARedirectIsJudgedAnew) {
  Scripted inside({reply("200 OK", "secret")});
  Scripted server({reply("302 Found", "", "Location: " + inside.url() + "\r\n")});
  Client client;
  guard(client, server.port());
  EXPECT_THAT(client.tell(Client::get(server.url())), HasSubstr("REFUSED[address_forbidden]"));
  EXPECT_EQ(inside.connections(), 0);
}

TEST(Guard, ThroughAProxyTheHostItselfIsJudged) {
  Scripted proxy({reply("200 OK", "by proxy")});
  ::setenv("http_proxy", proxy.url("").c_str(), 1);
  Client client;
  guard(client);
  const auto told = client.tell(Client::get("http://10.0.0.1/"));
  const auto unknown = client.tell(Client::get("http://nowhere.invalid/"));  // what only the proxy knows is the proxy's to allow
  ::unsetenv("http_proxy");
  EXPECT_THAT(told, HasSubstr("REFUSED[address_forbidden]"));
  EXPECT_EQ(unknown, "200 by proxy");
}

TEST(Guard, WhoeverIsAskedMayStopIt) {
  Server server([](Peer& peer) {
    peer.request();
    peer.wait_until_gone();
  });
  Client client;
  const auto began = std::chrono::steady_clock::now();
  client.options.stopped = [&] { return std::chrono::steady_clock::now() - began > 150ms; };
  EXPECT_THAT(client.tell(Client::get(server.url())), HasSubstr("CANCELLED"));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
}

TEST(Guard, AllFieldsOfAReplyCanBeHad) {
  Scripted server({reply("200 OK", "x", "X-Tag: a\r\nx-tag: b\r\n")});
  Client client;
  const auto got = client.send(Client::get(server.url())).value();
  int tags = 0;
  for (const auto& [name, value] : got->headers()) tags += name == "X-Tag" || name == "x-tag";
  EXPECT_EQ(tags, 2);
}

}  // namespace
}  // namespace chitty::host::testing
