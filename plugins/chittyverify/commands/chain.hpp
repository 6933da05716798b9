// An Ethereum node as JSON-RPC has it, through a remote. What it says of a transaction of ours is believed only where all of it fits
// together and with what we signed.
#pragma once

#include <chitty/host.hpp>
#include <optional>
#include <string>

#include "../ethereum/transaction.hpp"

namespace chittyverify {

// How far an anchor is.
struct Seen {
  std::string state{};  // signed (the node does not know it), sent, mined, finalized, reorged, replaced, failed
  std::uint64_t block = 0, confirmations = 0;
  std::string block_hash{}, transaction{};
};

class Chain {
 public:
  // The remote of that name; nothing when there is none. CONFIGURATION: it lacks chainId or accountKey, or is not for this. REFUSED: the
  // node is of another chain.
  static chitty::Result<std::optional<Chain>> open(chitty::Host& host, const std::string& remote);

  const std::string& name() const { return remote_; }
  const Account& account() const { return account_; }
  std::uint64_t id() const { return id_; }

  // Transactions of the account that are in blocks.
  chitty::Result<std::uint64_t> count();
  // A transaction to oneself with these bytes, priced as the node has it now: REFUSED when it could cost more than 0.05.
  chitty::Result<Transaction> priced(std::uint64_t nonce, const std::string& payload);
  // As before, at least a tenth dearer, so that nodes take it in the place of the other one.
  chitty::Result<Transaction> dearer(std::uint64_t nonce, const std::string& payload, std::uint64_t tip, std::uint64_t cap, std::uint64_t gas);

  // Sends, or sends again; a node that knows it already is content.
  chitty::Result<void> send(const std::string& raw);

  // `anchor` as the service has it. REFUSED when the node says what cannot be.
  chitty::Result<Seen> look(const chitty::json::object& anchor);

 private:
  Chain(chitty::Host& host, std::string remote, std::uint64_t id, Account account)
      : host_(&host), remote_(std::move(remote)), id_(id), account_(std::move(account)) {}

  chitty::Result<chitty::json::value> call(std::string_view method, chitty::json::array parameters);
  chitty::Result<std::uint64_t> number(std::string_view method, chitty::json::array parameters);
  chitty::Result<std::uint64_t> base_fee();
  chitty::Result<Seen> look_at(const chitty::json::object& anchor, const std::string& hash, const chitty::json::object& transaction);
  chitty::Error untrue(const std::string& what) const;

  chitty::Host* host_;
  std::string remote_;
  std::uint64_t id_;
  Account account_;
  std::int64_t asked_ = 0;
};

}  // namespace chittyverify
