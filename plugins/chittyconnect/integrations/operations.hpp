// What a platform's own description allows to be asked: "GET /pets/{id}".
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <string_view>

namespace chittyconnect::integrations {

namespace json = boost::json;

// Is the request one of them? The path may have a query. None at all: everything is.
bool allows(const json::array& operations, std::string_view method, std::string_view path);

// Those of another method or of a path that begins alike, for a hint; empty where there is none.
std::string nearest(const json::array& operations, std::string_view path);

}  // namespace chittyconnect::integrations
