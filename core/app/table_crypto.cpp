// chitty.crypto/1 for commands: randomness and hashes here, keys and signatures in net.so, which has OpenSSL.
#include <chitty/abi.hpp>
#include <cstring>

#include "app/call.hpp"
#include "base/hash.hpp"
#include "base/random.hpp"
#include "net/network.hpp"

namespace chitty {

namespace {

constexpr uint64_t most_random = 4096;

chitty_status CHITTY_CALL random(void* buffer, uint64_t size, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    if (size > most_random) return abi::fill(error, usage_error("At most 4096 random bytes are given at once."));
    if (fill_random(buffer, size)) return CHITTY_OK;
    return abi::fill(error, make_error(Code::host_fault, "The system gave no randomness."));
  });
}

void CHITTY_CALL digest_of(const void* data, uint64_t size, uint8_t* digest) {
  const Digest made = sha256({static_cast<const char*>(data), size});
  std::memcpy(digest, made.data(), made.size());
}

// These functions have no call, and so no session: the library is the process's.
Result<const Network*> network() {
  static const auto opened = open_network(Paths::of_this_process().library);
  return opened;
}

chitty_status give(const Result<std::string>& text, const chitty_sink* sink, chitty_error* error) {
  return text ? sink->write(sink->context, text->data(), text->size()) : abi::fill(error, text.error());
}

chitty_status CHITTY_CALL generate(const chitty_str* algorithm, const chitty_sink* jwk, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto net = network();
    return net ? give((*net)->generate_key(abi::view(algorithm)), jwk, error) : abi::fill(error, net.error());
  });
}

chitty_status CHITTY_CALL sign(const chitty_str* jwk, const void* data, uint64_t size, const chitty_sink* signature,
                               chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto net = network();
    if (!net) return abi::fill(error, net.error());
    return give((*net)->sign(abi::view(jwk), {static_cast<const char*>(data), size}), signature, error);
  });
}

chitty_status CHITTY_CALL verify(const chitty_str* jwk, const void* data, uint64_t size, const chitty_str* signature,
                                 chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto net = network();
    if (!net) return abi::fill(error, net.error());
    const auto fits = (*net)->verify(abi::view(jwk), {static_cast<const char*>(data), size}, abi::view(signature));
    return fits ? CHITTY_OK : abi::fill(error, fits.error());
  });
}

}  // namespace

const chitty_crypto& crypto_table() {
  static const chitty_crypto table{sizeof(chitty_crypto), 0, random, digest_of, generate, sign, verify};
  return table;
}

}  // namespace chitty
