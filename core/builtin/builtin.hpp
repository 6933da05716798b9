// The table of contents of the host's own commands: which function is behind which path of host.json.
#pragma once

#include "builtin/context.hpp"
#include "builtin/plan.hpp"

#include <chitty/arguments.hpp>
#include <chitty/request.hpp>

#include <string_view>

namespace chitty::host {

// A command that only reads is a function; one that changes something gives a plan, which the gate of app/builtin_run.cpp carries
// out or, under --dry-run, says; one that acts by requests alone sends them through its context, which under --dry-run shows them.
// So none of these can act where it should only say what it would do. One of the three is set.
struct Builtin {
  Result<Reply> (*read)(const Arguments&, BuiltinContext&) = nullptr;
  Result<Plan> (*plan)(const Arguments&, BuiltinContext&) = nullptr;
  Result<Reply> (*request)(const Arguments&, BuiltinContext&) = nullptr;
};

// All null for a path that is not the host's. A test holds the table against host.json.
Builtin find_builtin(std::string_view path);

}  // namespace chitty::host
