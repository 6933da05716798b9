#include "merkle_proof.hpp"

#include <bit>
#include <chitty/merkle.hpp>

namespace chittychronicle {

using namespace chitty;

namespace {

// As RFC 6962 says it: a tree of more than one leaf is parted before its largest power of two.
class Prover {
 public:
  Prover(const Crypto& crypto, const Subtrees& subtrees) : crypto_(crypto), subtrees_(subtrees) {}

  Result<void> include(std::uint64_t index, std::uint64_t start, std::uint64_t size) {
    if (size == 1) return {};
    const auto left = std::bit_floor(size - 1);
    if (index < left) {
      CHITTY_DO(include(index, start, left));
      return add(start + left, size - left);
    }
    CHITTY_DO(include(index - left, start + left, size - left));
    return add(start, left);
  }

  // `known`: the earlier tree is this whole subtree, whose root whoever checks has.
  Result<void> relate(std::uint64_t from, std::uint64_t start, std::uint64_t size, bool known) {
    if (from == size) return known ? Result<void>() : add(start, size);
    const auto left = std::bit_floor(size - 1);
    if (from <= left) {
      CHITTY_DO(relate(from, start, left, known));
      return add(start + left, size - left);
    }
    CHITTY_DO(relate(from - left, start + left, size - left, false));
    return add(start, left);
  }

  std::vector<std::string> hashes;

 private:
  Result<void> add(std::uint64_t start, std::uint64_t size) {
    CHITTY_TRY(auto hash, root_of(start, size));
    hashes.push_back(std::move(hash));
    return {};
  }
  Result<std::string> root_of(std::uint64_t start, std::uint64_t size) {
    if (std::has_single_bit(size)) return subtrees_(static_cast<unsigned>(std::countr_zero(size)), start / size);
    const auto left = std::bit_floor(size);
    CHITTY_TRY(const auto first, root_of(start, left));
    CHITTY_TRY(const auto second, root_of(start + left, size - left));
    return merkle_node(crypto_, first, second);
  }

  const Crypto& crypto_;
  const Subtrees& subtrees_;
};

}  // namespace

Result<std::vector<std::string>> inclusion_proof(const Crypto& crypto, std::uint64_t index, std::uint64_t size, const Subtrees& subtrees) {
  Prover prover(crypto, subtrees);
  CHITTY_DO(prover.include(index, 0, size));
  return std::move(prover.hashes);
}

Result<std::vector<std::string>> consistency_proof(const Crypto& crypto, std::uint64_t from, std::uint64_t to, const Subtrees& subtrees) {
  Prover prover(crypto, subtrees);
  CHITTY_DO(prover.relate(from, 0, to, true));
  return std::move(prover.hashes);
}

bool proves_inclusion(const Crypto& crypto, std::string_view leaf, std::uint64_t index, std::uint64_t size, const std::vector<std::string>& proof, std::string_view root) {
  return merkle_root_by(crypto, leaf, index, size, proof) == root;
}

// RFC 9162, 2.1.4.2.
bool proves_consistency(const Crypto& crypto, std::uint64_t from, std::string_view from_root, std::uint64_t to, std::string_view to_root, const std::vector<std::string>& proof) {
  if (from == 0 || from > to) return false;
  if (from == to) return proof.empty() && from_root == to_root;
  auto rest = proof;
  if (std::has_single_bit(from)) rest.insert(rest.begin(), std::string(from_root));
  if (rest.empty()) return false;
  auto at = from - 1, last = to - 1;
  while ((at & 1) != 0) at >>= 1, last >>= 1;
  auto before = rest[0], after = rest[0];
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      before = merkle_node(crypto, rest[i], before), after = merkle_node(crypto, rest[i], after);
      while ((at & 1) == 0 && at != 0) at >>= 1, last >>= 1;
    } else {
      after = merkle_node(crypto, after, rest[i]);
    }
    at >>= 1, last >>= 1;
  }
  return last == 0 && before == from_root && after == to_root;
}

}  // namespace chittychronicle
