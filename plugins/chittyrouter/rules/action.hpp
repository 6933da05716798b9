// What a rule does: priority:high,agent:legal-response,label:case-7,archive,evidence,stop
#ifndef CHITTYROUTER_RULES_ACTION_HPP
#define CHITTYROUTER_RULES_ACTION_HPP

#include <chitty/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chittyrouter {

struct Action {
  std::string word, value;  // "priority" "high"; "archive" ""
  std::string text() const { return value.empty() ? word : word + ":" + value; }
};

// INVALID_ARGUMENT says what is wrong at which column.
chitty::Result<std::vector<Action>> parse_actions(std::string_view text);

// 0 low, 1 normal, 2 high, 3 critical; nothing of another word.
std::optional<int> level_of(std::string_view priority);
std::string_view priority_of(int level);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_RULES_ACTION_HPP
