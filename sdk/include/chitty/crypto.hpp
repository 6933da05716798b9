// Cryptography without a library of one's own: randomness, SHA-256, keys and signatures (plugin.h, chitty.crypto/1).
// The same for commands and services. Keys are JWK texts. Name chitty.crypto/1 under the manifest's abi.extensions.
#ifndef CHITTY_CRYPTO_HPP
#define CHITTY_CRYPTO_HPP

#include <chitty/tables.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace chitty {

// SHA-256 of what comes in pieces, from `Crypto::hash`. It may outlive the call. For one thread at a time.
class RunningHash {
 public:
  void add(std::string_view data) { table_->hash_add(raw_.get(), data.data(), data.size()); }

  // 32 raw bytes, of all so far; more may be added after.
  std::string digest() const;

 private:
  friend class Crypto;
  RunningHash(const chitty_crypto* table, chitty_hash* raw) : table_(table), raw_(raw, table->hash_release) {}

  const chitty_crypto* table_;
  std::unique_ptr<chitty_hash, void(CHITTY_CALL*)(chitty_hash*)> raw_;
};

class Crypto {
 public:
  explicit Crypto(const chitty_crypto* table) : table_(table) {}

  // At most 4096 bytes that nobody can guess.
  Result<std::string> random(std::size_t bytes) const;

  // 32 raw bytes. Cannot fail in a plugin whose manifest names chitty.crypto/1; in another it throws: PLUGIN_FAULT.
  std::string sha256(std::string_view data) const;

  // The same of what comes in pieces: add() each. NOT_SUPPORTED by a host that is older.
  Result<RunningHash> hash() const;

  // A private key for "EdDSA" (Ed25519) or "ES256", with `kid`.
  Result<std::string> generate_key(std::string_view algorithm) const;

  Result<std::string> sign(std::string_view jwk, std::string_view data) const;

  // REFUSED when the signature does not fit.
  Result<void> verify(std::string_view jwk, std::string_view data, std::string_view signature) const;

 private:
  static Error missing() { return detail::missing(CHITTY_EXT_CRYPTO); }

  const chitty_crypto* table_;
};

}  // namespace chitty

#endif  // CHITTY_CRYPTO_HPP
