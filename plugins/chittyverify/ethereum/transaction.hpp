// A transaction of type 2 (EIP-1559), signed here: by libsecp256k1, with RFC 6979's nonces and the low s that Ethereum asks for.
#pragma once

#include <chitty/error.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chittyverify {

struct Transaction {
  std::uint64_t chain_id = 0, nonce = 0, tip = 0, cap = 0, gas = 0;  // tip and cap: wei for a unit of gas
  std::string to;                                                    // 20 bytes
  std::string data;
};

// An account: a private key that is never shown, and its address.
class Account {
 public:
  // Of 64 hex digits, with or without 0x. CONFIGURATION when it is no key; the message does not show it.
  static chitty::Result<Account> of(std::string_view key);
  Account(const Account&) = default;
  Account& operator=(const Account&) = default;
  ~Account();

  const std::string& address() const { return address_; }  // 20 bytes

  // The bytes that are sent. Their hash is keccak256() of them.
  chitty::Result<std::string> sign(const Transaction& transaction) const;

 private:
  Account(std::string key, std::string address) : key_(std::move(key)), address_(std::move(address)) {}

  std::string key_, address_;
};

// "0x" and hex digits, and back; none when it is not that.
std::string prefixed(std::string_view bytes);
std::optional<std::string> unprefixed(std::string_view text);

// What is written into the chain: "CHTY", the version 1, the hash of a block of the local ledger. `block_hash` in hex.
std::optional<std::string> anchor_payload(std::string_view block_hash);

}  // namespace chittyverify
