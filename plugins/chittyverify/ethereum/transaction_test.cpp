// Byte for byte what ethers 6.17.0 signs with the first key of every hardhat node.
#include "transaction.hpp"

#include <gtest/gtest.h>

#include "keccak.hpp"

namespace chittyverify {
namespace {

using namespace chitty;

constexpr std::string_view key = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

TEST(Account, HasTheAddressOfItsKey) {
  EXPECT_EQ(prefixed(Account::of(key).value().address()), "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
  EXPECT_TRUE(Account::of(std::string(key.substr(2)) + "\n")) << "without 0x, as a file has it";
}

TEST(Account, AKeyThatIsNoneIsNotShown) {
  for (const auto& wrong : {std::string("secret-word"), std::string(64, '0'), std::string(64, 'f'), std::string(key) + "00", std::string()}) {
    const auto account = Account::of(wrong);
    ASSERT_FALSE(account) << wrong;
    EXPECT_EQ(account.error().code, Code::configuration);
    EXPECT_TRUE(wrong.empty() || account.error().message.find(wrong) == std::string::npos);
  }
}

TEST(Transaction, IsSignedAsEthersSignsIt) {
  const auto account = Account::of(key).value();
  const auto payload = anchor_payload("1111111111111111111111111111111111111111111111111111111111111111").value();
  struct Known {
    std::uint64_t nonce;
    const char* raw;
  };
  constexpr Known all[] = {
      {0, "0x02f891827a6980843b9aca0084b2d05e0082570894f39fd6e51aad88f6f4ce6ab8827279cfffb9226680a543485459011111111111111111111111111111111111111111111111111111111111111111c001a0e242b2833c4cca01df24daf30366edf510a8e36397ac6409e07961b3e7529325a058028dc8c6d4e9cd760d362433354794cfbe0ee4fa0f1b8d9d5336d9d155fc60"},
      {1, "0x02f891827a6901843b9aca0084b2d05e0082570894f39fd6e51aad88f6f4ce6ab8827279cfffb9226680a543485459011111111111111111111111111111111111111111111111111111111111111111c080a09e5a860d89ad69fdd4cf8a7afadcdcaf7814eff7530cbba297bcf21ceeba9dd5a01ed4e16b6d6dcda628a4072aa609a3884fbab7bada5b42edbacb6233c76b478a"},
      {127, "0x02f891827a697f843b9aca0084b2d05e0082570894f39fd6e51aad88f6f4ce6ab8827279cfffb9226680a543485459011111111111111111111111111111111111111111111111111111111111111111c080a09223c443762792fc4699b91fb58046389f17fd3161e0952a4ad7cca831e8db22a0644fd49a3c04f10a12230f8e51da924cd527a65d6fcb95e3fbe2d29af9aac60f"},
      {128, "0x02f892827a698180843b9aca0084b2d05e0082570894f39fd6e51aad88f6f4ce6ab8827279cfffb9226680a543485459011111111111111111111111111111111111111111111111111111111111111111c080a043e053408663a10d93d6826dcf67a59c6385f218d7f01a123fc733bc9a3936a9a0241081f8418a87658cd81085617be0f093a28a5938e769451d5115fd6d0d503f"},
      {70000, "0x02f894827a6983011170843b9aca0084b2d05e0082570894f39fd6e51aad88f6f4ce6ab8827279cfffb9226680a543485459011111111111111111111111111111111111111111111111111111111111111111c001a0ed5058a52e9a1c089a7250344b00449467add402dddc5512df72d3e1fe2aa547a050ecf05368791689e6d3d4800393e68f56b1587d5b3b8e5e07419fb1e0054bdb"},
  };
  for (const auto& known : all) {
    const auto raw = account.sign({31337, known.nonce, 1'000'000'000, 3'000'000'000, 22'280, account.address(), payload}).value();
    EXPECT_EQ(prefixed(raw), known.raw) << known.nonce;
  }
  EXPECT_EQ(prefixed(keccak256(*unprefixed(all[0].raw))), "0x57738b954dcc8bbbf72683f74ebaeac772640c56ca9a4fbf8b3c9f7011f1161e");
}

TEST(Payload, IsOfABlockHashOnly) {
  EXPECT_EQ(prefixed(*anchor_payload(std::string(64, 'a'))), "0x4348545901" + std::string(64, 'a'));
  EXPECT_FALSE(anchor_payload("aa"));
  EXPECT_FALSE(anchor_payload("nonsense"));
}

}  // namespace
}  // namespace chittyverify
