// The same declarations as pages: the front page, a group, a command; each fits on a screen. And as manual pages.
// `width` is the terminal's; text wraps there; only a longer word exceeds it. Headings are bold when `colour` is set.
#pragma once

#include <string>

#include "cli/words.hpp"

namespace chitty::host {

// `start`: what somebody new may try first.
std::string front_page(const std::vector<HostWord>& host, const std::vector<CatalogueRoot>& roots,
                       const std::vector<CatalogueStep>& start, int width, bool colour);
std::string group_page(const ResolvedCommand& target, int width, bool colour);
std::string command_page(const ResolvedCommand& target, int width, bool colour);

// "chitty id mint --entity <entity> [--name <name>] [<file>...]": required options, then words, then the rest.
std::string usage_line(const Command& command);

// chitty-id-mint(1) in mdoc, from the same declarations.
std::string manual_page(const Manifest& manifest, const Command& command);

}  // namespace chitty::host
