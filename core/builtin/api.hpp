// chitty api: a request of the person's own, with the address and the credential of a remote. The habits are those of `gh api`.
#pragma once

#include "builtin/builtin.hpp"
#include "request/outgoing.hpp"

namespace chitty::host {

Result<Reply> api(const Arguments& arguments, BuiltinContext& context);

// The words and options as a request. INVALID_ARGUMENT says what is wrong with which. Standard input is left alone.
Result<Outgoing> api_request(const Arguments& arguments);

// One `--field` in: "a[b]=1" is {"a": {"b": 1}}, "a[]=x" adds to a list. `typed`: true, false, null, numbers and @FILE mean what
// they say.
Result<void> put_field(json::object& into, const std::string& field, bool typed);

}  // namespace chitty::host
