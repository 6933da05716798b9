// The same declarations as suggestions. The shells' scripts (packaging) ask `chitty completion suggest -- WORDS…`.
#pragma once

#include "cli/words.hpp"

#include <string>
#include <vector>

namespace chitty {

struct Suggestion {
  std::string word, summary;
};

// What may stand in the place of the last of `words` (which may be empty). Options, choices, values of --env, --remote and
// --output, commands, remotes. A file argument suggests nothing and sets `files`.
struct Suggestions {
  std::vector<Suggestion> words;
  bool files = false;
};
Suggestions suggest(const std::vector<std::string>& words, const Manifest& host_manifest, const Catalogue& catalogue,
                    const Remotes& remotes);

// The script for bash, zsh or fish. INVALID_ARGUMENT for another shell.
Result<std::string> completion_script(std::string_view shell);

}  // namespace chitty
