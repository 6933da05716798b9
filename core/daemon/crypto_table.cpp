// chitty.crypto/1: randomness, hashes, keys and signatures for services.
#include "daemon/host_tables.hpp"
#include "net/web_key.hpp"

#include "base/hash.hpp"

#include <chitty/abi.hpp>

#include <openssl/rand.h>

#include <cstring>

namespace chitty::daemon {
namespace {

constexpr uint64_t most_random = 4096;

chitty_status CHITTY_CALL random(void* buffer, uint64_t len, chitty_error* error) {
  if (len > most_random) return abi::fill(error, usage_error("At most 4096 random bytes are given at once."));
  if (RAND_bytes(static_cast<unsigned char*>(buffer), static_cast<int>(len)) == 1) return CHITTY_OK;
  return abi::fill(error, make_error(Code::host_fault, "The system gave no randomness."));
}

void CHITTY_CALL digest_of(const void* data, uint64_t len, uint8_t* digest) {
  const Digest made = sha256({static_cast<const char*>(data), len});
  std::memcpy(digest, made.data(), made.size());
}

chitty_status give(const Result<std::string>& text, const chitty_sink* sink, chitty_error* error) {
  return text ? sink->write(sink->context, text->data(), text->size()) : abi::fill(error, text.error());
}

chitty_status CHITTY_CALL generate(const chitty_str* algorithm, const chitty_sink* jwk, chitty_error* error) {
  return abi::guarded(error, [&] { return give(generate_web_key(abi::view(algorithm)), jwk, error); });
}

chitty_status CHITTY_CALL sign(const chitty_str* jwk, const void* data, uint64_t len, const chitty_sink* signature, chitty_error* error) {
  return abi::guarded(error, [&] { return give(sign_by(abi::view(jwk), {static_cast<const char*>(data), len}), signature, error); });
}

chitty_status CHITTY_CALL verify(const chitty_str* jwk, const void* data, uint64_t len, const chitty_str* signature, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    auto fits = verify_by(abi::view(jwk), {static_cast<const char*>(data), len}, abi::view(signature));
    return fits ? CHITTY_OK : abi::fill(error, fits.error());
  });
}

}  // namespace

const chitty_crypto& crypto_table() {
  static const chitty_crypto table{sizeof(chitty_crypto), 0, random, digest_of, generate, sign, verify};
  return table;
}

}  // namespace chitty::daemon
