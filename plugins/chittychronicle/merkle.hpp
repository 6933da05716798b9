// The Merkle tree over a log (RFC 6962, section 2.1), as far as appending and its root need it: the roots of its complete
// subtrees, largest first. A leaf is SHA-256(0x00 || data), a node SHA-256(0x01 || left || right), the empty tree
// SHA-256("").
#pragma once

#include <chitty/crypto.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chittychronicle {

class Merkle {
 public:
  // Empty.
  explicit Merkle(chitty::Crypto crypto) : crypto_(crypto) {}

  // As `text` kept it; none when that cannot be of a tree with `size` leaves.
  static std::optional<Merkle> of(chitty::Crypto crypto, std::uint64_t size, std::string_view text);

  void add(std::string_view data);

  std::uint64_t size() const { return size_; }
  std::string root() const;   // 32 bytes
  std::string peaks() const;  // in hex

 private:
  std::string node(const std::string& left, const std::string& right) const;

  chitty::Crypto crypto_;
  std::uint64_t size_ = 0;
  std::vector<std::string> peaks_;
};

}  // namespace chittychronicle
