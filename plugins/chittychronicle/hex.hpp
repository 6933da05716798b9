// Bytes as hexadecimal digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chittychronicle {

std::string hex(std::string_view bytes);

// None when there is another character than 0-9 and a-f, or an odd number of them.
std::optional<std::string> from_hex(std::string_view digits);

}  // namespace chittychronicle
