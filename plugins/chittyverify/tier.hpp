// Where evidence comes from, and what that counts for (the ledger's table).
#pragma once

#include <array>
#include <string_view>

namespace chittyverify {

struct Tier {
  std::string_view name;
  double trust;        // to begin with; also the evidence's weight
  int minting_points;  // of 20
  double factor;       // of trust
};

inline constexpr std::array<Tier, 8> tiers{{{"SELF_AUTHENTICATING", .99, 20, 1.1},
                                            {"GOVERNMENT", .95, 18, 1.08},
                                            {"FINANCIAL_INSTITUTION", .90, 16, 1.05},
                                            {"INDEPENDENT_THIRD_PARTY", .80, 12, 1.02},
                                            {"BUSINESS_RECORDS", .70, 8, 1.0},
                                            {"FIRST_PARTY_ADVERSE", .60, 4, .95},
                                            {"FIRST_PARTY_FRIENDLY", .40, 2, .90},
                                            {"UNCORROBORATED_PERSON", .20, 0, .85}}};

// The lowest for a name that is none.
constexpr const Tier& tier_of(std::string_view name) {
  for (const auto& tier : tiers)
    if (tier.name == name) return tier;
  return tiers.back();
}

}  // namespace chittyverify
