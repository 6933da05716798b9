// One route of a service as an operation of OpenAPI.
#pragma once

#include "answers.hpp"

namespace chittyconnect::openapi {

// What a path's variables are called: a path of the same form may have been there before, under other names.
using Renamed = std::map<std::string, std::string>;

// `oauth`: a token may come by the scheme of that name, too.
json::object operation_of(const json::object& route, const ServedService& service, Schemas& schemas, const Renamed& renamed, bool oauth);

// The schemes by which an operation may be called.
inline constexpr std::string_view bearer_scheme = "bearer", oauth_scheme = "oauth";

}  // namespace chittyconnect::openapi
