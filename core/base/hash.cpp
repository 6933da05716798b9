#include "base/hash.hpp"

#define OPENSSL_SUPPRESS_DEPRECATED  // the plain C function: EVP would pull in all of libcrypto
#include <openssl/sha.h>

#include <cstring>

namespace chitty::host {

Digest sha256(std::string_view data) {
  Digest digest;
  SHA256_CTX state;  // in three steps: ::SHA256() looks an engine up first, which takes four times as long as a token does
  ::SHA256_Init(&state);
  ::SHA256_Update(&state, data.data(), data.size());
  ::SHA256_Final(digest.data(), &state);
  return digest;
}

namespace {

SHA256_CTX restored(const unsigned char* from) {
  SHA256_CTX state;
  std::memcpy(&state, from, sizeof state);
  return state;
}

}  // namespace

RunningSha256::RunningSha256() {
  static_assert(sizeof(SHA256_CTX) <= sizeof state_);
  SHA256_CTX state;
  ::SHA256_Init(&state);
  std::memcpy(state_, &state, sizeof state);
}

void RunningSha256::add(std::string_view data) {
  auto state = restored(state_);
  ::SHA256_Update(&state, data.data(), data.size());
  std::memcpy(state_, &state, sizeof state);
}

Digest RunningSha256::digest() const {
  auto state = restored(state_);
  Digest digest;
  ::SHA256_Final(digest.data(), &state);
  return digest;
}

std::string hex(const Digest& digest) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(64);
  for (const auto byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace chitty::host
