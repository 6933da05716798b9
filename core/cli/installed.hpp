// Lookup functions for what is installed: the host's own words, the catalogue, the remotes. As functions, so
// that nothing is read before it is needed, and so that a test has its own.
#pragma once

#include <chitty/error.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/catalogue.hpp"

namespace chitty::host {

// A first word that the host itself owns. Static text.
struct HostWord {
  std::string_view word, summary;
};

// The host's own commands: the words in a small table; what a word has below it only when that word is asked for.
struct HostCommands {
  std::vector<HostWord> words;
  std::function<const Manifest&(std::string_view word)> manifest;  // with this word's commands alone

  // Of a manifest that is there already and outlives this.
  static HostCommands of(const Manifest& manifest);
};

// The catalogue, as the command line sees it.
struct Installed {
  std::function<std::vector<CatalogueRoot>()> roots;
  std::function<std::vector<CatalogueRow>()> rows;
  std::function<std::optional<Catalogue::Found>(std::string_view word)> find;
  std::function<std::optional<CatalogueRow>(std::string_view name)> find_plugin, find_refused;
  std::function<Result<Manifest>(const CatalogueRow& row)> manifest;

  // The catalogue must outlive this.
  static Installed in(const Catalogue& catalogue);
};

// What the configuration has by name. Any of them may be empty: then there are none.
struct Remotes {
  std::function<std::vector<std::string>()> names;
  std::function<std::string(std::string_view name)> type_of;  // "" for an unknown name
  // Of one kind of an argument's `suggest` that the catalogue does not know: "environments", "accounts", "keys", "settings".
  std::function<std::vector<std::string>(std::string_view kind)> of_kind = {};
};

}  // namespace chitty::host
