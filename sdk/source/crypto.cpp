#include <chitty/crypto.hpp>
#include <stdexcept>

namespace chitty {

Result<std::string> Crypto::random(std::size_t bytes) const {
  if (!CHITTY_OFFERS(table_, random)) return missing();
  std::string out(bytes, '\0');
  if (auto done = detail::ask(table_->random, static_cast<void*>(out.data()), std::uint64_t{bytes}); !done)
    return done.error();
  return out;
}

std::string Crypto::sha256(std::string_view data) const {
  if (!CHITTY_OFFERS(table_, sha256)) throw std::runtime_error(missing().message);
  std::string digest(32, '\0');
  table_->sha256(data.data(), data.size(), reinterpret_cast<std::uint8_t*>(digest.data()));
  return digest;
}

Result<RunningHash> Crypto::hash() const {
  if (!CHITTY_OFFERS(table_, hash_release)) return missing();
  chitty_hash* raw = nullptr;
  CHITTY_DO(detail::ask(table_->hash_begin, &raw));
  return RunningHash(table_, raw);
}

std::string RunningHash::digest() const {
  std::string digest(32, '\0');
  table_->hash_digest(raw_.get(), reinterpret_cast<std::uint8_t*>(digest.data()));
  return digest;
}

Result<std::string> Crypto::generate_key(std::string_view algorithm) const {
  if (!CHITTY_OFFERS(table_, generate)) return missing();
  std::string jwk;
  const auto sink = abi::sink_to(jwk);
  const auto name = abi::borrow(algorithm);
  if (auto done = detail::ask(table_->generate, &name, &sink); !done) return done.error();
  return jwk;
}

Result<std::string> Crypto::sign(std::string_view jwk, std::string_view data) const {
  if (!CHITTY_OFFERS(table_, sign)) return missing();
  std::string signature;
  const auto sink = abi::sink_to(signature);
  const auto key = abi::borrow(jwk);
  auto done = detail::ask(table_->sign, &key, static_cast<const void*>(data.data()), std::uint64_t{data.size()}, &sink);
  if (!done) return done.error();
  return signature;
}

Result<void> Crypto::verify(std::string_view jwk, std::string_view data, std::string_view signature) const {
  if (!CHITTY_OFFERS(table_, verify)) return missing();
  const auto key = abi::borrow(jwk);
  const auto given = abi::borrow(signature);
  return detail::ask(table_->verify, &key, static_cast<const void*>(data.data()), std::uint64_t{data.size()}, &given);
}

}  // namespace chitty
