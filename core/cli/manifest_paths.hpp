// Words to a command or a group within one manifest. `prefix` is what is already said ("" or a root's word).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "manifest/manifest.hpp"

namespace chitty::host {

// How many of `words` come before the first option.
std::size_t plain_words(const std::vector<std::string>& words);

// Where in one manifest the words lead.
struct Match {
  bool is_command = false;
  std::string path;
  std::size_t used = 0;  // of the words
};

// The longest command; else the group, if all plain words belong to it.
std::optional<Match> match(const Manifest& manifest, std::string_view prefix, const std::vector<std::string>& words);

// The longest group of the manifest that the words lead into, and the word after it.
std::pair<std::string, std::string> where_lost(const Manifest& manifest, std::string_view prefix,
                                               const std::vector<std::string>& words);

}  // namespace chitty::host
