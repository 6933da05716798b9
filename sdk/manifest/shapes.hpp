// The shapes of a manifest, `$defs`, which its other schemas name by {"$ref": "#/$defs/NAME"}.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <string>

namespace chitty {

namespace json = boost::json;

// Calls `look` with each `$ref` in a schema, itself and all that is below it; what stands in const, enum, default and
// examples is no schema. `look` may change it.
void each_reference(json::value& schema, const std::function<void(json::string& reference)>& look);

// Calls `look` with each schema that is an object, `schema` and all that are below it, and with its JSON pointer.
void each_subschema(const json::value& schema,
                    const std::function<void(const json::object& schema, const std::string& pointer)>& look);

// `schema` (an object or a boolean) with those of `defs` in it that it reaches: fit to be compiled alone, or handed on.
json::value self_contained(const json::value& schema, const json::object& defs);

// The name in "#/$defs/NAME" or "#/$defs/NAME/more"; empty for another reference.
std::string shape_named_by(std::string_view reference);

}  // namespace chitty
