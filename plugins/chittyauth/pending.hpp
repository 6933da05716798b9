// An authorization that has been begun in the browser and not finished: what only the one who began it knows. Kept as a
// secret, so that `auth oauth callback` can finish what `auth oauth authorize` began.
#pragma once

#include <chitty/crypto.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::auth {

struct PendingAuthorization {
  std::string remote;  // the issuer's, as in Issuer
  std::string issuer, client_id, redirect_uri, verifier, state, nonce;
  std::int64_t expires_at = 0;  // ms since 1970: ten minutes after it was begun
};

// A new one with fresh secrets.
Result<PendingAuthorization> new_pending(const Crypto& crypto, std::int64_t now_ms);

std::string text_of_pending(const PendingAuthorization& pending);
std::optional<PendingAuthorization> pending_of_text(std::string_view text);  // none when it is none, or was taken back

}  // namespace chitty::auth
