// SHA-256, by OpenSSL's plain C function linked in statically: the host starts without libcrypto.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::host {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view data);

// 64 lower-case hex digits.
std::string hex(const Digest& digest);

}  // namespace chitty::host
