// What the schema of OpenAPI cannot say: names that must be unique, paths and the parameters that they have.
#pragma once

#include "check.hpp"

namespace chittyconnect::openapi {

// Adds what is wrong, and counts what there is.
void look_at_rules(const json::value& document, Judgement& judged);

}  // namespace chittyconnect::openapi
