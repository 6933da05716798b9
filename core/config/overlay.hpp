// A project's ./chitty.json laid over the user's file. Whoever wrote it may be a stranger (it came with a repository), so it
// may say where a project's services are, and never where the user's secrets go: see also remote.cpp.
#pragma once

#include "config/shape.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace chitty::host {

// Everything in the project's file that a stranger may not say: commands to run, references to
// the user's files, keyring and variables (a service's own variable is heard without being named), another type for one of
// the user's own remotes.
std::vector<Diagnostic> check_overlay(const json::object& project, const json::object& user);

// The user's file with `chittyos` and `remotes` of the project's laid over it; the user's own secrets stay.
json::object overlaid(const json::object& user, const json::object& project);

}  // namespace chitty::host
