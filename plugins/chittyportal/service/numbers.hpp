// The numbers that the page shows and `portal dashboard stats` prints, each with the command that tells more.
#pragma once

#include <chitty/service.hpp>

#include "health.hpp"

namespace chittyportal {

// Of services that are installed; `everybodys`: what only an administrator sees, too.
chitty::Result<chitty::json::array> numbers(chitty::Service& service, const std::vector<ServiceHealth>& health, bool everybodys);

// The newest pieces of evidence, and how many cases they are of; nothing where that service is not installed.
chitty::Result<std::optional<chitty::json::object>> evidence(chitty::Service& service);

}  // namespace chittyportal
