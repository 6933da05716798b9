// JSON for people: a member a line, two spaces a level, a newline at the end.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace chittyconnect::openapi {

std::string pretty(const boost::json::value& value);

}  // namespace chittyconnect::openapi
