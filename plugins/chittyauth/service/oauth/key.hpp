// The key that ID tokens are signed by, and what is published of it.
#pragma once

#include <chitty/service.hpp>
#include <string>

namespace chitty::auth {

inline constexpr std::string_view id_token_algorithm = "ES256";

// Once in each worker: make the key, and the secret of forms (session.hpp), unless the database has them.
Result<void> prepare_oauth_key(Service& service);

struct SigningKey {
  std::string kid, jwk;  // private
};
Result<SigningKey> signing_key(Service& service);

}  // namespace chitty::auth
