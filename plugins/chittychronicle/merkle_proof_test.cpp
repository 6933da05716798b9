// Proofs of every leaf and between every two sizes, and none of them fits anything else.
#include "merkle_proof.hpp"

#include <chitty/merkle.hpp>

#include <gtest/gtest.h>

#include "testing/crypto.hpp"

namespace chittychronicle {
namespace {

constexpr std::uint64_t most = 40;

struct MerkleProof : ::testing::Test {
  MerkleProof() {
    chitty::Merkle tree(crypto);
    roots.push_back(tree.root());
    for (std::uint64_t i = 0; i < most; ++i) {
      const auto data = "event " + std::to_string(i);
      tree.add(data);
      leaves.push_back(merkle_leaf(crypto, data));
      roots.push_back(tree.root());
    }
  }
  chitty::Crypto crypto = testing::crypto();
  std::vector<std::string> leaves, roots;
  Subtrees subtrees = [this](unsigned height, std::uint64_t number) -> chitty::Result<std::string> {
    if (height == 0) return leaves.at(number);
    return merkle_node(crypto, subtrees(height - 1, 2 * number).value(), subtrees(height - 1, 2 * number + 1).value());
  };
};

TEST_F(MerkleProof, EachLeafIsInEachTree) {
  for (std::uint64_t size = 1; size <= most; ++size)
    for (std::uint64_t index = 0; index < size; ++index) {
      auto proof = inclusion_proof(crypto, index, size, subtrees).value();
      EXPECT_TRUE(proves_inclusion(crypto, leaves[index], index, size, proof, roots[size]));
      EXPECT_FALSE(proves_inclusion(crypto, leaves[index], index, size, proof, roots[size - 1]));
      EXPECT_FALSE(proves_inclusion(crypto, leaves[index] + "x", index, size, proof, roots[size]));
      if (index > 0) {
        EXPECT_FALSE(proves_inclusion(crypto, leaves[index], index - 1, size, proof, roots[size]));
      }
      proof.push_back(leaves[0]);
      EXPECT_FALSE(proves_inclusion(crypto, leaves[index], index, size, proof, roots[size]));
    }
  EXPECT_FALSE(proves_inclusion(crypto, leaves[0], 1, 1, {}, leaves[0]));
}

TEST_F(MerkleProof, EachTreeBeginsWithEachBeforeIt) {
  for (std::uint64_t to = 1; to <= most; ++to)
    for (std::uint64_t from = 1; from <= to; ++from) {
      auto proof = consistency_proof(crypto, from, to, subtrees).value();
      EXPECT_TRUE(proves_consistency(crypto, from, roots[from], to, roots[to], proof));
      EXPECT_FALSE(proves_consistency(crypto, from, roots[from - 1], to, roots[to], proof));
      EXPECT_FALSE(proves_consistency(crypto, from, roots[from], to, roots[to - 1], proof));
      proof.push_back(leaves[0]);
      EXPECT_FALSE(proves_consistency(crypto, from, roots[from], to, roots[to], proof));
    }
  EXPECT_FALSE(proves_consistency(crypto, 0, roots[0], 1, roots[1], {}));
  EXPECT_FALSE(proves_consistency(crypto, 2, roots[2], 1, roots[1], {}));
}

}  // namespace
}  // namespace chittychronicle
