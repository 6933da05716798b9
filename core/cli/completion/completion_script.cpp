// What the shells get: their scripts, and lines for these.
#include "cli/completion/completion.hpp"

namespace chitty::host {

// The scripts beside this file, put in by the build.
extern const char completion_bash[];
extern const char completion_zsh[];
extern const char completion_fish[];

std::string suggestion_lines(const Completions& suggestions) {
  std::string out = suggestions.files ? ":files\n" : "";
  for (const auto& [word, summary] : suggestions.words) out += word + "\t" + summary + "\n";
  return out;
}

Result<std::string> completion_script(std::string_view shell) {
  if (shell == "bash") return std::string(completion_bash);
  if (shell == "zsh") return std::string(completion_zsh);
  if (shell == "fish") return std::string(completion_fish);
  return usage_error("There is no completion for '" + std::string(shell) + "'.", "Choices: bash, zsh, fish");
}

}  // namespace chitty::host
