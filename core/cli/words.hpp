// Words to command: which plugin and which of its commands the person means; flags are not looked at here.
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <vector>

#include "cli/installed.hpp"

namespace chitty::host {

// What the person asked for, found.
struct ResolvedCommand {
  // group: `chitty id` alone; show its help, it is no error
  enum class Kind {
    command,
    group,
    host_group
  };
  Kind kind = Kind::command;
  std::optional<CatalogueRow> row;  // none: one of the host's own commands
  Manifest manifest;                // of the plugin, or the host's own
  std::string path;                 // "id mint"; for a group its words: "id", "id session"
  std::string first;                // the first word to write it with: a root, a plugin's name, a remote's name
  std::string remote;               // the remote's name when the first word was one
  std::vector<std::string> rest;    // what is left after the words

  std::string line() const;        // "chitty id mint", to be written again
  const Command* command() const;  // in `manifest`; null for a group. Valid while this ResolvedCommand lives and is not moved.
};

// The first words of `words` (up to the first that begins with '-') to a command: the longest path that matches. In
// this order: a command of the host, a root, a plugin's name (it stands for each of its roots in turn), a remote's name
// (it stands for its type's). Under a root that hands on, words that are no command of it start over without it. An
// unknown word is INVALID_ARGUMENT with the nearest ones (details.reason "unknown_word" where it is the first); a refused plugin's word gives its reason (PLUGIN_FAULT); a
// remote whose type has no plugin is CONFIGURATION.
Result<ResolvedCommand> resolve_command(const std::vector<std::string>& words, const HostCommands& host, const Installed& installed,
                                        const Remotes& remotes);

// The words that lead to a command or a group, with their summaries: what may stand next after `prefix` ("" for a first
// word, "id", "id session"), in the order of the manifest. Hidden commands are left out.
struct NextWord {
  std::string word, summary;
  bool is_group = false;
};
std::vector<NextWord> next_words(const Manifest& manifest, std::string_view prefix);

}  // namespace chitty::host
