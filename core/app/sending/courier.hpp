// The run around a declared request: its requests go over the network, its records to the person.
#pragma once

#include "app/call/call.hpp"
#include "builtin/context.hpp"

namespace chitty::host {

// The call's command, which is declared whole in its manifest: no plugin is opened.
Result<void> run_declared(chitty_call& call, const json::object& arguments);

// The request of another command of the same manifest, by its path; its records go to `writer`. PLUGIN_FAULT when there is no
// such command, when it is code, or when it has no such argument.
Result<void> call_declared(chitty_call& call, std::string_view path, const json::object& arguments, RecordWriter& writer);

// For `chitty api`: what --remote names, by its own name or its type. INVALID_ARGUMENT when nothing is named; CONFIGURATION
// when there is no such remote, or no plugin for its type. What is shown only is told to `call`, which must outlive it.
Result<Addressed> address_remote(chitty_call& call);

}  // namespace chitty::host
