// Bytes as hexadecimal digits, and back. Any thread.
#ifndef CHITTY_HEX_HPP
#define CHITTY_HEX_HPP

#include <optional>
#include <string>
#include <string_view>

namespace chitty {

// In small letters.
std::string hex(std::string_view bytes);

// None when there is another character than 0-9 and a-f, or an odd number of them.
std::optional<std::string> from_hex(std::string_view digits);

}  // namespace chitty

#endif  // CHITTY_HEX_HPP
