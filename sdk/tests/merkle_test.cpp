// The roots that RFC 6962's own implementation has for its own leaves (google/certificate-transparency, merkle tree tests).
#include <gtest/gtest.h>

#include <chitty/hex.hpp>
#include <chitty/merkle.hpp>
#include <chitty/testkit/openssl_crypto.hpp>

namespace chitty {
namespace {

Crypto crypto() { return Crypto(&testkit::openssl_crypto()); }

struct Step {
  const char *leaf, *root;
};
constexpr Step steps[] = {
    {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
    {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
    {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
    {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
    {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
    {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
    {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
    {"606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

TEST(Merkle, HasTheRootsOfRfc6962) {
  Merkle tree(crypto());
  EXPECT_EQ(hex(tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") << "SHA-256 of nothing";
  for (const auto& step : steps) {
    tree.add(*from_hex(step.leaf));
    EXPECT_EQ(hex(tree.root()), step.root) << tree.size() << " leaves";
  }
}

TEST(Merkle, GoesOnFromItsPeaks) {
  Merkle whole(crypto());
  for (const auto& step : steps) {
    auto again = Merkle::of(crypto(), whole.size(), whole.peaks());
    ASSERT_TRUE(again);
    whole.add(*from_hex(step.leaf));
    again->add(*from_hex(step.leaf));
    EXPECT_EQ(again->root(), whole.root());
  }
}

TEST(Merkle, PeaksOfAnotherSizeAreNone) {
  Merkle tree(crypto());
  tree.add("x");
  EXPECT_FALSE(Merkle::of(crypto(), 3, tree.peaks())) << "three leaves have two peaks";
  EXPECT_FALSE(Merkle::of(crypto(), 1, "zz"));
  EXPECT_FALSE(Merkle::of(crypto(), 0, tree.peaks()));
}

// As section 2.1 of RFC 6962 defines the root, word for word.
std::string root_of(const std::vector<std::string>& leaves, std::size_t begin, std::size_t end) {
  if (end - begin == 1) return leaves[begin];
  std::size_t left = 1;
  while (left * 2 < end - begin) left *= 2;
  return merkle_node(crypto(), root_of(leaves, begin, begin + left), root_of(leaves, begin + left, end));
}

TEST(MerkleBatch, GivesEachLeafAPathToTheRootOfRfc6962) {
  std::vector<std::string> leaves;
  EXPECT_EQ(MerkleBatch(crypto(), leaves).root(), crypto().sha256(""));
  for (std::uint64_t size = 1; size <= 40; ++size) {
    leaves.push_back(merkle_leaf(crypto(), std::to_string(size)));
    const MerkleBatch batch(crypto(), leaves);
    ASSERT_EQ(batch.root(), root_of(leaves, 0, leaves.size())) << size;
    for (std::uint64_t at = 0; at < size; ++at) ASSERT_EQ(merkle_root_by(crypto(), leaves[at], at, size, batch.path(at)), batch.root()) << at << " of " << size;
  }
}

TEST(MerkleBatch, APathIsGoodForItsLeafPlaceAndTreeOnly) {
  std::vector<std::string> leaves;
  for (int i = 0; i < 7; ++i) leaves.push_back(merkle_leaf(crypto(), std::to_string(i)));
  const MerkleBatch batch(crypto(), leaves);
  const auto path = batch.path(2);
  const auto by = [&](std::uint64_t at, std::uint64_t size, const std::vector<std::string>& with) { return merkle_root_by(crypto(), leaves[2], at, size, with); };
  EXPECT_EQ(by(2, 7, path), batch.root());
  for (const std::uint64_t at : {0, 1, 3, 4, 5, 6}) EXPECT_NE(by(at, 7, path), batch.root()) << at;
  EXPECT_FALSE(by(7, 7, path)) << "behind the end";
  EXPECT_FALSE(by(2, 3, path)) << "a smaller tree has shorter paths";
  EXPECT_FALSE(by(2, 9, path)) << "a larger one longer";
  EXPECT_FALSE(by(2, 7, {path[0], path[1], "short"}));
  EXPECT_FALSE(by(2, 7, {path[0], path[1]}));
  EXPECT_NE(merkle_root_by(crypto(), merkle_node(crypto(), leaves[2], leaves[3]), 1, 4, {path[1], path[2]}), std::nullopt);
  EXPECT_NE(merkle_leaf(crypto(), leaves[2] + leaves[3]), merkle_node(crypto(), leaves[2], leaves[3])) << "an inner node is never a leaf";
}

}  // namespace
}  // namespace chitty
