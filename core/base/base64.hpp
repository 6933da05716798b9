// Base64 in its two spellings (RFC 4648, sections 4 and 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chitty {

std::string base64(std::string_view bytes);     // "+/", padded: HTTP's Basic, PEM
std::string base64url(std::string_view bytes);  // "-_", not padded: tokens, JSON Web Keys, signatures

// The bytes, or nothing when a character or the length is not base64url, or the last character has bits that mean nothing.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace chitty
