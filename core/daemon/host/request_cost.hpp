// For how many requests one counts, by what it asks for (`cost` of a route).
#pragma once

#include <cstdint>
#include <string_view>

#include "manifest/manifest.hpp"

namespace chitty::host::daemon {

// The number at a JSON pointer of a text: how many elements, of an array; 1 where there is nothing that counts. At most
// 2^40.
std::uint64_t number_at(std::string_view json_text, std::string_view pointer);

// The requests that stand for so many things; at least 1.
std::uint64_t units_of(const RouteCost& cost, std::uint64_t things);

}  // namespace chitty::host::daemon
