// Base64 for URLs, without padding (RFC 4648, section 5): tokens, JSON Web Keys and signatures.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chitty::daemon {

std::string base64url(std::string_view bytes);

// The bytes, or nothing when a character or the length is not base64url.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace chitty::daemon
