// The references of a document: each must lead somewhere in it, and not round in a circle.
#pragma once

#include "check.hpp"

namespace chittyconnect::openapi {

// References to other documents are left alone: nothing is fetched.
void look_at_references(const json::value& document, std::vector<Problem>& problems);

// The value at a JSON pointer as a URI's fragment ("#/components/schemas/a~1b"); null: there is none.
const json::value* referred_to(const json::value& document, std::string_view reference);

// Does it lead to itself, through references alone? (A schema that has itself as a part is no circle.)
bool circles(const json::value& document, const json::value& value);

// The value behind `value`, if that is a reference, and behind what it leads to; null: it leads nowhere, or in a circle.
const json::value* followed(const json::value& document, const json::value& value);

}  // namespace chittyconnect::openapi
