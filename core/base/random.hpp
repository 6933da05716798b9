// Cryptographic randomness from the system.
#pragma once

#include <chitty/error.hpp>

#include <sys/random.h>

#include <cerrno>
#include <cstddef>
#include <string>

#include "base/base64.hpp"

namespace chitty::host {

// Fill `size` bytes. False when the system has none to give, which it says only where /dev/random is forbidden.
inline bool fill_random(void* buffer, std::size_t size) {
  auto* at = static_cast<char*>(buffer);
  while (size > 0) {
    const auto got = ::getrandom(at, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

// So many random bytes as base64url text. HOST_FAULT when the system has none.
inline Result<std::string> random_text(std::size_t bytes) {
  std::string text(bytes, '\0');
  if (!fill_random(text.data(), text.size())) return make_error(Code::host_fault, "cannot get random bytes from the system");
  return base64url(text);
}

}  // namespace chitty::host
