#include "pending.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/answers.hpp>
#include <chitty/members.hpp>

#include "pkce.hpp"

namespace chitty::auth {

namespace {

constexpr std::int64_t lifetime = 600'000;

}  // namespace

Result<PendingAuthorization> new_pending(const Crypto& crypto, std::int64_t now_ms) {
  CHITTY_TRY(auto verifier, new_verifier(crypto));
  PendingAuthorization pending;
  pending.verifier = std::move(verifier);
  CHITTY_TRY(pending.state, new_secret(crypto, 24));
  CHITTY_TRY(pending.nonce, new_secret(crypto, 24));
  pending.expires_at = now_ms + lifetime;
  return pending;
}

std::string text_of_pending(const PendingAuthorization& pending) {
  return json::serialize(json::object{{"remote", pending.remote},
                                      {"issuer", pending.issuer},
                                      {"client_id", pending.client_id},
                                      {"redirect_uri", pending.redirect_uri},
                                      {"verifier", pending.verifier},
                                      {"state", pending.state},
                                      {"nonce", pending.nonce},
                                      {"expires_at", pending.expires_at}});
}

std::optional<PendingAuthorization> pending_of_text(std::string_view text) {
  boost::system::error_code ec;
  const auto value = json::parse({text.data(), text.size()}, ec);
  const auto* object = ec ? nullptr : value.if_object();
  if (!object) return std::nullopt;
  PendingAuthorization pending{text_in(*object, "remote"), text_in(*object, "issuer"),
                               text_in(*object, "client_id"), text_in(*object, "redirect_uri"),
                               text_in(*object, "verifier"), text_in(*object, "state"),
                               text_in(*object, "nonce")};
  const auto* expires = object->if_contains("expires_at");
  if (expires && expires->is_int64()) pending.expires_at = expires->get_int64();
  if (pending.verifier.empty() || pending.issuer.empty()) return std::nullopt;
  return pending;
}

}  // namespace chitty::auth
