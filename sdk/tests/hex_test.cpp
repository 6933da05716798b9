#include <gtest/gtest.h>

#include <chitty/hex.hpp>

namespace chitty {
namespace {

TEST(Hex, EveryByteComesBack) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(hex(all).substr(0, 8), "00010203");
  EXPECT_EQ(hex(all).substr(508), "feff");
  EXPECT_EQ(from_hex(hex(all)), all);
}

TEST(Hex, WhatIsNoneIsRefused) {
  for (const char* text : {"0", "0g", "AB", " 00", "0x00"}) EXPECT_EQ(from_hex(text), std::nullopt) << text;
}

}  // namespace
}  // namespace chitty
