// Keccak-256 as Ethereum has it: the sponge of SHA-3 with Keccak's own padding, which OpenSSL 3.0 does not have.
#pragma once

#include <string>
#include <string_view>

namespace chittyverify {

std::string keccak256(std::string_view data);  // 32 bytes

}  // namespace chittyverify
