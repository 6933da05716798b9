// Proofs and the local ledger, from the store.
#pragma once

#include <chitty/service.hpp>
#include <optional>
#include <string>

#include "../proof.hpp"

namespace chittyverify {

// Nothing when the evidence (all columns of select_evidence) is not minted.
chitty::Result<std::optional<Proof>> proof_of(chitty::Service& service, const chitty::Row& evidence);

// Every block computed anew: a sentence on the first that is not what was recorded; empty: all are.
chitty::Result<std::string> wrong_in_ledger(chitty::Service& service);

struct Head {
  std::int64_t number = 0;
  std::string hash{before_first_block};
};
chitty::Result<Head> head_of_ledger(chitty::Service& service);

}  // namespace chittyverify
