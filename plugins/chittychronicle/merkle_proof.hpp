// Proofs over the log's tree (RFC 6962, 2.1.1 and 2.1.2; RFC 9162 says how they are checked): that a leaf is in the tree of a checkpoint, and
// that the tree of a later checkpoint begins with that of an earlier one. Hashes have 32 bytes, those nearest to the leaf come first.
#pragma once

#include <chitty/crypto.hpp>
#include <chitty/result.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chittychronicle {

// The hash of the complete subtree of `height` over the leaves from `number` << `height` on; its failure when it is not known any more.
using Subtrees = std::function<chitty::Result<std::string>(unsigned height, std::uint64_t number)>;

// `index` < `size`; 0 < `from` <= `to`.
chitty::Result<std::vector<std::string>> inclusion_proof(const chitty::Crypto& crypto, std::uint64_t index, std::uint64_t size, const Subtrees& subtrees);
chitty::Result<std::vector<std::string>> consistency_proof(const chitty::Crypto& crypto, std::uint64_t from, std::uint64_t to, const Subtrees& subtrees);

// Does the proof lead from the leaf to `root`, from the one root to the other?
bool proves_inclusion(const chitty::Crypto& crypto, std::string_view leaf, std::uint64_t index, std::uint64_t size, const std::vector<std::string>& proof,
                      std::string_view root);
bool proves_consistency(const chitty::Crypto& crypto, std::uint64_t from, std::string_view from_root, std::uint64_t to, std::string_view to_root,
                        const std::vector<std::string>& proof);

}  // namespace chittychronicle
