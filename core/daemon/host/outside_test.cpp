#include "daemon/host/outside.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>

#include <cstring>

namespace chitty::host::daemon {
namespace {

sockaddr_storage address(const char* text) {
  sockaddr_storage made{};
  auto& four = reinterpret_cast<sockaddr_in&>(made);
  auto& six = reinterpret_cast<sockaddr_in6&>(made);
  if (::inet_pton(AF_INET, text, &four.sin_addr) == 1) made.ss_family = AF_INET;
  else if (::inet_pton(AF_INET6, text, &six.sin6_addr) == 1) made.ss_family = AF_INET6;
  return made;
}

std::string_view word(const Outside& outside, const char* host, std::uint16_t port, const char* to) { return outside.forbidden(host, port, address(to)); }

TEST(Outside, WhatIsInsideIsForbidden) {
  const Outside outside("/none", {});
  EXPECT_EQ(word(outside, "a.example", 443, "93.184.215.14"), "");
  EXPECT_EQ(word(outside, "a.example", 443, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"), "");
  EXPECT_EQ(word(outside, "localhost", 80, "127.0.0.1"), "loopback");
  EXPECT_EQ(word(outside, "a.example", 80, "::1"), "loopback");
  EXPECT_EQ(word(outside, "a.example", 80, "10.0.0.1"), "private");
  EXPECT_EQ(word(outside, "a.example", 80, "fe80::1"), "link-local");
  for (const char* hidden : {"::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "fc00::1"}) EXPECT_NE(word(outside, "a.example", 80, hidden), "") << hidden;
}

TEST(Outside, TheOperatorAllowsHostsAndAddressesWithTheirPorts) {
  const Outside outside("/none", {parse_allowed_host("127.0.0.1:11434").value(), parse_allowed_host("model.lan").value()});
  EXPECT_EQ(word(outside, "127.0.0.1", 11434, "127.0.0.1"), "");
  EXPECT_EQ(word(outside, "localhost", 11434, "127.0.0.1"), "");  // by its address
  EXPECT_EQ(word(outside, "127.0.0.1", 80, "127.0.0.1"), "loopback");
  EXPECT_EQ(word(outside, "rebound.example", 80, "127.0.0.1"), "loopback");
  EXPECT_EQ(word(outside, "model.lan", 8080, "192.168.1.7"), "");  // by its name
  EXPECT_EQ(word(outside, "other.lan", 8080, "192.168.1.7"), "private");
}

TEST(Outside, WhatHandsOutCredentialsIsNeverAllowed) {
  const Outside outside("/none", {parse_allowed_host("169.254.169.254").value(), parse_allowed_host("fd00:ec2::254").value(), parse_allowed_host("evil.lan").value()});
  for (const char* to : {"169.254.169.254", "fd00:ec2::254", "::ffff:169.254.169.254"}) {
    EXPECT_EQ(word(outside, to, 80, to), "metadata") << to;
    EXPECT_EQ(word(outside, "evil.lan", 80, to), "metadata") << to;
  }
}

TEST(Outside, WithoutTheLibraryThereIsASentence) {
  Outside outside("/none", {});
  EXPECT_EQ(outside.transport().error().code, Code::host_fault);
}

}  // namespace
}  // namespace chitty::host::daemon
