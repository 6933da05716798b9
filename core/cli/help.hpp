// The same declarations as pages: the front page, a group, a command; each fits on a screen. And as manual pages.
#pragma once

#include "cli/words.hpp"

#include <string>

namespace chitty {

std::string front_page(const Manifest& host_manifest, const Catalogue& catalogue, int width, bool colour);
std::string group_page(const Target& target, int width, bool colour);
std::string command_page(const Target& target, int width, bool colour);

// chitty-id-mint(1) in mdoc, from the same declarations.
std::string manual_page(const Manifest& manifest, const Command& command);

}  // namespace chitty
