// JSON as one text: members by name, nothing between them. Two values are the same when their texts are.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace chittyregistry {

std::string canonical(const boost::json::value& value);

}  // namespace chittyregistry
