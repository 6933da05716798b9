// Randomness of the system's, fit for keys.
#pragma once

#include <sys/random.h>

#include <cerrno>
#include <cstddef>

namespace chitty {

// Fill `size` bytes. False when the system has none to give, which it says only where /dev/random is forbidden.
inline bool fill_random(void* buffer, std::size_t size) {
  auto* at = static_cast<char*>(buffer);
  while (size > 0) {
    const auto got = ::getrandom(at, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got, size -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace chitty
