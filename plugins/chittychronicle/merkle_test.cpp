// The roots that RFC 6962's own implementation has for its own leaves (google/certificate-transparency, merkle tree tests).
#include "merkle.hpp"

#include <gtest/gtest.h>

#include <chitty/hex.hpp>

#include "testing/crypto.hpp"

namespace chittychronicle {

using chitty::from_hex;
using chitty::hex;
namespace {

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
  Merkle tree(testing::crypto());
  EXPECT_EQ(hex(tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") << "SHA-256 of nothing";
  for (const auto& step : steps) {
    tree.add(*from_hex(step.leaf));
    EXPECT_EQ(hex(tree.root()), step.root) << tree.size() << " leaves";
  }
}

TEST(Merkle, GoesOnFromItsPeaks) {
  Merkle whole(testing::crypto());
  for (const auto& step : steps) {
    auto again = Merkle::of(testing::crypto(), whole.size(), whole.peaks());
    ASSERT_TRUE(again);
    whole.add(*from_hex(step.leaf));
    again->add(*from_hex(step.leaf));
    EXPECT_EQ(again->root(), whole.root());
  }
}

TEST(Merkle, PeaksOfAnotherSizeAreNone) {
  Merkle tree(testing::crypto());
  tree.add("x");
  EXPECT_FALSE(Merkle::of(testing::crypto(), 3, tree.peaks())) << "three leaves have two peaks";
  EXPECT_FALSE(Merkle::of(testing::crypto(), 1, "zz"));
  EXPECT_FALSE(Merkle::of(testing::crypto(), 0, tree.peaks()));
}

}  // namespace
}  // namespace chittychronicle
