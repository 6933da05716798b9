// A checkpoint as others sign and check it.
#include "checkpoint_note.hpp"

#include <chitty/base64.hpp>
#include <gtest/gtest.h>

#include "testing/crypto.hpp"

namespace chittychronicle {
namespace {

using chitty::Code;

struct CheckpointNote : ::testing::Test {
  chitty::Crypto crypto = testing::crypto();
  std::string key = crypto.generate_key("EdDSA").value();
  Checkpoint state{"chittychronicle/0011", 42, std::string(32, 'r')};
  std::string note = sign_checkpoint(crypto, state, key).value();

  Code refusal(const std::string& text) { return read_checkpoint(crypto, text, key).error().code; }
  std::string with(std::string_view old, std::string_view by) {
    auto text = note;
    return text.replace(text.find(old), old.size(), by);
  }
};

TEST_F(CheckpointNote, IsThreeLinesAndASignature) {
  EXPECT_TRUE(note.starts_with("chittychronicle/0011\n42\n" + chitty::base64(state.root) + "\n\n\xE2\x80\x94 chittychronicle/0011 ")) << note;
  const auto read = read_checkpoint(crypto, note, key);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->size, 42u);
  EXPECT_EQ(read->root, state.root);
}

TEST_F(CheckpointNote, SignaturesOfOthersArePassedOver) {
  const auto other = sign_checkpoint(crypto, state, crypto.generate_key("EdDSA").value()).value();
  const auto line = other.substr(other.find("\n\n") + 2);
  EXPECT_TRUE(read_checkpoint(crypto, with("\n\n", "\n\n" + line), key)) << "a witness signed, too";
  EXPECT_EQ(refusal(other), Code::refused) << "and nobody else";
}

TEST_F(CheckpointNote, WhatWasChangedIsRefused) {
  EXPECT_EQ(refusal(with("\n42\n", "\n41\n")), Code::refused);
  EXPECT_EQ(refusal(with("chittychronicle/0011\n", "chittychronicle/0012\n")), Code::refused);
}

TEST_F(CheckpointNote, WhatIsNoNoteIsSaidToBeNone) {
  for (const std::string text : {"", "\n\n", "a\n1\n", "a\nx\nAAAA\n\n"}) EXPECT_EQ(refusal(text), Code::invalid_argument) << text;
  EXPECT_EQ(refusal(with("\n42\n", "\n42 \n")), Code::invalid_argument);
  EXPECT_EQ(refusal(with("\n42\n", "\n-1\n")), Code::invalid_argument);
}

}  // namespace
}  // namespace chittychronicle
