// "sha256:" and 64 hex digits, and where the content of that hash lies below a folder or a prefix.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chitty::host::daemon {

inline constexpr std::string_view address_prefix = "sha256:";

// The hex digits of an address. INVALID_ARGUMENT: it is none.
inline Result<std::string> hash_of(std::string_view address) {
  const bool fits = address.size() == address_prefix.size() + 64 && address.starts_with(address_prefix) &&
                    address.find_first_not_of("0123456789abcdef", address_prefix.size()) == std::string_view::npos;
  if (!fits)
    return usage_error("'" + std::string(address) + "' is not the address of a blob.", "It reads sha256: and 64 hex digits.");
  return std::string(address.substr(address_prefix.size()));
}

// "ba/78/ba7816bf…": the same everywhere, so that a folder can be copied into an object store as it is, and back.
inline std::string place_of(std::string_view hash) {
  return std::string(hash.substr(0, 2)) + "/" + std::string(hash.substr(2, 2)) + "/" + std::string(hash);
}

}  // namespace chitty::host::daemon
