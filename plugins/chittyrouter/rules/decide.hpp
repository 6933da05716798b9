// All rules, in order, on one mail. Every rule that matches acts; the first priority counts; `stop` ends.
#ifndef CHITTYROUTER_RULES_DECIDE_HPP
#define CHITTYROUTER_RULES_DECIDE_HPP

#include "action.hpp"
#include "condition.hpp"

namespace chittyrouter {

struct Rule {
  std::string id, name;
  Condition condition;
  std::vector<Action> actions;
};

struct Decision {
  struct Line {
    std::string rule, name, why, did;  // `did`: the actions; one that came too late is in brackets
  };
  std::optional<int> priority;  // of the first rule that says one
  std::vector<std::string> labels, agents;
  bool archive = false, evidence = false;
  std::vector<Line> lines;  // of rules that matched

  std::string text() const;  // "priority:high, agent:response"; empty when no rule matched
};

Decision decide(const Facts& facts, const std::vector<Rule>& rules, const Book& book);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_RULES_DECIDE_HPP
