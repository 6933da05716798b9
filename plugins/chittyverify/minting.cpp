#include "minting.hpp"

#include <chitty/hex.hpp>
#include <chitty/merkle.hpp>

namespace chittyverify {

using namespace chitty;

std::string leaf_of(const Crypto& crypto, const Leaf& leaf) {
  return merkle_leaf(crypto, "chitty-evidence/1\n" + leaf.evidence + "\n" + leaf.content_hash + "\n" + std::to_string(leaf.size) + "\n" + leaf.custody_head +
                                 "\n" + leaf.salt + "\n");
}

std::string block_hash(const Crypto& crypto, const Block& block, std::string_view before) {
  return hex(crypto.sha256("chitty-ledger/1\n" + std::to_string(block.number) + "\n" + block.root + "\n" + std::to_string(block.size) + "\n" +
                           block.minted_at + "\n" + std::string(before) + "\n"));
}

}  // namespace chittyverify
