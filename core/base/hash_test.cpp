#include "base/hash.hpp"

#include <gtest/gtest.h>

namespace chitty::host {

// FIPS 180-2, appendix B.
TEST(Hash, PublishedVectors) {
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256(std::string(1000000, 'a'))), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Hash, WhatComesInPiecesHasTheHashOfTheWhole) {
  const std::string whole(100'000, 'a');
  RunningSha256 running;
  EXPECT_EQ(running.digest(), sha256(""));
  for (std::size_t at = 0, piece = 1; at < whole.size(); at += piece, piece = piece * 3 % 1013) running.add(std::string_view(whole).substr(at, piece));
  EXPECT_EQ(running.digest(), sha256(whole));
  auto other = running;
  other.add("b");
  EXPECT_EQ(other.digest(), sha256(whole + "b"));
  EXPECT_EQ(running.digest(), sha256(whole));
}

}  // namespace chitty::host
