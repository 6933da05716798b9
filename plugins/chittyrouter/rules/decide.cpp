#include "decide.hpp"

#include <algorithm>

namespace chittyrouter {

namespace {

void add_once(std::vector<std::string>& list, const std::string& word) {
  if (std::find(list.begin(), list.end(), word) == list.end()) list.push_back(word);
}

// False: it came too late.
bool act(Decision& decision, const Action& action) {
  if (action.word == "priority") {
    if (decision.priority) return false;
    decision.priority = level_of(action.value);
  }
  if (action.word == "label") add_once(decision.labels, action.value);
  if (action.word == "agent") add_once(decision.agents, action.value);
  if (action.word == "archive") decision.archive = true;
  if (action.word == "evidence") decision.evidence = true;
  return true;
}

void join(std::string& list, const std::string& word) { list += (list.empty() ? "" : ", ") + word; }

}  // namespace

Decision decide(const Facts& facts, const std::vector<Rule>& rules, const Book& book) {
  Decision decision;
  for (const auto& rule : rules) {
    if (!rule.condition.matches(facts, book)) continue;
    Decision::Line line{rule.id, rule.name, rule.condition.why(facts, book), {}};
    bool stop = false;
    for (const auto& action : rule.actions) {
      join(line.did, act(decision, action) ? action.text() : "(" + action.text() + ")");
      stop = stop || action.word == "stop";
    }
    decision.lines.push_back(std::move(line));
    if (stop) break;
  }
  return decision;
}

std::string Decision::text() const {
  std::string out;
  if (priority) join(out, "priority:" + std::string(priority_of(*priority)));
  for (const auto& agent : agents) join(out, "agent:" + agent);
  for (const auto& label : labels) join(out, "label:" + label);
  if (archive) join(out, "archive");
  if (evidence) join(out, "evidence");
  return out;
}

}  // namespace chittyrouter
