// Cryptography without a library of one's own: randomness, SHA-256, keys and signatures (plugin.h, chitty.crypto/1).
// The same for commands and services. Keys are JWK texts. Name chitty.crypto/1 under the manifest's abi.extensions.
#ifndef CHITTY_CRYPTO_HPP
#define CHITTY_CRYPTO_HPP

#include <chitty/tables.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace chitty {

class Crypto {
 public:
  explicit Crypto(const chitty_crypto* table) : table_(table) {}

  // At most 4096 bytes that nobody can guess.
  Result<std::string> random(std::size_t bytes) const {
    if (!CHITTY_OFFERS(table_, random)) return missing();
    std::string out(bytes, '\0');
    if (auto done = detail::ask(table_->random, static_cast<void*>(out.data()), std::uint64_t{bytes}); !done)
      return done.error();
    return out;
  }

  // 32 raw bytes. Throws if the host has no cryptography, which a manifest that names it rules out.
  std::string sha256(std::string_view data) const {
    if (!CHITTY_OFFERS(table_, sha256)) throw std::runtime_error(missing().message);
    std::string digest(32, '\0');
    table_->sha256(data.data(), data.size(), reinterpret_cast<std::uint8_t*>(digest.data()));
    return digest;
  }

  // A private key for "EdDSA" (Ed25519) or "ES256", with `kid`.
  Result<std::string> generate_key(std::string_view algorithm) const {
    if (!CHITTY_OFFERS(table_, generate)) return missing();
    std::string jwk;
    const auto sink = abi::sink_to(jwk);
    const auto name = abi::borrow(algorithm);
    if (auto done = detail::ask(table_->generate, &name, &sink); !done) return done.error();
    return jwk;
  }

  Result<std::string> sign(std::string_view jwk, std::string_view data) const {
    if (!CHITTY_OFFERS(table_, sign)) return missing();
    std::string signature;
    const auto sink = abi::sink_to(signature);
    const auto key = abi::borrow(jwk);
    auto done =
        detail::ask(table_->sign, &key, static_cast<const void*>(data.data()), std::uint64_t{data.size()}, &sink);
    if (!done) return done.error();
    return signature;
  }

  // REFUSED when the signature does not fit.
  Result<void> verify(std::string_view jwk, std::string_view data, std::string_view signature) const {
    if (!CHITTY_OFFERS(table_, verify)) return missing();
    const auto key = abi::borrow(jwk);
    const auto given = abi::borrow(signature);
    return detail::ask(table_->verify, &key, static_cast<const void*>(data.data()), std::uint64_t{data.size()}, &given);
  }

 private:
  static Error missing() { return detail::missing(CHITTY_EXT_CRYPTO); }

  const chitty_crypto* table_;
};

}  // namespace chitty

#endif  // CHITTY_CRYPTO_HPP
