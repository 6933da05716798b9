// Codes that a person types: for a device (RFC 8628, section 6.1) and to sign in. Eight consonants, so that no word
// comes out and no letter is taken for another: 20^8, about 2^34, for a few minutes and a few tries.
#pragma once

#include <chitty/crypto.hpp>
#include <string>
#include <string_view>

namespace chitty::auth {

Result<std::string> new_user_code(const Crypto& crypto);  // "WDJB-MJHT"

// As typed: any case, with or without the hyphen and blanks; empty when it cannot be one.
std::string normal_user_code(std::string_view typed);  // "WDJBMJHT"

}  // namespace chitty::auth
