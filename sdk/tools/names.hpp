// What the code of a plugin may name, written from its manifest: a header with one struct for the arguments of each
// command and for what each route takes, declarations of the functions behind them, and the two tables from command and
// route to function. A misspelt name then does not compile, and a forgotten function does not link.
#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace chitty::tool {

// The header NAME_names.hpp. `manifest` is checked already, its references resolved. A command that declares its
// request has no function; a route whose handler checks by itself is given the Service alone.
std::string names_of(const boost::json::object& manifest);

}  // namespace chitty::tool
