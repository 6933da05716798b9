// When two texts are one memory: the case of A to Z, how wide the blanks are, and a full stop at the end do not count.
#pragma once

#include <chitty/crypto.hpp>
#include <string>
#include <string_view>

namespace chittycontextual {

std::string normalised(std::string_view text);

// Of the normalised text, in hexadecimal digits. Kept with the memory and nowhere else: of a short text it could be guessed.
chitty::Result<std::string> digest_of(const chitty::Crypto& crypto, std::string_view text);

// SHA-256 of any bytes, in hexadecimal digits. NOT_SUPPORTED by a host without cryptography.
chitty::Result<std::string> sha256_hex(const chitty::Crypto& crypto, std::string_view bytes);

}  // namespace chittycontextual
