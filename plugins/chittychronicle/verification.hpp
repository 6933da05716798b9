// Does the log still say what was recorded? Every event is computed anew, from the first that is kept to the last.
#pragma once

#include <chitty/crypto.hpp>
#include <chitty/store.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "checkpoint_note.hpp"
#include <chitty/merkle.hpp>

namespace chittychronicle {

// The first thing that is not as it was.
struct Alteration {
  std::uint64_t seq = 0;
  std::string id;    // of the event, where there is one
  std::string what;  // a sentence
};

class Verification {
 public:
  // Behind the events that retention has removed: how many, the chain of the last, and their tree.
  Verification(chitty::Crypto crypto, std::string origin, std::string chain, chitty::Merkle tree)
      : crypto_(crypto), origin_(std::move(origin)), chain_(std::move(chain)), tree_(std::move(tree)), removed_(tree_.size()), removed_chain_(chain_) {}

  // A state of the log that must be found again on the way. What is behind the cut of retention is taken on trust.
  void expect(const Checkpoint& checkpoint) { expected_[checkpoint.size] = checkpoint; }

  // The next event, with its column `chain`; false once something is found, and nothing more is to be given.
  bool take(const chitty::Row& event);

  // After the last one; `size` and `chain` are what the log says of itself.
  void end(std::uint64_t size, const std::string& chain);

  const std::optional<Alteration>& alteration() const { return alteration_; }
  std::uint64_t size() const { return tree_.size(); }
  std::uint64_t checked() const { return tree_.size() - removed_; }
  std::string root() const { return tree_.root(); }

 private:
  bool found(std::uint64_t seq, std::string id, std::string what);
  bool meets_checkpoint(const std::string& id);

  chitty::Crypto crypto_;
  std::string origin_, chain_;
  chitty::Merkle tree_;
  std::uint64_t removed_;
  std::string removed_chain_;
  std::map<std::uint64_t, Checkpoint> expected_;
  std::optional<chitty::json::object> pruned_;  // what the last event about retention says
  std::optional<Alteration> alteration_;
};

}  // namespace chittychronicle
