// A bag is whole or not there.
#include "bundle.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace chittyverify {
namespace {

using namespace chitty;

struct Bag : ::testing::Test {
  Bag() {
    std::string made = (std::filesystem::temp_directory_path() / "bag-XXXXXX").string();
    folder = ::mkdtemp(made.data());
  }
  ~Bag() override { std::filesystem::remove_all(folder); }

  std::string text(const std::string& name) const {
    std::stringstream all;
    all << std::ifstream(folder + "/bag/" + name).rdbuf();
    return all.str();
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
  }

  std::string folder;
};

TEST_F(Bag, HasItsManifests) {
  auto bag = Bundle::begin(folder + "/bag").value();
  ASSERT_TRUE(bag.payload("content/a", "abc"));
  ASSERT_TRUE(bag.tag("README.md", "hello\n"));
  ASSERT_TRUE(bag.finish({"External-Identifier: x"}));
  EXPECT_EQ(text("manifest-sha256.txt"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  data/content/a\n");
  EXPECT_EQ(text("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  EXPECT_EQ(text("bag-info.txt"), "External-Identifier: x\nPayload-Oxum: 3.1\n");
  EXPECT_NE(text("tagmanifest-sha256.txt").find("  manifest-sha256.txt\n"), std::string::npos);
  EXPECT_EQ(entries(), 1u) << "nothing beside it";
}

TEST_F(Bag, WhatIsNotFinishedIsNotThere) {
  {
    auto bag = Bundle::begin(folder + "/bag").value();
    ASSERT_TRUE(bag.payload("content/a", "abc"));
  }
  EXPECT_EQ(entries(), 0u);
}

TEST_F(Bag, IsNeverWrittenOverSomething) {
  std::ofstream(folder + "/bag") << "mine";
  EXPECT_EQ(Bundle::begin(folder + "/bag").error().code, Code::conflict);
  EXPECT_EQ(Bundle::begin(folder + "/nowhere/bag").error().code, Code::configuration);
}

TEST(PlainName, HasNothingThatAManifestReadsOtherwise) {
  EXPECT_EQ(plain_name("a b.pdf"), "a b.pdf");
  EXPECT_EQ(plain_name("a\nb\\c%d"), "a_b_c_d");
  EXPECT_EQ(plain_name(".."), "content");
}

}  // namespace
}  // namespace chittyverify
