#include "verification.hpp"

#include <chitty/answers.hpp>
#include <chitty/hex.hpp>

#include "event_record.hpp"

namespace chittychronicle {

using namespace chitty;

bool Verification::found(std::uint64_t seq, std::string id, std::string what) {
  alteration_ = Alteration{seq, std::move(id), std::move(what)};
  return false;
}

bool Verification::take(const Row& event) {
  const auto expected = tree_.size() + 1;
  const auto seq = static_cast<std::uint64_t>(event.at("seq").as_int64());
  const auto id = text_in(event, "id"), number = std::to_string(expected);
  if (seq > expected) return found(expected, "", seq == expected + 1 ? "Event " + number + " is missing." : "Events " + number + " to " + std::to_string(seq - 1) + " are missing.");
  if (seq < expected) return found(seq, id, "Event " + std::to_string(seq) + " stands where none was.");
  const auto chain = chain_of(crypto_, chain_, event);
  if (hex(chain) != text_in(event, "chain")) return found(seq, id, "Event " + number + " is not what was recorded.");
  chain_ = chain;
  tree_.add(chain_);
  if (text_in(event, "action") == "chronicle.pruned" && text_in(event, "recorded_by") == "chittychronicle") pruned_ = object_in_text(event.at("metadata"));
  return meets_checkpoint(id);
}

bool Verification::meets_checkpoint(const std::string& id) {
  const auto at = expected_.find(tree_.size());
  if (at == expected_.end()) return true;
  if (at->second.origin != origin_) return found(tree_.size(), id, "The checkpoint of " + std::to_string(at->first) + " events is of another log, " + at->second.origin + ".");
  if (at->second.root != tree_.root())
    return found(tree_.size(), id, "The first " + std::to_string(at->first) + " events are not those that the checkpoint was signed for.");
  expected_.erase(at);
  return true;
}

void Verification::end(std::uint64_t size, const std::string& chain) {
  if (alteration_) return;
  const auto there = tree_.size();
  const auto behind = std::to_string(there + 1);
  if (there < size) {
    found(there + 1, "", "The end is missing: events " + behind + " to " + std::to_string(size) + ".");
  } else if (there > size || chain_ != chain) {
    found(there, "", "What the log says of its end does not fit its last event, " + std::to_string(there) + ".");
  } else if (const auto later = expected_.upper_bound(there); later != expected_.end()) {
    found(there + 1, "", "The end is missing: a checkpoint was signed for " + std::to_string(expected_.rbegin()->first) + " events, and there are " + std::to_string(there) + ".");
  } else if (removed_ > 0 && (!pruned_ || pruned_->at("last") != json::value(removed_) || text_in(*pruned_, "chain") != hex(removed_chain_))) {
    found(removed_ + 1, "", "The beginning is missing up to event " + std::to_string(removed_) + ", and no event says that retention removed it.");
  }
}

}  // namespace chittychronicle
