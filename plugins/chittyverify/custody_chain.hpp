// The custody of a piece of evidence as a chain of hashes. Whoever has the entries can compute it:
//
//   text   = JSON array of "chitty-custody/1", the evidence's ID and the columns below in this order, as RFC 8785 writes it
//   chain  = SHA-256(chain of the entry before || SHA-256(text)); before the first it is SHA-256("chitty-custody/1\n" || ID)
#pragma once

#include <array>
#include <chitty/crypto.hpp>
#include <chitty/store.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chittyverify {

inline constexpr std::array<std::string_view, 13> custody_columns{"seq", "action", "performed_by", "timestamp", "location", "purpose", "authority",
                                                                  "reason", "tool", "host", "hash_before", "hash_after", "notes"};

// 32 bytes.
std::string first_link(const chitty::Crypto& crypto, std::string_view evidence);
std::string next_link(const chitty::Crypto& crypto, std::string_view before, std::string_view evidence, const chitty::Row& entry);

// All entries computed anew, in order, until one is not what was recorded.
class CustodyCheck {
 public:
  CustodyCheck(chitty::Crypto crypto, std::string evidence);

  // The next entry, with its column `chain`; false once something is found.
  bool take(const chitty::Row& entry);
  // After the last one, with what the evidence says of its custody; a sentence on the first thing that is wrong, or nothing.
  std::string end(std::int64_t entries, std::string_view head);

  // The head after so many entries, in hex; empty when there are fewer.
  std::string head_after(std::int64_t entries) const;
  std::int64_t entries() const { return static_cast<std::int64_t>(heads_.size()); }

 private:
  chitty::Crypto crypto_;
  std::string evidence_, link_, wrong_;
  std::vector<std::string> heads_;
};

}  // namespace chittyverify
