// That evidence is in a block, as whoever holds this can compute it: the leaf's parts, its path, the block (minting.hpp).
#pragma once

#include <boost/json/object.hpp>
#include <chitty/crypto.hpp>
#include <chitty/error.hpp>
#include <string>
#include <vector>

#include "minting.hpp"

namespace chittyverify {

struct Proof {
  Leaf leaf;
  std::int64_t custody_entries = 0;  // so many of the custody are behind the head in the leaf
  std::int64_t index = 0;
  std::string leaf_hash;          // in hex
  std::vector<std::string> path;  // in hex, the leaf's sibling first
  Block block;
  std::string before, block_hash;  // in hex

  chitty::json::object shown() const;
  static chitty::Result<Proof> of(const chitty::json::object& shown);  // MALFORMED
};

// The first thing that does not fit, as a sentence; empty: all fits. `head` is that of the custody as it was computed anew; not
// looked at when it is null.
std::string wrong_in(const chitty::Crypto& crypto, const Proof& proof, const std::string* head);
inline std::string wrong_in(const chitty::Crypto& crypto, const Proof& proof, const std::string& head) { return wrong_in(crypto, proof, &head); }

}  // namespace chittyverify
