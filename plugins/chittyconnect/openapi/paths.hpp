// Paths with variables, "/things/{id}".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chittyconnect::openapi {

// The {names} in a path, in their order.
std::vector<std::string> variables_of(std::string_view path);

// The path with its variables left without names: two of one form are the same path to OpenAPI.
std::string form_of(std::string_view path);

}  // namespace chittyconnect::openapi
