// A proof as a text that whoever has the log's key checks without asking anybody (C2SP tlog-proof):
//
//   c2sp.org/tlog-proof@v1
//   extra BASE64            the event as it was hashed: the 32 bytes of the chain before it, then its text (event_record.hpp)
//   index N                 of the event in the tree: its number less one
//   BASE64                  each hash of the inclusion proof, the leaf's sibling first
//   (an empty line)
//   the checkpoint          a signed note (checkpoint_note.hpp)
#pragma once

#include <chitty/result.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chittychronicle {

struct TlogProof {
  std::string before, text;  // what the leaf is computed from
  std::uint64_t index = 0;
  std::vector<std::string> hashes;
  std::string checkpoint;
};

std::string tlog_proof_text(const TlogProof& proof);

// INVALID_ARGUMENT: it is no such text, or has no event in it.
chitty::Result<TlogProof> read_tlog_proof(std::string_view text);

}  // namespace chittychronicle
