// The responses of an operation: what its route declares, and what the gate and the daemon may say before it.
#pragma once

#include "schemas.hpp"

namespace chittyconnect::openapi {

json::object responses_of(const json::object& route, const ServedService& service, Schemas& schemas);

// The media type and schema of a `body` or `reply` as a content object; empty where there is none.
json::object content_of(const json::value& words, const ServedService& service, Schemas& schemas);

// components.responses and the schema of a refusal, which every operation refers to.
json::object shared_responses();
json::object refusal_schema();

// The name of that schema among the components.
inline constexpr std::string_view refusal_name = "Refusal";

}  // namespace chittyconnect::openapi
