// The inner nodes of the log's tree that are kept, so that a proof reads some hundred hashes and not all events: one for each 256 events, one
// for each 256 of those, and so on.
#pragma once

#include <chitty/merkle.hpp>
#include <chitty/service.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "journal.hpp"

namespace chittychronicle {

// Beside the tree while events are added to it: finds the nodes that become complete.
class NewNodes {
 public:
  // `tree`: before they are added.
  NewNodes(const chitty::Crypto& crypto, const chitty::Merkle& tree);

  void add(std::string_view chain);
  chitty::Result<void> write(chitty::Service& service) const;

 private:
  chitty::Crypto crypto_;
  std::uint64_t number_;  // of the node that is being filled
  chitty::Merkle part_;   // the events below it so far
  std::vector<std::pair<std::uint64_t, std::string>> complete_;
};

// Nodes of a log that was begun before they were kept: some, from behind, each time that something is added, so that no start and no event
// waits long. Within a transaction.
chitty::Result<void> write_missing_nodes(chitty::Service& service, const LogState& state);

// Any complete subtree of the log: from what is kept, from the events below, or from what retention has kept of those that it removed.
class TreeNodes {
 public:
  TreeNodes(chitty::Service& service, const LogState& state);

  // CONFLICT: events below it have been removed by retention.
  chitty::Result<std::string> hash(unsigned height, std::uint64_t number);

 private:
  chitty::Result<const std::string*> kept(unsigned height, std::uint64_t number);

  chitty::Service& service_;
  chitty::Crypto crypto_;
  std::map<std::pair<unsigned, std::uint64_t>, std::string> known_;
  std::map<std::pair<unsigned, std::uint64_t>, bool> read_;  // 256 of a height at a time
};

}  // namespace chittychronicle
