// What the two readers have in common: where they are, where values stand, how much there may be.
#pragma once

#include "text_document.hpp"

namespace chittyconnect::openapi {

using Places = std::map<std::string, Place, std::less<>>;

inline constexpr std::size_t deepest = 200, most_values = 500'000;

// The member of a pointer: "a/b" is a~1b.
std::string pointer_step(std::string_view name);

}  // namespace chittyconnect::openapi
