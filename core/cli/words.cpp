#include "cli/words.hpp"

#include "base/message.hpp"

#include "cli/manifest_paths.hpp"
#include "cli/suggestions.hpp"

namespace chitty::host {
namespace {

using Words = std::vector<std::string>;

// State of one command lookup.
class Search {
 public:
  Search(const HostCommands& host, const Installed& installed, const Remotes& remotes)
      : host_(host), installed_(installed), remotes_(remotes) {}

  Result<ResolvedCommand> run(const Words& words);

 private:
  std::optional<Result<ResolvedCommand>> in_manifest(const Manifest& manifest, const Words& prefixes, const Words& words,
                                                     const std::optional<CatalogueRow>& row, const std::string& by_name);
  Result<ResolvedCommand> in_host(const Words& words);
  Result<ResolvedCommand> in_plugin(const Catalogue::Found& found, const Words& words);
  Result<ResolvedCommand> in_remote(const Words& words, const std::string& type);

  bool is_first_word(std::string_view word) const;
  Error unknown(const Manifest* manifest, std::string_view group, const std::string& word) const {
    return Suggestions(host_, installed_, remotes_).unknown(manifest, group, word);
  }

  const HostCommands& host_;
  const Installed& installed_;
  const Remotes& remotes_;
};

Error refused(const CatalogueRow& row) {
  const std::string name(row.name.empty() ? row.path : row.name);
  return make_error(Code::plugin_fault, "cannot use the plugin '" + name + "': " + std::string(row.reason),
                    row.hint.empty() ? "See its details: chitty plugin info " + shell_word(name) : std::string(row.hint));
}

Words tail(const Words& words, std::size_t used) {
  return {words.begin() + static_cast<std::ptrdiff_t>(used), words.end()};
}

Result<ResolvedCommand> Search::run(const Words& words) {
  if (plain_words(words) == 0) {
    if (words.empty()) return usage_error("no command given", "List the commands: chitty --help");
    return usage_error("unknown option '" + words[0] + "' for 'chitty'", "A command's own options follow it. List the commands: chitty --help");
  }
  const auto& first = words[0];
  for (const auto& word : host_.words)
    if (word.word == first) return in_host(words);
  if (const auto found = installed_.find(first)) return in_plugin(*found, words);
  if (const auto type = remotes_.type_of ? remotes_.type_of(first) : ""; !type.empty()) return in_remote(words, type);
  if (const auto row = installed_.find_refused(first)) return refused(*row);
  return unknown(nullptr, "", words[0]);
}

// Try the words under each prefix: a command first, under any of them; then a group. Whoever holds the manifest puts it in.
std::optional<Result<ResolvedCommand>> Search::in_manifest(const Manifest& manifest, const Words& prefixes, const Words& words,
                                                           const std::optional<CatalogueRow>& row, const std::string& by_name) {
  std::optional<Match> best;
  for (const auto& prefix : prefixes)
    if (auto found = match(manifest, prefix, words); found && (!best || (found->is_command && !best->is_command)))
      best = std::move(found);
  if (!best) return {};

  ResolvedCommand target;
  target.row = row;
  target.path = best->path;
  target.first = by_name.empty() ? best->path.substr(0, best->path.find(' ')) : by_name;
  target.rest = tail(words, best->used);
  if (best->is_command) {
    // `trust score lst` where `trust score list` exists and `trust score` takes no such word.
    const bool one_more = plain_words(target.rest) > 0 && manifest.command(target.path)->arguments.empty();
    if (one_more && !next_words(manifest, target.path).empty())
      return Result<ResolvedCommand>(unknown(&manifest, target.path, target.rest[0]));
  } else {
    target.kind = row ? ResolvedCommand::Kind::group : ResolvedCommand::Kind::host_group;
    if (!target.rest.empty())
      return Result<ResolvedCommand>(
          usage_error("unknown option '" + target.rest[0] + "' for 'chitty " + target.path + "'",
                      "A command's own options follow it. List the commands: chitty " + target.path + " --help"));
  }
  return Result<ResolvedCommand>(std::move(target));
}

Result<ResolvedCommand> Search::in_host(const Words& words) {
  const auto& manifest = host_.manifest(words[0]);
  if (auto found = in_manifest(manifest, {""}, words, {}, "")) {
    if (*found) (*found)->manifest = manifest;
    return std::move(*found);
  }
  const auto [group, word] = where_lost(manifest, "", words);
  return unknown(&manifest, group, word);
}

Result<ResolvedCommand> Search::in_plugin(const Catalogue::Found& found, const Words& words) {
  auto manifest = installed_.manifest(found.row);
  if (!manifest) return manifest.error();
  Words prefixes{words[0]};
  if (found.by_name) {  // the name stands for each root in turn, and for nothing
    prefixes.clear();
    for (const auto& root : manifest->roots) prefixes.push_back(root.word);
    prefixes.push_back("");
  }
  const auto rest = tail(words, 1);
  if (auto target = in_manifest(*manifest, prefixes, rest, found.row, found.by_name ? words[0] : "")) {
    if (*target) (*target)->manifest = std::move(*manifest);
    return std::move(*target);
  }
  if (found.hands_on && plain_words(rest) > 0 && is_first_word(rest[0])) return run(rest);
  if (plain_words(rest) == 0)
    return usage_error("the plugin '" + words[0] + "' has no commands", "See its details: chitty plugin info " + words[0]);
  const auto [group, word] = where_lost(*manifest, prefixes[0], rest);
  return unknown(&*manifest, group, word);
}

Result<ResolvedCommand> Search::in_remote(const Words& words, const std::string& type) {
  const auto row = installed_.find_plugin(type);
  if (!row) {
    if (const auto bad = installed_.find_refused(type)) return refused(*bad);
    return make_error(Code::configuration,
                      "no plugin installed for remote '" + words[0] + "' (type " + type + ")",
                      "Install its plugin, or remove the remote: chitty remote remove " + words[0]);
  }
  auto target = in_plugin({*row, false, true}, words);
  if (target) target->remote = words[0];
  return target;
}

bool Search::is_first_word(std::string_view word) const {
  for (const auto& own : host_.words)
    if (own.word == word) return true;
  return installed_.find(word) || (remotes_.type_of && !remotes_.type_of(word).empty()) ||
         installed_.find_refused(word);
}

}  // namespace

std::string ResolvedCommand::line() const {
  const auto cut = path.find(' ');
  return "chitty " + first + (cut == std::string::npos ? "" : path.substr(cut));
}

const Command* ResolvedCommand::command() const { return kind == Kind::command ? manifest.command(path) : nullptr; }

Result<ResolvedCommand> resolve_command(const std::vector<std::string>& words, const HostCommands& host, const Installed& installed,
                                        const Remotes& remotes) {
  return Search(host, installed, remotes).run(words);
}

}  // namespace chitty::host
