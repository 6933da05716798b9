// What is dialled, and what is made of the answer: against a listener of the test's own.
#include "outside.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace chittyregister {
namespace {

std::string address(const char* text) {
  std::string bytes(16, '\0');
  if (::inet_pton(AF_INET6, text, bytes.data()) == 1) return bytes;
  ::inet_pton(AF_INET, text, bytes.data());
  return bytes.substr(0, 4);
}

// Answers one connection and keeps what was asked.
class Answering {
 public:
  explicit Answering(std::string answer, bool hold = false) : answer_(std::move(answer)), hold_(hold) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET, at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&at), size), 0);
    ::listen(listener_, 1);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    port = ntohs(at.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Answering() {
    thread_.join();
    ::close(listener_);
  }
  int port = 0;
  std::string asked;

 private:
  void serve() {
    const int peer = ::accept(listener_, nullptr, nullptr);
    char buffer[4096];
    const auto got = ::read(peer, buffer, sizeof buffer);
    if (got > 0) asked.assign(buffer, static_cast<std::size_t>(got));
    for (std::size_t at = 0; at < answer_.size();) {
      const auto sent = ::send(peer, answer_.data() + at, answer_.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) break;
      at += static_cast<std::size_t>(sent);
    }
    if (hold_) (void)!::read(peer, buffer, sizeof buffer);  // until the other side goes
    ::close(peer);
  }

  std::string answer_;
  bool hold_;
  int listener_ = -1;
  std::thread thread_;
};

Look at(const Answering& server, LookRules rules = {.inside = true}) {
  return look(parse_address("http://127.0.0.1:" + std::to_string(server.port) + "/x").value(), rules);
}

TEST(Outside, AddressesOfMetadataAndOfManyAreNeverDialled) {
  for (const auto* text : {"169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "fe80::1", "ff02::1",
                           "::", "::ffff:169.254.169.254", "64:ff9b::a00:1", "168.63.129.16", "192.0.0.192", "100.100.100.200",
                           "fd00:ec2::254", "2002:a9fe:a9fe::1", "2001:0:1:1:0:0:5601:5601"})
    EXPECT_NE(why_not_dialled(address(text), true), "") << text;
  for (const auto* text :
       {"127.0.0.1", "10.1.2.3", "192.168.0.1", "172.31.0.1", "100.64.0.1", "::1", "fd00::1", "::ffff:127.0.0.1"}) {
    EXPECT_EQ(why_not_dialled(address(text), true), "") << text;
    EXPECT_NE(why_not_dialled(address(text), false), "") << text << " for a stranger";
  }
  for (const auto* text : {"93.184.216.34", "2606:4700::1111", "172.32.0.1"})
    EXPECT_EQ(why_not_dialled(address(text), false), "") << text;
}

TEST(Outside, AnUrlIsOnlyAPlace) {
  const auto at = parse_address("https://API.example.com:8443/v1/").value();
  EXPECT_EQ(at.host + " " + at.port + " " + at.path, "api.example.com 8443 /v1");
  EXPECT_EQ(parse_address("http://[::1]/").value().host, "::1");
  for (const auto* text :
       {"", "ftp://a.b", "http://", "http://me@a.b", "http://a.b:0", "http://a.b:65536", "http://a.b:8x", "http://a.b/x?y",
        "http://a.b/#x", "http://a b", "http://a.b/\r\nX: y", "http://[::1", "http://2130706433", "http://0x7f.1", "https:///x"})
    EXPECT_FALSE(parse_address(text)) << text;
}

TEST(Outside, NothingOfOursIsSent) {
  Answering server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more", true);
  const auto seen = at(server);
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.body, "ok") << "as long as it says";
}

TEST(Outside, RedirectsAreToldAndNotFollowed) {
  Answering server("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n");
  EXPECT_EQ(at(server).status, 302);
}

TEST(Outside, AHugeAnswerIsCut) {
  Answering server("HTTP/1.1 200 OK\r\n\r\n" + std::string(1 << 20, 'x'));
  EXPECT_EQ(at(server).body.size(), 65'536u);
}

TEST(Outside, ASilentOneIsNotWaitedForLong) {
  Answering server("HTTP/1.1 2", true);
  const auto seen = at(server, {.inside = true, .root = {}, .deadline_ms = 200});
  EXPECT_EQ(seen.status, 0);
  EXPECT_LT(seen.took_ms, 2000);
}

TEST(Outside, WhatIsNotHttpIsNot) {
  for (const auto* text : {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 9999\r\n\r\n", "HTTP/1.1 abc x\r\n\r\n", ""}) {
    Answering server(text);
    const auto seen = at(server);
    EXPECT_EQ(seen.status, 0) << text;
    EXPECT_NE(seen.problem, "") << text;
  }
}

TEST(Outside, TheRequestHasNoCredential) {
  std::string asked;
  {
    Answering server("HTTP/1.1 200 OK\r\n\r\n");
    at(server);
    asked = server.asked;
  }
  EXPECT_TRUE(asked.starts_with("GET /x HTTP/1.0\r\nHost: 127.0.0.1:")) << asked;
  EXPECT_EQ(asked.find("Authorization"), std::string::npos);
  EXPECT_EQ(asked.find("Cookie"), std::string::npos);
}

TEST(Outside, AStrangerDoesNotLookInside) {
  const auto seen = look(parse_address("http://localhost:1").value(), {});
  EXPECT_EQ(seen.problem, "refused to look at 127.0.0.1 (loopback)");
}

}  // namespace
}  // namespace chittyregister
