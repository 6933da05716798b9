#include "cli/suggestions.hpp"

#include "base/text.hpp"
#include "cli/words.hpp"

namespace chitty {

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
  add(host_.manifest());
  return paths;
}

// At most three whole lines that the person may have meant: the nearest word at this level; else a command that ends in
// the word; else a command whose last word is near.
std::vector<std::string> Suggestions::nearest_lines(const Manifest* manifest, std::string_view group,
                                                    std::string_view word) const {
  const std::string lead = group.empty() ? "chitty " : "chitty " + std::string(group) + " ";
  std::vector<std::string> level;
  if (manifest)
    for (const auto& next : next_words(*manifest, group)) level.push_back(next.word);
  else
    level = first_words();
  auto near = nearest(word, level);
  for (auto& one : near) one = lead + one;
  if (!near.empty()) return near;

  std::vector<std::string> last_words, exact;
  const auto paths = every_path();
  for (const auto& path : paths) {
    last_words.push_back(path.substr(path.rfind(' ') + 1));
    if (last_words.back() == word && exact.size() < 3) exact.push_back("chitty " + path);
  }
  if (!exact.empty()) return exact;
  for (const auto& one : nearest(word, last_words))
    for (std::size_t i = 0; i < paths.size() && near.size() < 3; ++i)
      if (last_words[i] == one) near.push_back("chitty " + paths[i]);
  return near;
}

Error Suggestions::unknown(const Manifest* manifest, std::string_view group, const std::string& word) const {
  const std::string lead = group.empty() ? "chitty" : "chitty " + std::string(group);
  const auto hint = did_you_mean(nearest_lines(manifest, group, word));
  auto error = usage_error("There is no command '" + lead + " " + word + "'.",
                           hint.empty() ? "See '" + lead + " --help'." : hint);
  if (!manifest) error.details["reason"] = "unknown_word";  // no root, plugin or remote of that name
  return error;
}

}  // namespace chitty
