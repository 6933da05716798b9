#include "contradiction.hpp"

#include <algorithm>
#include <array>
#include <chitty/hex.hpp>
#include <map>
#include <set>
#include <utility>

namespace chittyverify {

namespace {

// What comes first, and what cannot come before it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> ordered{
    {{"born", "died"}, {"created", "signed"}, {"signed", "terminated"}, {"sent", "received"}, {"opened", "closed"}, {"started", "ended"}, {"hired", "dismissed"}, {"delivered", "returned"}, {"filed", "decided"}}};

struct Read {
  const Fact* fact;
  FactValue value;
};
// By case, subject and predicate, without regard to how they are written.
using Key = std::array<std::string, 3>;
using Groups = std::map<Key, std::vector<Read>>;

Groups grouped(const std::vector<Fact>& facts) {
  Groups groups;
  for (const auto& fact : facts)
    groups[{fact.case_id, fact_value(fact.subject).text, fact_value(fact.predicate).text}].push_back({&fact, fact_value(fact.value)});
  return groups;
}

bool meet(const Fact& one, const Fact& other) { return one.from <= other.until && other.from <= one.until; }

Contradiction between(Contradiction::Kind kind, const Fact& earlier, const Fact& later) {
  const bool by_tier = earlier.weight != later.weight;
  const bool first_wins = earlier.weight >= later.weight;
  return {kind, first_wins ? &earlier : &later, first_wins ? &later : &earlier, by_tier};
}

void find_direct(const std::vector<Read>& group, std::vector<Contradiction>& found) {
  // The first of the highest tier; each of the others against it.
  const auto best = std::max_element(group.begin(), group.end(), [](const Read& a, const Read& b) { return a.fact->weight < b.fact->weight; });
  for (auto other = group.begin(); other != group.end(); ++other) {
    if (other == best || !meet(*best->fact, *other->fact) || agree(best->value, other->value)) continue;
    found.push_back({Contradiction::direct, best->fact, other->fact, best->fact->weight != other->fact->weight});
  }
}

void find_impossible(const Groups& groups, std::vector<Contradiction>& found) {
  for (const auto& [key, firsts] : groups) {
    const auto& predicate = key[2];
    const auto rule = std::find_if(ordered.begin(), ordered.end(), [&predicate](const auto& pair) { return pair.first == predicate; });
    if (rule == ordered.end()) continue;
    const auto lasts = groups.find(Key{key[0], key[1], std::string(rule->second)});
    if (lasts == groups.end()) continue;
    for (const auto& first : firsts)
      for (const auto& last : lasts->second)
        if (first.value.from && last.value.until && *last.value.until < *first.value.from) found.push_back(between(Contradiction::temporal, *first.fact, *last.fact));
  }
}

std::string said(const Fact& fact) { return fact.subject + " " + fact.predicate + " " + fact.value + " (" + fact.evidence + ")"; }

}  // namespace

std::vector<Contradiction> contradictions_in(const std::vector<Fact>& facts) {
  std::vector<Contradiction> found;
  const auto groups = grouped(facts);
  for (const auto& [key, group] : groups) find_direct(group, found);
  find_impossible(groups, found);
  return found;
}

std::int64_t corroborations_of(const std::vector<Fact>& facts, std::string_view evidence) {
  std::set<std::string_view> others;
  for (const auto& [key, group] : grouped(facts))
    for (const auto& own : group)
      if (own.fact->evidence == evidence)
        for (const auto& other : group)
          if (other.fact->evidence != evidence && meet(*own.fact, *other.fact) && agree(own.value, other.value)) others.insert(other.fact->evidence);
  return static_cast<std::int64_t>(others.size());
}

std::string Contradiction::id(const chitty::Crypto& crypto) const {
  return "CONFLICT-" + chitty::hex(crypto.sha256(winner->id + "\n" + loser->id)).substr(0, 20);
}

std::string Contradiction::description() const {
  return said(*winner) + (kind == direct ? ", but " : " is impossible with ") + said(*loser);
}

}  // namespace chittyverify
