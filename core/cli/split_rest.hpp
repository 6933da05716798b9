// A command's rest as Boost.Program_options reads it under the command's declarations: options with their texts, and
// the words that stand alone. Nothing is typed yet.
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <vector>

#include "manifest/manifest.hpp"

namespace chitty::host {

// An option that the person wrote, or a word that stands alone.
struct Given {
  const Argument* argument;
  std::string as_written, text;
};

struct Split {
  std::vector<Given> options;
  std::vector<std::string> words;
};

// INVALID_ARGUMENT: an unknown option, a missing value, a value where none may be; in the person's words.
Result<Split> split_rest(const Command& command, const std::vector<std::string>& rest);

}  // namespace chitty::host
