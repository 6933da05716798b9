// Facts of one case that cannot all be true.
//
//   DIRECT_CONTRADICTION    two facts about the same subject and predicate whose values disagree, unless both say when they hold and
//                           those times do not meet
//   TEMPORAL_IMPOSSIBILITY  of one subject something ended before it began (born after died, sent after received, …)
//
// Each fact is compared with the one that wins among its like, so there are as many contradictions as there are facts that lose. The
// fact of the higher tier wins (HIERARCHY_RULE), of the same tier the one that was recorded first (TEMPORAL_PRIORITY).
#pragma once

#include <chitty/crypto.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "fact_value.hpp"

namespace chittyverify {

struct Fact {
  std::string id, evidence, case_id, subject, predicate, value;
  std::int64_t from = INT64_MIN, until = INT64_MAX;  // when it holds; milliseconds since 1970
  double weight = 0;                                 // of the evidence's tier
};

struct Contradiction {
  enum Kind {
    direct,
    temporal
  } kind = direct;
  const Fact* winner = nullptr;
  const Fact* loser = nullptr;
  bool by_tier = false;  // else by time

  std::string id(const chitty::Crypto& crypto) const;  // the same whenever it is found
  std::string description() const;
};

// `facts` in the order in which they were recorded; must outlive what is returned.
std::vector<Contradiction> contradictions_in(const std::vector<Fact>& facts);

// How many other pieces of evidence say, of the same subject and predicate, what this one says.
std::int64_t corroborations_of(const std::vector<Fact>& facts, std::string_view evidence);

}  // namespace chittyverify
