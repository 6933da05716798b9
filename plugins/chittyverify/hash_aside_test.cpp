#include "hash_aside.hpp"

#include <gtest/gtest.h>

#include <string>

#include "sha256.hpp"

namespace chittyverify {
namespace {

std::string plain(std::string_view text) {
  Sha256 hash;
  hash.add(text);
  return hash.hex();
}

std::string in_pieces(std::string_view text, std::size_t size) {
  HashAside hash;
  for (std::size_t at = 0; at < text.size(); at += size) hash.add(text.substr(at, size));
  return hash.hex();
}

}  // namespace

// In whatever pieces and of whatever length it comes.
TEST(HashAside, HasTheHashOfTheWhole) {
  std::string text(3'000'017, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 2654435761u >> 13);
  for (const std::size_t length : {0u, 1u, 262143u, 262144u, 262145u, 1048576u, 1310720u, 3000017u})
    for (const std::size_t piece : {4099u, 65536u, 262144u, 1000000u})
      EXPECT_EQ(in_pieces(std::string_view(text).substr(0, length), piece), plain(std::string_view(text).substr(0, length)));
  EXPECT_EQ(in_pieces("abc", 1), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HashAside, MayBeGivenUpInTheMiddle) {
  HashAside hash;
  hash.add(std::string(700'000, 'a'));
}

}  // namespace chittyverify
