// Merkle trees as RFC 6962 has them (section 2.1): a leaf is SHA-256(0x00 || data), a node SHA-256(0x01 || left || right), the empty
// tree SHA-256(""). `Merkle` is a log that grows, kept as the roots of its complete subtrees; `MerkleBatch` is a tree whose
// leaves are all there, and gives each its path; `merkle_root_by` is what whoever holds a path computes. Any thread.
#ifndef CHITTY_MERKLE_HPP
#define CHITTY_MERKLE_HPP

#include <chitty/crypto.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty {

// 32 bytes each.
std::string merkle_leaf(const Crypto& crypto, std::string_view data);
std::string merkle_node(const Crypto& crypto, std::string_view left, std::string_view right);

class Merkle {
 public:
  // Empty.
  explicit Merkle(Crypto crypto) : crypto_(crypto) {}

  // As `text` kept it; none when that cannot be of a tree with `size` leaves.
  static std::optional<Merkle> of(Crypto crypto, std::uint64_t size, std::string_view text);

  void add(std::string_view data);

  std::uint64_t size() const { return size_; }
  std::string root() const;   // 32 bytes
  std::string peaks() const;  // in hex, largest first

 private:
  Crypto crypto_;
  std::uint64_t size_ = 0;
  std::vector<std::string> peaks_;
};

class MerkleBatch {
 public:
  // Of what merkle_leaf() gave, in order. Keeps 64 bytes for each leaf.
  MerkleBatch(const Crypto& crypto, const std::vector<std::string>& leaves);

  std::string root() const;
  // What `merkle_root_by` takes, the leaf's sibling first. `index` is less than there are leaves.
  std::vector<std::string> path(std::uint64_t index) const;

 private:
  std::string empty_;                // the root when there is no leaf
  std::vector<std::string> levels_;  // hashes one behind the other; the leaves first, the root alone last
};

// The root of a tree with `size` leaves in which this one is at `index`, by its path (RFC 9162, 2.1.3.2); none when the path
// cannot be one of such a tree.
std::optional<std::string> merkle_root_by(const Crypto& crypto, std::string_view leaf, std::uint64_t index, std::uint64_t size,
                                          const std::vector<std::string>& path);

}  // namespace chitty

#endif  // CHITTY_MERKLE_HPP
