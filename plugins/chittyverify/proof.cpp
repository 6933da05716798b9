#include "proof.hpp"

#include <chitty/hex.hpp>
#include <chitty/members.hpp>
#include <chitty/merkle.hpp>

namespace chittyverify {

using namespace chitty;

json::object Proof::shown() const {
  return {{"leaf",
           {{"artifactId", leaf.evidence}, {"contentHash", leaf.content_hash}, {"size", leaf.size}, {"custodyHead", leaf.custody_head}, {"salt", leaf.salt}, {"hash", leaf_hash}}},
          {"custodyEntries", custody_entries},
          {"index", index},
          {"treeSize", block.size},
          {"path", json::array(path.begin(), path.end())},
          {"root", block.root},
          {"block", {{"number", block.number}, {"mintedAt", block.minted_at}, {"previous", before}, {"hash", block_hash}}}};
}

Result<Proof> Proof::of(const json::object& shown) try {
  const auto& leaf = shown.at("leaf").as_object();
  const auto& block = shown.at("block").as_object();
  Proof proof{{text_in(leaf, "artifactId"), text_in(leaf, "contentHash"), leaf.at("size").as_int64(), text_in(leaf, "custodyHead"), text_in(leaf, "salt")},
              shown.at("custodyEntries").as_int64(),
              shown.at("index").as_int64(),
              text_in(leaf, "hash"),
              {},
              {block.at("number").as_int64(), text_in(shown, "root"), shown.at("treeSize").as_int64(), text_in(block, "mintedAt")},
              text_in(block, "previous"),
              text_in(block, "hash")};
  for (const auto& sibling : shown.at("path").as_array()) proof.path.emplace_back(sibling.as_string());
  return proof;
} catch (const std::exception&) {
  return make_error(Code::malformed, "The proof lacks something, or has something else in its place.");
}

std::string wrong_in(const Crypto& crypto, const Proof& proof, const std::string* head) {
  if (head && *head != proof.leaf.custody_head)
    return "The custody that was minted, entries 1 to " + std::to_string(proof.custody_entries) + ", is not the one that is there.";
  const auto leaf = leaf_of(crypto, proof.leaf);
  if (hex(leaf) != proof.leaf_hash) return "The leaf of the proof is not that of this evidence.";
  std::vector<std::string> path;
  for (const auto& sibling : proof.path) path.push_back(from_hex(sibling).value_or(std::string()));
  const auto root = proof.index < 0 || proof.block.size < 0
                        ? std::nullopt
                        : merkle_root_by(crypto, leaf, static_cast<std::uint64_t>(proof.index), static_cast<std::uint64_t>(proof.block.size), path);
  if (!root || hex(*root) != proof.block.root) return "The path of the proof does not lead to the root of block " + std::to_string(proof.block.number) + ".";
  if (chittyverify::block_hash(crypto, proof.block, proof.before) != proof.block_hash)
    return "Block " + std::to_string(proof.block.number) + " is not what its hash says.";
  return {};
}

}  // namespace chittyverify
