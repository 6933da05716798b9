// Shapes of identifiers that were in use before `VV-G-LLL-SSSS-T-YYMM-C-XX`. They are recognised, never minted.
#pragma once

#include <string_view>

namespace chitty::id {

// A legacy shape: its name for messages, and an example. Null fields never.
struct LegacyShape {
  const char* name;
  const char* pattern;  // 9 a digit, A a capital, X either, [AB] one of these, + the last one again and again; else itself
  const char* example;
};

// The shape that `text` (with or without `did:chitty:`) has, or null. An identifier of today's form has none.
const LegacyShape* legacy_shape(std::string_view text);

}  // namespace chitty::id
