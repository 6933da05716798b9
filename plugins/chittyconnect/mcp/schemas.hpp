// JSON Schema 2020-12 for tools, from what a manifest declares. What clients stumble over is left out: no `$schema`, no root that is
// anything but an object, no root oneOf, anyOf or allOf, no keyword of ours.
#ifndef CHITTYCONNECT_MCP_SCHEMAS_HPP
#define CHITTYCONNECT_MCP_SCHEMAS_HPP

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace chittyconnect::mcp {

namespace json = boost::json;

// Of an object with a member for each argument and option.
json::object input_schema(const json::array& arguments, const json::array& options);

// Of the one record that a command gives: the reply's own schema where its root is an object, else {"record": …}. `$defs` come along.
// Empty for an empty reply: nothing is promised.
json::object record_schema(const json::object& reply, const json::object& manifest);

// Of {"records": [...], "more": bool, "nextCursor": "..."}.
json::object records_schema(const json::object& reply, const json::object& manifest);

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_SCHEMAS_HPP
