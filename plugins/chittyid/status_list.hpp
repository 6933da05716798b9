// The W3C Bitstring Status List: one bit for each credential, compressed; a set bit is a revoked one.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chitty::id {

// The specification's least length, so that one credential hides among many: 131,072 bits, 16 KiB.
inline constexpr std::int64_t status_list_length = 131'072;

// `u` and base64url of the gzip of the bitstring; `revoked` are indexes below the length, bit 0 the leftmost.
Result<std::string> encode_status_list(const std::vector<std::int64_t>& revoked);

}  // namespace chitty::id
