// Nearest commands for a word that leads to none.
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/installed.hpp"

namespace chitty::host {

// Over all that is known here; what it is made of must outlive it.
class Suggestions {
 public:
  Suggestions(const HostCommands& host, const Installed& installed, const Remotes& remotes)
      : host_(host), installed_(installed), remotes_(remotes) {}

  // There is no command `word` in the group ("id", "id session"; empty: no first word) of `manifest`: INVALID_ARGUMENT
  // with the nearest ones. Without a manifest the word is no root, plugin or remote (details.reason "unknown_word").
  Error unknown(const Manifest* manifest, std::string_view group, const std::string& word) const;

 private:
  static constexpr std::size_t most_lines = 3;
  std::vector<std::string> by_habit(std::string_view group, std::string_view word) const;
  std::vector<std::string> nearest_lines(const Manifest* manifest, std::string_view group, std::string_view word) const;
  std::vector<std::string> first_words() const;
  std::vector<std::string> every_path() const;

  const HostCommands& host_;
  const Installed& installed_;
  const Remotes& remotes_;
};

}  // namespace chitty::host
