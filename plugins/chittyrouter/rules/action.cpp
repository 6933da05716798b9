#include "action.hpp"

#include <algorithm>
#include <array>

#include "../agents/agents.hpp"
#include "../mail/text.hpp"
#include "wrong_place.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

constexpr std::array<std::string_view, 4> levels{"low", "normal", "high", "critical"};

std::string names_of_agents() {
  std::string out;
  for (const auto& agent : agents()) out += (out.empty() ? "" : ", ") + std::string(agent.name);
  return out;
}

bool is_label(std::string_view word) {
  return !word.empty() && word.size() <= 64 && std::all_of(word.begin(), word.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '/' || c == '.'; });
}

// Why it is none; empty when it is one.
std::string fault_of(const Action& action) {
  const auto needs = [&](std::string_view what) { return "expected " + action.word + ":" + std::string(what); };
  if (action.word == "priority") return action.value.empty() ? needs("LEVEL") : level_of(action.value) ? ""
                                                                                                       : "unknown priority '" + action.value + "': there are critical, high, normal and low";
  if (action.word == "agent") return action.value.empty() ? needs("NAME") : agent_of(action.value) ? ""
                                                                                                   : "unknown agent '" + action.value + "': there are " + names_of_agents();
  if (action.word == "label") return is_label(action.value) ? "" : "a label has 1 to 64 letters, digits and '-', '_', '.' or '/'";
  if (action.word == "archive" || action.word == "evidence" || action.word == "stop") return action.value.empty() ? "" : "'" + action.word + "' has no value";
  return "unknown action '" + action.word + "': there are priority, agent, label, archive, evidence and stop";
}

}  // namespace

std::optional<int> level_of(std::string_view priority) {
  const auto* found = std::find(levels.begin(), levels.end(), priority);
  return found == levels.end() ? std::nullopt : std::optional(static_cast<int>(found - levels.begin()));
}

std::string_view priority_of(int level) { return levels[static_cast<std::size_t>(std::clamp(level, 0, 3))]; }

Result<std::vector<Action>> parse_actions(std::string_view text) {
  std::vector<Action> out;
  std::size_t at = 0;
  do {
    const auto end = std::min(text.find(',', at), text.size());
    const auto begin = std::min(text.find_first_not_of(" \t", at), end);
    auto word = text.substr(begin, end - begin);
    while (word.ends_with(' ') || word.ends_with('\t')) word.remove_suffix(1);
    if (word.empty()) return wrong_place("action", text, begin, "expected an action such as priority:high");
    const auto colon = std::min(word.find(':'), word.size());
    Action made{std::string(word.substr(0, colon)), std::string(word.substr(std::min(colon + 1, word.size())))};
    if (made.word != "label") made.value = lower(made.value);
    if (const auto fault = fault_of(made); !fault.empty()) return wrong_place("action", text, begin, fault);
    const auto same = [&](const Action& other) { return other.word == made.word && (made.word == "priority" || other.value == made.value); };
    if (std::any_of(out.begin(), out.end(), same)) return wrong_place("action", text, begin, "'" + made.text() + "' comes twice");
    out.push_back(std::move(made));
    at = end + 1;
  } while (at <= text.size());
  return out;
}

}  // namespace chittyrouter
