#include <gtest/gtest.h>

#include <chitty/base64.hpp>

namespace chitty {
namespace {

TEST(Base64, VectorsOfTheStandard) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
    const std::string bare(text, std::string(text).find_last_not_of('=') + 1);
    EXPECT_EQ(base64url(bytes), bare);
    EXPECT_EQ(from_base64url(bare), bytes);
  }
}

TEST(Base64, TheSpellingsDifferInTwoLetters) {
  EXPECT_EQ(base64("\xfb\xff\xbe"), "+/++");
  EXPECT_EQ(base64url("\xfb\xff\xbe"), "-_--");
  EXPECT_EQ(from_base64("+/++"), "\xfb\xff\xbe");
  EXPECT_EQ(from_base64url("-_--"), "\xfb\xff\xbe");
}

TEST(Base64, EveryByteComesBack) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(from_base64(base64(all)), all);
  EXPECT_EQ(from_base64url(base64url(all)), all);
}

TEST(Base64, WhatIsNoneIsRefused) {
  for (const char* text : {"A", "AAAAA", "A+AA", "A/AA", "AA==", "A AA", "Zh", "Zm9"})
    EXPECT_EQ(from_base64url(text), std::nullopt) << text;
  for (const char* text : {"A", "AA", "AA=", "A===", "====", "A-AA", "A_AA", "AA==AA==", "Zh==", "Zm9="})
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
}

}  // namespace
}  // namespace chitty
