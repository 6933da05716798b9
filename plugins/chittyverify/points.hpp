// May evidence be minted, and how far is it trusted: the ledger's points.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tier.hpp"

namespace chittyverify {

struct Standing {
  const Tier* tier = &tiers.back();
  double age_hours = 0;  // since it was received
  std::int64_t custody_entries = 0, corroborations = 0, conflicts = 0;
  std::string verify_status;  // ChittyVerified, Unverified, Rejected
  bool minted = false, needs_corroboration = false;
};

struct Dimension {
  std::string_view name;
  int points, most;
  std::string reason;
};

struct Points {
  std::vector<Dimension> dimensions;
  int all() const;
  bool enough() const { return all() >= 70; }
};
Points points_of(const Standing& standing);

// 0 to 1.
double trust_of(const Standing& standing);

}  // namespace chittyverify
