// The Keccak team's vectors for the empty text and "abc"; around the block's border, what ethers 6.17.0 has.
#include "keccak.hpp"

#include <gtest/gtest.h>

#include <chitty/hex.hpp>

namespace chittyverify {
namespace {

TEST(Keccak, HasTheKnownHashes) {
  for (const auto& [text, hash] : {std::pair<std::string, std::string>{"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"},
                                   {"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"},
                                   {std::string(135, 'a'), "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446"},
                                   {std::string(136, 'a'), "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e"},
                                   {std::string(137, 'a'), "d869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39"},
                                   {std::string(1000, 'a'), "b6a4ac1f51884d71f30fa397a5e155de3099e11fc0edef5d08b646e621e19de9"}})
    EXPECT_EQ(chitty::hex(keccak256(text)), hash) << text.size();
}

}  // namespace
}  // namespace chittyverify
