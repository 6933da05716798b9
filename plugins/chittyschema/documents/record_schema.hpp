// Of a manifest's shapes, one that is a record, as a document of its own.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string_view>

namespace chittyschema {

namespace json = boost::json;

// The shape `name` among a manifest's `$defs` as a document of its own, with those that it refers to. Nothing: it is no record (no
// title, no object).
std::optional<json::object> record_schema(const json::object& shapes, std::string_view name);

}  // namespace chittyschema
