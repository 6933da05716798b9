#include "merkle.hpp"

#include <bit>
#include <chitty/hex.hpp>

namespace chittychronicle {

using chitty::from_hex;
using chitty::hex;

namespace {

constexpr std::size_t hash_size = 32;

}  // namespace

std::optional<Merkle> Merkle::of(chitty::Crypto crypto, std::uint64_t size, std::string_view text) {
  const auto bytes = from_hex(text);
  if (!bytes || bytes->size() != hash_size * static_cast<std::size_t>(std::popcount(size))) return std::nullopt;
  Merkle tree(crypto);
  tree.size_ = size;
  for (std::size_t at = 0; at < bytes->size(); at += hash_size) tree.peaks_.push_back(bytes->substr(at, hash_size));
  return tree;
}

// Each complete subtree of the same height as the new one joins it, as a carry does.
void Merkle::add(std::string_view data) {
  auto hash = crypto_.sha256(std::string(1, '\0').append(data));
  for (auto n = size_; n & 1; n >>= 1) {
    hash = node(peaks_.back(), hash);
    peaks_.pop_back();
  }
  peaks_.push_back(std::move(hash));
  ++size_;
}

std::string Merkle::root() const {
  if (peaks_.empty()) return crypto_.sha256("");
  auto hash = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) hash = node(peaks_[i], hash);
  return hash;
}

std::string Merkle::peaks() const {
  std::string bytes;
  for (const auto& peak : peaks_) bytes += peak;
  return hex(bytes);
}

std::string Merkle::node(const std::string& left, const std::string& right) const {
  return crypto_.sha256(std::string(1, '\1').append(left).append(right));
}

}  // namespace chittychronicle
