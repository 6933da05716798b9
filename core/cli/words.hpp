// Words to command: which plugin and which of its commands the person means; flags are not looked at here.
#pragma once

#include "plugin/catalogue.hpp"

#include <chitty/error.hpp>

#include <functional>
#include <string>
#include <vector>

namespace chitty {

// What the person asked for, found.
struct Target {
  enum class Kind { command, group, host_group };  // group: `chitty id` alone; show its help
  Kind kind = Kind::command;
  std::optional<CatalogueRow> row;  // none: one of the host's own commands
  Manifest manifest;                // of the plugin, or the host's own
  std::string path;                 // "id mint"; for a group its words: "id", "id session"
  std::string remote;               // the remote's name when the first word was one
  std::vector<std::string> rest;    // what is left after the words
};

// What words.cpp may ask beside the catalogue: remotes by name. A function, so that the file is read only when needed.
struct Remotes {
  std::function<std::vector<std::string>()> names;
  std::function<std::string(std::string_view name)> type_of;
};

// The first words of `words` (up to the first that begins with '-') to a command. In this order: a command of the host's own
// manifest, a root, a plugin's name, a remote's name; under a root that hands on, words that are no command of it start over.
// An unknown word is INVALID_ARGUMENT with the nearest ones; a refused plugin's word gives its reason (PLUGIN_FAULT).
Result<Target> find_target(const std::vector<std::string>& words, const Manifest& host_manifest, const Catalogue& catalogue,
                           const Remotes& remotes);

}  // namespace chitty
