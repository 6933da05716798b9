#include "action_glob.hpp"

namespace chittychronicle {

using namespace chitty;

// Text sorts by its bytes (sdk/sql.md), so what begins with `prefix` lies between it and the same with its last byte raised.
Result<void> where_action(Select& select, std::string_view pattern) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) {
    select.where("action = :action", "action", pattern);
    return {};
  }
  const auto prefix = pattern.substr(0, star), suffix = pattern.substr(star + 1);
  if (suffix.find('*') != std::string_view::npos)
    return usage_error("more than one '*' in '" + std::string(pattern) + "'", "One stands for any characters: user.*, *.failed, user.*.failed");
  if (!prefix.empty()) {
    std::string behind(prefix);
    ++behind.back();  // no byte of a name is 0xFF
    select.where("action >= :action", "action", prefix);
    select.where("action < :action_behind", "action_behind", behind);
  }
  if (!suffix.empty()) {
    const auto length = std::to_string(suffix.size());
    select.where("substr(action, length(action) - " + length + " + 1) = :action_end", "action_end", suffix);
    select.sql += " AND length(action) >= " + std::to_string(pattern.size() - 1);
  }
  return {};
}

}  // namespace chittychronicle
