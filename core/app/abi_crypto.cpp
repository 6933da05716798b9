// chitty.crypto/1 for commands: keys and signatures are in net.so, which has OpenSSL.
#include "app/abi.hpp"
#include "base/crypto_table.hpp"
#include "net/network.hpp"

namespace chitty::host {
namespace {

struct NetworkKeys {
  // These functions have no call, and so no run: the library is the process's.
  static Result<const Network*> network() {
    static const auto opened = open_network(Paths::of_this_process().library);
    return opened;
  }

  static Result<std::string> generate(std::string_view algorithm) {
    const auto net = network();
    return net ? (*net)->generate_key(algorithm) : net.error();
  }

  static Result<std::string> sign(std::string_view jwk, std::string_view data) {
    const auto net = network();
    return net ? (*net)->sign(jwk, data) : net.error();
  }

  static Result<void> verify(std::string_view jwk, std::string_view data, std::string_view signature) {
    const auto net = network();
    return net ? (*net)->verify(jwk, data, signature) : net.error();
  }
};

}  // namespace

const chitty_crypto& crypto_table() { return CryptoTable<NetworkKeys>::table(); }

}  // namespace chitty::host
