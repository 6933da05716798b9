#include <algorithm>

#include "../rules/action.hpp"
#include "agents.hpp"

namespace chittyrouter {

namespace {

int level_of_score(int score) { return score >= 80 ? 3 : score >= 60 ? 2
                                                     : score >= 25   ? 1
                                                                     : 0; }

}  // namespace

Priority prioritize(const Letter& letter, const Triage& triaged) {
  Priority made;
  const auto add = [&](int points, std::string why) {
    if (points == 0) return;
    made.score += points;
    made.factors.push_back((points > 0 ? "+" : "") + std::to_string(points) + " " + std::move(why));
  };
  add(40, "a mail");
  const auto& category = triaged.category;
  const auto points = category == "court" ? 30 : category == "litigation"                         ? 25
                                             : category == "compliance" || category == "evidence" ? 15
                                             : category == "contract" || category == "billing"    ? 5
                                             : category == "newsletter"                           ? -30
                                             : category == "spam"                                 ? -40
                                                                                                  : 0;
  add(points, "about " + category);
  add(std::min<int>(30, 15 * static_cast<int>(triaged.urgency.size())), triaged.urgency.empty() ? "" : "urgent words: " + triaged.urgency.front());
  if (letter.automatic) add(-10, "sent by a machine or a list");
  made.score = std::clamp(made.score, 0, 100);
  made.level = level_of_score(made.score);
  if (letter.floor > made.level) {
    made.raised = true;
    made.level = letter.floor;
    made.factors.push_back("a rule says " + std::string(priority_of(letter.floor)));
  }
  return made;
}

Priority raised_to(Priority priority, int level, std::string factor) {
  if (level <= priority.level) return priority;
  priority.level = level;
  priority.factors.push_back(std::move(factor));
  return priority;
}

}  // namespace chittyrouter
