#include "points.hpp"

#include <algorithm>

namespace chittyverify {

namespace {

std::string counted(std::int64_t count, const std::string& one, const std::string& many) {
  return (count == 0 ? "no" : std::to_string(count)) + " " + (count == 1 ? one : many);
}

std::string age_said(double hours) {
  if (hours < 24) return "less than a day old";
  if (hours < 168) return "less than a week old";
  return hours < 720 ? "less than 30 days old" : "30 days old or more";
}

}  // namespace

int Points::all() const {
  int sum = 0;
  for (const auto& dimension : dimensions) sum += dimension.points;
  return sum;
}

Points points_of(const Standing& of) {
  const int time = of.age_hours < 24 ? 15 : of.age_hours < 168 ? 12
                                        : of.age_hours < 720   ? 8
                                                               : 0;
  const int chain = of.custody_entries >= 3 ? 15 : of.custody_entries >= 1 ? 10
                                                                           : 0;
  const int network = of.corroborations >= 3 ? 20 : of.corroborations == 2 ? 15
                                                : of.corroborations == 1   ? 8
                                                                           : 0;
  const int outcomes = of.minted || of.verify_status == "ChittyVerified" ? 15 : of.needs_corroboration ? 5
                                                                                                       : 0;
  const int justice = of.conflicts == 0 ? 15 : of.conflicts == 1 ? 8
                                                                 : 0;
  return {{{"source", of.tier->minting_points, 20, "tier " + std::string(of.tier->name)},
           {"time", time, 15, age_said(of.age_hours)},
           {"chain", chain, 15, counted(of.custody_entries, "custody entry", "custody entries")},
           {"network", network, 20, counted(of.corroborations, "corroboration", "corroborations")},
           {"outcomes", outcomes, 15, outcomes == 15 ? "verified" : outcomes == 5 ? "requires corroboration"
                                                                                  : "not verified"},
           {"justice", justice, 15, counted(of.conflicts, "contradiction", "contradictions")}}};
}

double trust_of(const Standing& of) {
  double trust = of.tier->trust;
  if (of.age_hours < 1) trust += .05;
  if (of.age_hours > 720) trust -= .10;
  if (of.custody_entries > 0) trust += .03;
  trust += .02 * static_cast<double>(of.corroborations) - .08 * static_cast<double>(of.conflicts);
  return std::clamp(trust * of.tier->factor, 0.0, 1.0);
}

}  // namespace chittyverify
