// The one place where events are added: numbered, chained, written, in the transaction that is open. The write lock of the
// service makes all daemons of a database take turns, so there is one order, without gaps.
#pragma once

#include <chitty/service.hpp>
#include <string>
#include <vector>

#include <chitty/merkle.hpp>

namespace chittychronicle {

// Where the log stands, in a transaction until its end.
struct LogState {
  std::string origin;
  std::string chain;          // of the last event, 32 bytes
  chitty::Merkle tree;        // its size is the last event's seq
  std::uint64_t removed = 0;  // by retention: events 1 to this
  std::string removed_chain;  // of the last one of them
  chitty::Merkle removed_tree;
};

// On the first start: an empty log with an origin and a key of its own.
chitty::Result<void> start(chitty::Service& service);

chitty::Result<LogState> read_state(chitty::Service& service);

// The chain that the event `seq` is behind, 32 bytes.
chitty::Result<std::string> chain_before(chitty::Service& service, const LogState& state, std::int64_t seq);

// Events as rows without `seq`, `id`, `created_at` and `chain`, which are added to them here; what a column lacks is null.
// Signs a checkpoint when the last one is older than ten seconds. Within a transaction.
chitty::Result<void> append(chitty::Service& service, std::vector<chitty::Row>& events);

}  // namespace chittychronicle
