// Names for completion that only the configuration knows.
#pragma once

#include "config/config.hpp"
#include "plugin/catalogue.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chitty::host {

// Of one kind of an argument's `suggest`: "environments", "accounts" (of `environment`), "keys" (that are set), "settings" (that
// may be set); none of any other.
std::vector<std::string> known_names(std::string_view kind, const Config& config, const Catalogue& catalogue, std::string_view environment);

}  // namespace chitty::host
