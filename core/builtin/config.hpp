// `chitty config …` and `chitty remote …`: the user's file, read, changed and checked. No reply, note or error of these ever
// holds a secret: a literal one is shown as "***", a reference as it is.
#pragma once

#include "builtin/context.hpp"
#include "builtin/plan.hpp"

#include <chitty/arguments.hpp>
#include <chitty/request.hpp>

namespace chitty::host {

Result<Reply> config_get(const Arguments& arguments, BuiltinContext& context);   // key; NOT_FOUND with the nearest keys
Result<Reply> config_list(const Arguments& arguments, BuiltinContext& context);  // {key, value, from}
Result<Plan> config_set(const Arguments& arguments, BuiltinContext& context);    // key, value, text
Result<Plan> config_unset(const Arguments& arguments, BuiltinContext& context);  // key
Result<Plan> config_edit(const Arguments& arguments, BuiltinContext& context);
// file (optional). {file, line, column, severity, problem} of warnings; errors are the Error, all of them in its details.
Result<Reply> config_validate(const Arguments& arguments, BuiltinContext& context);
Result<Reply> config_path(const Arguments& arguments, BuiltinContext& context);

Result<Plan> remote_add(const Arguments& arguments, BuiltinContext& context);     // name, type, base-url, token, set
Result<Reply> remote_list(const Arguments& arguments, BuiltinContext& context);   // {name, type, baseUrl, plugin, kind}
Result<Reply> remote_show(const Arguments& arguments, BuiltinContext& context);   // name
Result<Plan> remote_remove(const Arguments& arguments, BuiltinContext& context);  // name
Result<Plan> remote_rename(const Arguments& arguments, BuiltinContext& context);  // name, new-name
Result<Reply> remote_test(const Arguments& arguments, BuiltinContext& context);   // name

}  // namespace chitty::host
