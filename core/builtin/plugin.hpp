// `chitty plugin …`: what is installed, and why something is not used.
#pragma once

#include <chitty/arguments.hpp>
#include <chitty/request.hpp>

#include "builtin/context.hpp"
#include "builtin/plan.hpp"

namespace chitty::host {

struct CatalogueRow;

// What a row of `plugin_list` says of it; its name may be empty, where nothing could be read.
json::object record_of(const CatalogueRow& row);

// Every plugin found, in search order, looked at anew: {name, version, state, summary, reason, advice, note, path,
// origin}. `state` is "ready" or "refused"; a refused one has a reason.
Result<Reply> plugin_list(const Arguments& arguments, BuiltinContext& context);

// One plugin (argument `name`: its name, one of its words, its file's name, or the path of any file, also one for
// another platform), whole, from its manifest; no code runs.
Result<Reply> plugin_info(const Arguments& arguments, BuiltinContext& context);

// A plugin's file (arguments `file` and `limit`, milliseconds a test) held against the rules of the ABI: {state, rule,
// check, finding, advice}, `state` being "pass", "fail" or "skipped". Runs its code, in child processes. REFUSED, after
// the rows, when one fails.
Result<Plan> plugin_check(const Arguments& arguments, BuiltinContext& context);

// A plugin that is being written (argument `folder`): built there, checked, and run by a chittyd of its own, in the folder's
// build/chitty-dev; its changed migrations are undone and applied again. {step, result}, one a step. CONFIGURATION when it cannot be
// built; REFUSED, after the rows, when it breaks a rule (then what ran before runs on) or its service does not start.
Result<Plan> plugin_dev(const Arguments& arguments, BuiltinContext& context);

}  // namespace chitty::host
