// What every fuzz target needs: its input as text, and a promise that is held.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace chitty::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// What must hold for every input.
inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace chitty::fuzz
