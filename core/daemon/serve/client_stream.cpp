#include "daemon/serve/client_stream.hpp"

namespace chitty::host::daemon {

std::string ClientStream::peer_address() const {
  ErrorCode ec;
  const auto address = socket_.remote_endpoint(ec);
  return ec ? std::string() : address.address().to_string();
}

}  // namespace chitty::host::daemon
