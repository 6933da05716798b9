// Base64 in its two spellings (RFC 4648, sections 4 and 5). Any thread.
#ifndef CHITTY_BASE64_HPP
#define CHITTY_BASE64_HPP

#include <optional>
#include <string>
#include <string_view>

namespace chitty {

// "+/", padded: HTTP's Basic, PEM.
std::string base64(std::string_view bytes);

// "-_", not padded: tokens, JSON Web Keys, signatures.
std::string base64url(std::string_view bytes);

// The bytes, or none when a character or the length is not Base64 of that spelling, the padding is not what it must be
// (in base64url there is none), or the last character has bits that mean nothing.
std::optional<std::string> from_base64(std::string_view text);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace chitty

#endif  // CHITTY_BASE64_HPP
