// chitty.crypto/1 for commands and services alike: randomness and hashes here, keys and signatures by `Keys`, which differ in
// where OpenSSL comes from: net.so for `chitty`, the program itself for `chittyd`.
#pragma once

#include "base/hash.hpp"
#include "base/random.hpp"

#include <chitty/abi.hpp>

#include <cstring>

namespace chitty::host {

// `Keys` has three static functions: generate(algorithm) and sign(jwk, data), whose texts go to the sink, and
// verify(jwk, data, signature). The table lives as long as the process.
template <class Keys>
class CryptoTable {
 public:
  static const chitty_crypto& table() {
    static const chitty_crypto made{sizeof(chitty_crypto), 0, random, digest_of, generate, sign, verify, begin_hash, add_to_hash, hash_so_far, release_hash};
    return made;
  }

 private:
  static constexpr uint64_t most_random = 4096;

  static chitty_status CHITTY_CALL random(void* buffer, uint64_t size, chitty_error* error) {
    return abi::guarded(error, [&]() -> chitty_status {
      if (size > most_random) return abi::fill(error, usage_error("At most 4096 random bytes can be had at a time."));
      if (fill_random(buffer, size)) return CHITTY_OK;
      return abi::fill(error, make_error(Code::host_fault, "cannot get random bytes from the system"));
    });
  }

  static void CHITTY_CALL digest_of(const void* data, uint64_t size, uint8_t* digest) {
    const Digest made = sha256(bytes(data, size));
    std::memcpy(digest, made.data(), made.size());
  }

  static RunningSha256& running(const chitty_hash* hash) { return *const_cast<RunningSha256*>(reinterpret_cast<const RunningSha256*>(hash)); }

  static chitty_status CHITTY_CALL begin_hash(chitty_hash** out, chitty_error* error) {
    *out = nullptr;
    return abi::guarded(error, [&]() -> chitty_status {
      *out = reinterpret_cast<chitty_hash*>(new RunningSha256());
      return CHITTY_OK;
    });
  }
  static void CHITTY_CALL add_to_hash(chitty_hash* hash, const void* data, uint64_t size) { running(hash).add(bytes(data, size)); }
  static void CHITTY_CALL hash_so_far(const chitty_hash* hash, uint8_t* digest) {
    const Digest made = running(hash).digest();
    std::memcpy(digest, made.data(), made.size());
  }
  static void CHITTY_CALL release_hash(chitty_hash* hash) {
    if (hash) delete &running(hash);
  }

  static chitty_status CHITTY_CALL generate(const chitty_str* algorithm, const chitty_sink* jwk, chitty_error* error) {
    return abi::guarded(error, [&] { return give(Keys::generate(abi::view(algorithm)), jwk, error); });
  }

  static chitty_status CHITTY_CALL sign(const chitty_str* jwk, const void* data, uint64_t size, const chitty_sink* signature,
                                        chitty_error* error) {
    return abi::guarded(error, [&] { return give(Keys::sign(abi::view(jwk), bytes(data, size)), signature, error); });
  }

  static chitty_status CHITTY_CALL verify(const chitty_str* jwk, const void* data, uint64_t size, const chitty_str* signature,
                                          chitty_error* error) {
    return abi::guarded(error, [&]() -> chitty_status {
      const Result<void> fits = Keys::verify(abi::view(jwk), bytes(data, size), abi::view(signature));
      return fits ? CHITTY_OK : abi::fill(error, fits.error());
    });
  }

  static std::string_view bytes(const void* data, uint64_t size) { return {static_cast<const char*>(data), size}; }

  static chitty_status give(const Result<std::string>& text, const chitty_sink* sink, chitty_error* error) {
    return text ? sink->write(sink->context, text->data(), text->size()) : abi::fill(error, text.error());
  }
};

}  // namespace chitty::host
