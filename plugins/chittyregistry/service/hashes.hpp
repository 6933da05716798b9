// SHA-256 as 64 hex digits.
#pragma once

#include <chitty/crypto.hpp>
#include <string>
#include <string_view>

namespace chittyregistry {

std::string sha256_hex(const chitty::Crypto& crypto, std::string_view bytes);

}  // namespace chittyregistry
