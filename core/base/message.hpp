// How a message is written for a person, whoever wrote it: the host, a plugin, or a service whose messages are whole sentences.
#pragma once

#include <string>
#include <string_view>

namespace chitty::host {

// "The file is empty." becomes "the file is empty": one sentence loses its full stop, and its first word its capital where
// that is an ordinary word and not a name. Text of several sentences keeps its full stops.
std::string as_message(std::string_view text);

// A hint keeps its capital; one sentence loses its full stop, so that a command at its end can be copied.
std::string as_hint(std::string_view text);

// A word as it must be typed into bash or zsh: as it is when that is safe, else in single quotes.
std::string shell_word(std::string_view word);

}  // namespace chitty::host
