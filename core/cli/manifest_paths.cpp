#include "cli/manifest_paths.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/words.hpp"

namespace chitty::host {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t longest_path = 5;  // words; sdk/schema/manifest.schema.json

bool begins_with_words(std::string_view path, std::string_view prefix) {
  return prefix.empty() ||
         (path.substr(0, prefix.size()) == prefix && (path.size() == prefix.size() || path[prefix.size()] == ' '));
}

std::string joined(std::string_view prefix, const Words& words, std::size_t count) {
  std::string path(prefix);
  for (std::size_t i = 0; i < count; ++i) path += (path.empty() ? "" : " ") + words[i];
  return path;
}

}  // namespace

std::size_t plain_words(const Words& words) {
  const auto option = std::find_if(words.begin(), words.end(), [](const auto& w) { return !w.empty() && w[0] == '-'; });
  return static_cast<std::size_t>(option - words.begin());
}

std::optional<Match> match(const Manifest& manifest, std::string_view prefix, const Words& words) {
  const std::size_t plain = plain_words(words);
  for (std::size_t n = std::min(plain, longest_path) + 1; n-- > 0;)
    if (auto path = joined(prefix, words, n); manifest.command(path)) return Match{true, std::move(path), n};
  auto group = joined(prefix, words, plain);
  if (group.empty()) return {};
  for (const auto& command : manifest.commands)
    if (begins_with_words(command.path, group)) return Match{false, std::move(group), plain};
  return {};
}

std::pair<std::string, std::string> where_lost(const Manifest& manifest, std::string_view prefix, const Words& words) {
  std::string group(prefix);
  for (std::size_t i = 0; i < plain_words(words); ++i) {
    const auto deeper = group.empty() ? words[i] : group + " " + words[i];
    const bool exists = std::any_of(manifest.commands.begin(), manifest.commands.end(),
                                    [&](const Command& c) { return begins_with_words(c.path, deeper); });
    if (!exists) return {group, words[i]};
    group = deeper;
  }
  return {group, ""};
}

std::vector<NextWord> next_words(const Manifest& manifest, std::string_view prefix) {
  std::vector<NextWord> out;
  for (const auto& command : manifest.commands) {
    if (command.hidden || command.path == prefix || !begins_with_words(command.path, prefix)) continue;
    std::string_view left = command.path;
    if (!prefix.empty()) left.remove_prefix(prefix.size() + 1);
    const auto end = left.find(' ');
    const std::string word(left.substr(0, end));
    const bool leaf = end == left.npos;
    const auto known = std::find_if(out.begin(), out.end(), [&](const NextWord& n) { return n.word == word; });
    if (known == out.end())
      out.push_back({word, leaf ? command.summary : "", !leaf});
    else if (leaf)
      known->summary = command.summary;
    else
      known->is_group = true;
  }
  // A group without a command of its own is told by its words.
  for (auto& next : out) {
    if (!next.summary.empty()) continue;
    std::vector<std::string> inner;
    for (const auto& deeper : next_words(manifest, prefix.empty() ? next.word : std::string(prefix) + " " + next.word))
      inner.push_back(deeper.word);
    next.summary = join(inner, ", ");
  }
  return out;
}

}  // namespace chitty::host
