// What is minted. A leaf commits to the evidence and to its custody, with a salt, so that nobody can try out which file it is:
//
//   data   = "chitty-evidence/1\n" ID "\n" SHA-256 of the content "\n" size "\n" head of the custody "\n" salt "\n"
//   leaf   = SHA-256(0x00 || data), of a tree as RFC 6962 has it
//
// The root of a tree is a block of the local ledger:
//
//   block  = SHA-256("chitty-ledger/1\n" number "\n" root "\n" number of leaves "\n" time "\n" hash of the block before "\n")
//
// where hashes are in hex and the block before the first has 64 zeros.
#pragma once

#include <chitty/crypto.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace chittyverify {

struct Leaf {
  std::string evidence, content_hash;
  std::int64_t size = 0;
  std::string custody_head, salt;
};
std::string leaf_of(const chitty::Crypto& crypto, const Leaf& leaf);  // 32 bytes

struct Block {
  std::int64_t number = 0;
  std::string root;
  std::int64_t size = 0;
  std::string minted_at;
};
inline constexpr std::string_view before_first_block = "0000000000000000000000000000000000000000000000000000000000000000";
std::string block_hash(const chitty::Crypto& crypto, const Block& block, std::string_view before);  // in hex

}  // namespace chittyverify
