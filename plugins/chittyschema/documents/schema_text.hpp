// A JSON Schema as text, looked at: whether it can be used, and what it says of itself.
#pragma once

#include <chitty/json_schema.hpp>

#include <boost/json/object.hpp>
#include <string>

namespace chittyschema {

namespace json = boost::json;

// "7" or "2020-12", as `$schema` says; without it 2020-12.
std::string draft_of(const json::object& schema);

// Ready to hold documents against; each pattern is compiled to machine code where `often`. INVALID_ARGUMENT says the first problem
// and where in the schema it is; details.problems has all. References lead to the schema itself, nothing is fetched.
chitty::Result<chitty::JsonSchema> compiled(const json::value& schema, bool formats = false, bool often = false);

}  // namespace chittyschema
