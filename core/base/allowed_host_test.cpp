#include "base/allowed_host.hpp"

#include <gtest/gtest.h>

namespace chitty::host {
namespace {

TEST(AllowedHost, HostsAddressesAndPorts) {
  const auto text = [](std::string_view from) {
    const auto reach = parse_allowed_host(from);
    return reach ? reach->host + " " + std::to_string(reach->port) : std::string("wrong");
  };
  EXPECT_EQ(text("127.0.0.1:11434"), "127.0.0.1 11434");
  EXPECT_EQ(text("10.0.0.7"), "10.0.0.7 0");
  EXPECT_EQ(text("LocalHost:80"), "localhost 80");
  EXPECT_EQ(text("[fd00:0:0::7]:8080"), "fd00::7 8080");
  EXPECT_EQ(text("fd00::7"), "fd00::7 0");
  EXPECT_EQ(text("[::1]"), "::1 0");
  for (const char* bad : {"", ":80", "a:", "a:0", "a:65536", "a:80x", "http://a", "a/b", "[::1", "[::1]x", "[a]:1", "a b", "-a", "user@a"})
    EXPECT_EQ(text(bad), "wrong") << bad;
}

TEST(AllowedHost, APortThatIsSaidIsTheOnlyOne) {
  const auto reach = parse_allowed_host("model.lan:80").value();
  EXPECT_TRUE(reach.is_for("model.lan", 80));
  EXPECT_FALSE(reach.is_for("model.lan", 81));
  EXPECT_FALSE(reach.is_for("other.lan", 80));
  EXPECT_TRUE(parse_allowed_host("model.lan").value().is_for("model.lan", 81));
}

}  // namespace
}  // namespace chitty::host
