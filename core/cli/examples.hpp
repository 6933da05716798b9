// Are a manifest's examples lines that work? Each is read as if a person had typed it, by the parser that would read it then.
#pragma once

#include <string>
#include <vector>

#include "manifest/manifest.hpp"

namespace chitty::host {

// One sentence for each example that chitty would not take, or that is of another command. Files need not be there; what
// follows a pipe or a redirection is the shell's. A first word that is none of the plugin's stands for a remote's name.
std::vector<std::string> wrong_examples(const Manifest& manifest);

// The words of a line, as a shell has them: quotes and backslashes, up to a pipe, a redirection, ';' or '&'.
std::vector<std::string> shell_words(std::string_view line);

}  // namespace chitty::host
