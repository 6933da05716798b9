// SHA-256, by OpenSSL's plain C function linked in statically: the host starts without libcrypto.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::host {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view data);

// Of what comes in pieces. Copies are hashes of their own from then on.
class RunningSha256 {
 public:
  RunningSha256();
  void add(std::string_view data);
  Digest digest() const;  // of all so far

 private:
  alignas(8) unsigned char state_[128];  // SHA256_CTX, which OpenSSL wants nobody to name any more
};

// 64 lower-case hex digits.
std::string hex(const Digest& digest);

}  // namespace chitty::host
