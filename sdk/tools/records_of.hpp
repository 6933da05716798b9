// The records of NAME_names.hpp (names.hpp): how a row becomes what a schema says.
#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace chitty::tool {

// For each object of `$defs` that a route's reply refers to, an array of its properties (chitty/records.hpp), by its name.
std::string records_of(const boost::json::object& manifest);

}  // namespace chitty::tool
