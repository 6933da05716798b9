// One client's TLS, by OpenSSL.
#pragma once

#include "daemon/tls/server_tls.hpp"
#include "net/engine/openssl.hpp"

namespace chitty::host::daemon {

// Null: no memory. What `context` holds is kept for as long as the session needs it.
std::unique_ptr<TlsSession> open_session(SSL_CTX* context, int socket);

}  // namespace chitty::host::daemon
