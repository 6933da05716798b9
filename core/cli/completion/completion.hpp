// The same declarations as suggestions. The shells' scripts (completion.bash, .zsh, .fish beside this file) ask
// `chitty completion suggest -- WORDS...`, where the last word is the one under the cursor.
#pragma once

#include <string>
#include <vector>

#include "cli/words.hpp"

namespace chitty::host {

struct Suggestion {
  std::string word, summary;
};

// What may stand in the place of the last of `words` (which may be empty). Options, choices, values of --env, --remote
// and
// --output, commands, remotes. A file argument suggests nothing and sets `files`.
struct Completions {
  std::vector<Suggestion> words;
  bool files = false;
};
Completions suggest(const std::vector<std::string>& words, const HostCommands& host, const Installed& installed,
                    const Remotes& remotes);

// What the scripts read: ":files" on the first line if files may stand there, then "word<TAB>summary" a line.
std::string suggestion_lines(const Completions& suggestions);

// The script for bash, zsh or fish. INVALID_ARGUMENT for another shell.
Result<std::string> completion_script(std::string_view shell);

}  // namespace chitty::host
