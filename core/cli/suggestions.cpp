#include "cli/suggestions.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/words.hpp"

namespace chitty::host {

std::vector<std::string> Suggestions::first_words() const {
  std::vector<std::string> words;
  for (const auto& word : host_.words) words.emplace_back(word.word);
  for (const auto& root : installed_.roots()) words.emplace_back(root.word);
  for (const auto& row : installed_.rows())
    if (row.reason.empty()) words.emplace_back(row.name);
  if (remotes_.names)
    for (auto& name : remotes_.names()) words.push_back(std::move(name));
  return words;
}

// Every command there is. Reads every manifest: for messages only.
std::vector<std::string> Suggestions::every_path() const {
  std::vector<std::string> paths;
  const auto add = [&](const Manifest& manifest) {
    for (const auto& command : manifest.commands)
      if (!command.hidden) paths.push_back(command.path);
  };
  for (const auto& row : installed_.rows())
    if (row.reason.empty())
      if (const auto manifest = installed_.manifest(row)) add(*manifest);
  for (const auto& word : host_.words) add(host_.manifest(word.word));
  return paths;
}

namespace {

// What people type out of habit from other programs, and how such a command may be called here, best first. What acts on one of
// a group's things is of no use in another group.
enum class Where {
  in_its_group,
  anywhere
};
struct Habit {
  std::string_view typed;
  std::initializer_list<std::string_view> meant;
  Where where = Where::in_its_group;
  bool all = false;  // one after the other, instead of the best
};
const Habit habits[] = {
    {"ls", {"list"}},
    {"get", {"show", "verify", "list", "info"}},
    {"show", {"show", "info", "verify", "list"}},
    {"describe", {"show", "info"}},
    {"rm", {"remove", "unset", "revoke"}},
    {"del", {"remove", "unset", "revoke"}},
    {"delete", {"remove", "unset", "revoke"}},
    {"new", {"create", "add", "mint", "issue"}},
    {"create", {"add", "mint", "issue", "provision"}},
    {"login", {"login", "sign-in", "register"}, Where::anywhere},
    {"signin", {"sign-in", "login"}, Where::anywhere},
    {"logout", {"logout", "revoke"}, Where::anywhere},
    {"whoami", {"status", "validate"}, Where::anywhere},
    {"log", {"log", "logs"}, Where::anywhere},
    {"logs", {"logs", "log"}, Where::anywhere},
    {"start", {"start", "up"}, Where::anywhere},
    {"stop", {"stop", "down"}, Where::anywhere},
    {"restart", {"restart", "down", "up"}, Where::anywhere, true},
    {"mv", {"rename"}},
    {"upgrade", {"update"}},
};

const Habit* habit_of(std::string_view word) {
  for (const auto& habit : habits)
    if (habit.typed == word) return &habit;
  return nullptr;
}

}  // namespace

// Commands whose last word is what the habit means, the best meaning first; of one meaning those of fewest words.
std::vector<std::string> Suggestions::by_habit(std::string_view group, std::string_view word) const {
  std::vector<std::string> found;
  const auto* habit = habit_of(word);
  if (!habit) return found;
  auto paths = every_path();
  std::ranges::stable_sort(paths, {}, [](const std::string& path) { return std::ranges::count(path, ' '); });
  for (const auto meant : habit->meant) {
    for (const auto& path : paths) {
      const bool in_group = group.empty() || path == std::string(group) + " " + std::string(meant);
      if (in_group && path.substr(path.rfind(' ') + 1) == meant && found.size() < most_lines) found.push_back("chitty " + path);
    }
    if (!found.empty() && !habit->all) return found;
  }
  return found;
}

// At most three whole lines that the person may have meant: what a habit means in this group; the nearest word at this
// level; a habit anywhere; a command that ends in the word; a command whose last word is near.
std::vector<std::string> Suggestions::nearest_lines(const Manifest* manifest, std::string_view group,
                                                    std::string_view word) const {
  const std::string lead = group.empty() ? "chitty " : "chitty " + std::string(group) + " ";
  if (auto meant = by_habit(group, word); !meant.empty()) return meant;
  std::vector<std::string> level;
  if (manifest)
    for (const auto& next : next_words(*manifest, group)) level.push_back(next.word);
  else
    level = first_words();
  auto near = nearest(word, level);
  for (auto& one : near) one = lead + one;
  if (!near.empty()) return near;
  if (const auto* habit = habit_of(word))
    return habit->where == Where::anywhere ? by_habit("", word) : std::vector<std::string>();

  std::vector<std::string> last_words, exact;
  const auto paths = every_path();
  for (const auto& path : paths) {
    last_words.push_back(path.substr(path.rfind(' ') + 1));
    const auto line = "chitty " + path;
    if (last_words.back() == word && line != lead + std::string(word) && exact.size() < most_lines) exact.push_back(line);
  }
  if (!exact.empty()) return exact;
  for (const auto& one : nearest(word, last_words))
    for (std::size_t i = 0; i < paths.size() && near.size() < most_lines; ++i)
      if (last_words[i] == one) near.push_back("chitty " + paths[i]);
  return near;
}

Error Suggestions::unknown(const Manifest* manifest, std::string_view group, const std::string& word) const {
  const std::string lead = group.empty() ? "chitty" : "chitty " + std::string(group);
  const auto hint = did_you_mean_command(nearest_lines(manifest, group, word));
  auto error = usage_error(group.empty() ? "unknown command '" + word + "'" : "'" + lead + "' has no command '" + word + "'",
                           hint.empty() ? "List the commands: " + lead + " --help" : hint);
  if (!manifest) error.details["reason"] = "unknown_word";  // no root, plugin or remote of that name
  return error;
}

}  // namespace chitty::host
