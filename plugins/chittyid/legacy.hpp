// Shapes of identifiers that were in use before `VV-G-LLL-SSSS-T-YYMM-C-XX`. They are recognised, never minted.
#pragma once

#include <string_view>

namespace chitty::id {

// A legacy shape: its name for messages, its form (identifier.hpp, matches), and an example.
struct LegacyShape {
  const char *name, *pattern, *example;
};

// The shape that `text` (with or without `did:chitty:`) has, or null. An identifier of today's form has none.
const LegacyShape* legacy_shape(std::string_view text);

}  // namespace chitty::id
