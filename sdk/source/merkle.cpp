#include <bit>
#include <chitty/hex.hpp>
#include <chitty/merkle.hpp>

namespace chitty {

namespace {

constexpr std::size_t hash_size = 32;

}  // namespace

std::string merkle_leaf(const Crypto& crypto, std::string_view data) { return crypto.sha256(std::string(1, '\0').append(data)); }

std::string merkle_node(const Crypto& crypto, std::string_view left, std::string_view right) {
  return crypto.sha256(std::string(1, '\1').append(left).append(right));
}

std::optional<Merkle> Merkle::of(Crypto crypto, std::uint64_t size, std::string_view text) {
  const auto bytes = from_hex(text);
  if (!bytes || bytes->size() != hash_size * static_cast<std::size_t>(std::popcount(size))) return std::nullopt;
  Merkle tree(crypto);
  tree.size_ = size;
  for (std::size_t at = 0; at < bytes->size(); at += hash_size) tree.peaks_.push_back(bytes->substr(at, hash_size));
  return tree;
}

// Each complete subtree of the same height as the new one joins it, as a carry does.
void Merkle::add(std::string_view data) {
  auto hash = merkle_leaf(crypto_, data);
  for (auto n = size_; n & 1; n >>= 1) {
    hash = merkle_node(crypto_, peaks_.back(), hash);
    peaks_.pop_back();
  }
  peaks_.push_back(std::move(hash));
  ++size_;
}

std::string Merkle::root() const {
  if (peaks_.empty()) return crypto_.sha256("");
  auto hash = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) hash = merkle_node(crypto_, peaks_[i], hash);
  return hash;
}

std::string Merkle::peaks() const {
  std::string bytes;
  for (const auto& peak : peaks_) bytes += peak;
  return hex(bytes);
}

// A node without a sibling goes up as it is: that is the tree of RFC 6962, where the left side is the largest complete one.
MerkleBatch::MerkleBatch(const Crypto& crypto, const std::vector<std::string>& leaves) : empty_(crypto.sha256("")) {
  std::string level;
  level.reserve(leaves.size() * hash_size);
  for (const auto& leaf : leaves) level += leaf;
  levels_.push_back(std::move(level));
  while (levels_.back().size() > hash_size) {
    const std::string_view below = levels_.back();
    std::string above;
    above.reserve((below.size() / hash_size + 1) / 2 * hash_size);
    for (std::size_t at = 0; at < below.size(); at += 2 * hash_size)
      above += at + hash_size < below.size() ? merkle_node(crypto, below.substr(at, hash_size), below.substr(at + hash_size, hash_size))
                                             : std::string(below.substr(at, hash_size));
    levels_.push_back(std::move(above));
  }
}

std::string MerkleBatch::root() const { return levels_.back().empty() ? empty_ : levels_.back(); }

std::vector<std::string> MerkleBatch::path(std::uint64_t index) const {
  std::vector<std::string> siblings;
  for (std::size_t height = 0; height + 1 < levels_.size(); ++height, index /= 2) {
    const auto at = static_cast<std::size_t>(index ^ 1) * hash_size;
    if (at < levels_[height].size()) siblings.push_back(levels_[height].substr(at, hash_size));
  }
  return siblings;
}

std::optional<std::string> merkle_root_by(const Crypto& crypto, std::string_view leaf, std::uint64_t index, std::uint64_t size,
                                          const std::vector<std::string>& path) {
  if (index >= size || leaf.size() != hash_size) return std::nullopt;
  std::string hash(leaf);
  auto last = size - 1;
  for (const auto& sibling : path) {
    if (last == 0 || sibling.size() != hash_size) return std::nullopt;
    if (index & 1 || index == last) {
      hash = merkle_node(crypto, sibling, hash);
      for (; !(index & 1) && index != 0; index >>= 1) last >>= 1;
    } else {
      hash = merkle_node(crypto, hash, sibling);
    }
    index >>= 1, last >>= 1;
  }
  return last == 0 ? std::optional(hash) : std::nullopt;
}

}  // namespace chitty
