// What a manifest must keep beside its schema: rules that look at two places at once.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/error.hpp>

namespace chitty::host {

// No text but descriptions and SQL is longer than 4,096 bytes. Does not look into the free parts (settings, reply,
// default).
Result<void> check_lengths(const json::value& manifest);

// Of a manifest that keeps the schema. PLUGIN_FAULT: a clause with the JSON pointer and the rule.
Result<void> check_rules(const json::object& manifest);

}  // namespace chitty::host
