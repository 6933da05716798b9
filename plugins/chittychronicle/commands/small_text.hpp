// A file that a person keeps: a few lines; what is longer is something else.
#pragma once

#include <chitty/host.hpp>
#include <string>
#include <string_view>

namespace chittychronicle::commands {

// Of a file, or of standard input ("-"). NOT_FOUND, or INVALID_ARGUMENT: it is empty or longer than `most`, so it is not `what`; both say how
// `command` makes one.
chitty::Result<std::string> small_text(const std::string& path, std::size_t most, std::string_view what, std::string_view command, chitty::Host& host);

}  // namespace chittychronicle::commands
