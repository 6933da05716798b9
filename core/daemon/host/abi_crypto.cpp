// chitty.crypto/1 for services: keys and signatures by the OpenSSL of this program.
#include "base/crypto_table.hpp"
#include "daemon/host/host_tables.hpp"
#include "net/web_key.hpp"

namespace chitty::host::daemon {
namespace {

struct OwnKeys {
  static Result<std::string> generate(std::string_view algorithm) { return generate_web_key(algorithm); }
  static Result<std::string> sign(std::string_view jwk, std::string_view data) { return sign_by(jwk, data); }
  static Result<void> verify(std::string_view jwk, std::string_view data, std::string_view signature) {
    return verify_by(jwk, data, signature);
  }
};

}  // namespace

const chitty_crypto& crypto_table() { return CryptoTable<OwnKeys>::table(); }

}  // namespace chitty::host::daemon
