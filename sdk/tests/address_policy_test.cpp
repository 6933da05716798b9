#include <chitty/address_policy.hpp>

#include <gtest/gtest.h>

#include <arpa/inet.h>

#include <string>

namespace chitty {
namespace {

std::string why(const std::string& text, bool allow_private = false) {
  sockaddr_storage storage{};
  auto& four = reinterpret_cast<sockaddr_in&>(storage);
  auto& six = reinterpret_cast<sockaddr_in6&>(storage);
  if (::inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1) four.sin_family = AF_INET;
  else if (::inet_pton(AF_INET6, text.c_str(), &six.sin6_addr) == 1) six.sin6_family = AF_INET6;
  return std::string(why_forbidden(storage, allow_private));
}

TEST(AddressPolicy, TheOpenInternetIsAllowed) {
  for (const char* one : {"1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "169.253.0.1", "192.169.0.1", "223.255.255.255",
                          "2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888"})
    EXPECT_EQ(why(one), "") << one;
}

TEST(AddressPolicy, WhatIsNotTheOpenInternetsNeedsLeave) {
  for (const char* one : {"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1",
                          "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
                          "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1",
                          "2001:0:53aa:64c::1", "2001:db8::1", "2002:7f00:1::", "fc00::1", "fd12::1", "fe80::1", "febf::1", "fec0::1", "ff02::1"}) {
    EXPECT_NE(why(one), "") << one;
    EXPECT_EQ(why(one, true), "") << one;
  }
}

TEST(AddressPolicy, WhatHandsOutCredentialsIsNeverAllowed) {
  for (const char* one : {"169.254.169.254", "169.254.0.1", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254", "fd20:ce::254",
                          "::ffff:169.254.169.254", "::169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "2001:0:1:1:0:0:5601:5601"}) {
    EXPECT_EQ(why(one), "metadata") << one;
    EXPECT_EQ(why(one, true), "metadata") << one;
  }
}

TEST(AddressPolicy, AnotherKindOfAddressIsNone) { EXPECT_EQ(why("nonsense", true), "unknown"); }

}  // namespace
}  // namespace chitty
